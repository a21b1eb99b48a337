"""Assignments in running text ("... Giao Sở A chủ trì, phối hợp với B; hoàn thành trước ...")."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.documents.trace import NOTHING, join
from pipeline.plans.lexicon.rules import has_words, load_rules
from pipeline.text import UPPER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.documents.trace import Traced
    from pipeline.plans.documents.roles import Role

    Assignment = tuple[Traced, dict[Role, Traced]]

# A stop behind a capital or a short number may belong to it ("TP. Huế", "2. Rà soát"); a class
# written in Roman numbers ends a sentence all the same ("bệnh viện hạng II.").
_CAPITAL = UPPER.replace("A-Z", "A-HJ-UWYZ")
_SENTENCE = re.compile(rf"(?<![{_CAPITAL}])(?:(?<=[^\W\d_])|(?<=\d\d)|(?<=\)))[.;]\s+(?=[{UPPER}])")
_CLAUSE = re.compile(r"[;,]\s+|\s(?=(?:va )?phoi hop (?:chat che )?(?:voi|cung)\b)")
_ENDS = " .;,:"


def _cut(text: Traced, breaks: re.Pattern[str]) -> Iterator[Traced]:
    told = text.folded if breaks is _CLAUSE else text.text
    starts = [0, *(m.end() for m in breaks.finditer(told))]
    for start, end in zip(starts, [*starts[1:], len(text.text)], strict=True):
        yield text.cut(start, end)


def _strip(text: Traced, start: int, end: int) -> Traced:
    while end > start and text.text[end - 1] in _ENDS:
        end -= 1
    return text.cut(start, end)


def _match(clause: Traced, *, behind: bool, begins: bool) -> tuple[Role, Traced] | None:
    """Role and value of a clause."""
    bare = _strip(clause, 0, len(clause.text))
    for rule in load_rules("assignments"):
        if (rule.says.get("behind") and not behind) or (rule.says.get("begins") and not begins):
            continue
        match = rule.pattern.search(bare.folded)
        if match is None:
            continue
        value = bare.cut(*match.span(1))
        if "needs" not in rule.says or has_words(rule.says["needs"], value.folded):
            return rule.says["role"], value
    return None


def _take_clauses(sentence: Traced, *, behind: bool) -> tuple[Traced, dict[Role, Traced]]:
    """What stands before the first assigning clause, and the values from there on."""
    before: list[Traced] = []
    values: dict[Role, Traced] = {}
    last: Role = "lead"
    for clause in _cut(sentence, _CLAUSE):
        begins = not before and not values
        found = _match(clause, behind=behind or bool(values), begins=begins)
        if found is None and not values:
            before.append(clause)
        elif found is None or found[0] in values:
            # A list of agencies or of days goes on over its commas.
            values[last] = join((values[last], _strip(clause, 0, len(clause.text))), ", ")
        else:
            last = found[0]
            values[last] = found[1]
    return (join(before, "") if before else NOTHING), values


def split_assignments(text: Traced) -> list[Assignment]:
    """The records of a paragraph that says itself who does what.

    Args:
        text: a paragraph without its label lines.

    Returns:
        Text and values of each; no text where the paragraph only says who acts and by when, for
        the paragraph before it; no values for sentences behind the last that say no more. Empty
        where nothing is assigned, or where the paragraph begins with who is to act and gives no
        time: then what is to be done stands behind and is no value of its own.
    """
    found: list[Assignment] = []
    waiting: list[Traced] = []
    for sentence in _cut(text, _SENTENCE):
        goes_on = bool(found) and not waiting
        before, values = _take_clauses(sentence, behind=goes_on)
        if goes_on and values and not before:
            found[-1] = (found[-1][0], values | found[-1][1])
            continue
        if "lead" not in values:
            waiting.append(sentence)
            continue
        told = [*waiting, *([before] if before else [])]
        if not told and (found or "time" not in values):
            return []
        whole = join(told, "")
        found.append((whole.cut(0, len(whole.text.rstrip(" ,;"))), values))
        waiting = []
    if found and waiting:
        found.append((join(waiting, ""), {}))
    return found
