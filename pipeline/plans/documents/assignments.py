"""Assignments in running text ("... Giao Sở A chủ trì, phối hợp với B; hoàn thành trước ...")."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.lexicon.rules import has_words, load_rules
from pipeline.plans.quantities.demands import names_work
from pipeline.support.text import UPPER
from pipeline.support.trace import NOTHING, join

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.lexicon.roles import Role
    from pipeline.support.trace import Traced

    Assignment = tuple[Traced, dict[Role, Traced]]

# A stop behind a capital or a short number may belong to it ("TP. Huế", "2. Rà soát"); a class
# written in Roman numbers ends a sentence all the same ("bệnh viện hạng II.").
_CAPITAL = UPPER.replace("A-Z", "A-HJ-UWYZ")
_SENTENCE = re.compile(rf"(?<![{_CAPITAL}])(?:(?<=[^\W\d_])|(?<=\d\d)|(?<=\)))[.;]\s+(?=[{UPPER}])")
_CLAUSE = re.compile(r"[;,]\s+|\s(?=(?:va )?phoi hop (?:chat che )?(?:voi|cung)\b)")
_ENDS = " .;,:"
_NO_VALUE = ("work", "leads", "at_end")
_WITH = re.compile(r"^(?:cung )?phoi hop(?: chat che)?(?: voi| cung(?: voi)?)? (?=\S)")
# "các sở, ngành, địa phương phối hợp" is one clause over its commas.
_LONGEST_LIST = 5


class _NotUnderstoodError(Exception):
    """A clause behind an assignment is none of its values: who reads on would invent."""


def _cut(text: Traced, breaks: re.Pattern[str]) -> Iterator[Traced]:
    told = text.folded if breaks is _CLAUSE else text.text
    starts = [0, *(m.end() for m in breaks.finditer(told))]
    for start, end in zip(starts, [*starts[1:], len(text.text)], strict=True):
        yield text.cut(start, end)


def _strip(text: Traced) -> Traced:
    return text.cut(0, len(text.text.rstrip(_ENDS)))


def _find_work(value: Traced) -> Iterator[re.Match[str]]:
    """``các sở triển khai``; a capital letter makes it part of a name ("Sở Xây dựng")."""
    for rule in load_rules("assignments"):
        if rule.says["role"] == "work":
            found = rule.pattern.finditer(value.folded)
            yield from (m for m in found if value.text[m.start()].islower())


def _names_work(value: Traced) -> bool:
    return next(_find_work(value), None) is not None


def _match(clause: Traced, *, behind: bool, begins: bool) -> tuple[Role, Traced] | None:
    """Role and value of a clause.

    Raises:
        _NotUnderstoodError: the value of an agency names work.
    """
    found = _find_value(clause, behind=behind, begins=begins)
    if found and found[0] in ("lead", "coord") and _names_work(found[1]):
        raise _NotUnderstoodError
    return found


def _find_value(clause: Traced, *, behind: bool, begins: bool) -> tuple[Role, Traced] | None:
    bare = _strip(clause)
    for rule in load_rules("assignments"):
        role = rule.says["role"]
        if (rule.says.get("behind") and not behind) or (rule.says.get("begins") and not begins):
            continue
        match = rule.pattern.search(bare.folded) if role not in _NO_VALUE else None
        if match is None:
            continue
        value = bare.cut(*match.span(1))
        if "needs" in rule.says and not has_words(rule.says["needs"], value.folded):
            continue
        return role, value
    return None


def _match_list(clauses: Sequence[Traced]) -> tuple[int, tuple[Role, Traced]] | None:
    """The first clause with those behind it that only together are a value."""
    for count in range(2, min(len(clauses), _LONGEST_LIST) + 1):
        if found := _match(join(clauses[:count]), behind=True, begins=False):
            return count, found
    return None


def _goes_on(role: Role, clause: Traced) -> bool:
    """A list of agencies or of days goes on over its commas."""
    if role == "time":
        return has_words("times", clause.folded)
    return (
        role in ("lead", "coord") and not _names_work(clause) and not re.search(r"\d", clause.text)
    )


def _take_clauses(sentence: Traced, *, behind: bool) -> tuple[Traced, dict[Role, Traced]]:
    """What stands before the first assigning clause, and the values from there on.

    Raises:
        _NotUnderstoodError: something behind it is no value.
    """
    clauses = list(_cut(sentence, _CLAUSE))
    before: list[Traced] = []
    values: dict[Role, Traced] = {}
    last: Role = "lead"
    while clauses:
        is_behind = behind or bool(values)
        found = _match(clauses[0], behind=is_behind, begins=not before and not values)
        used = 1
        if found is None and values and (together := _match_list(clauses)):
            used, found = together
        clause, clauses = clauses[0], clauses[used:]
        if found is None and not values:
            before.append(clause)
        elif found is None and _goes_on(last, clause):
            values[last] = join((values[last], _strip(clause)), ", ")
        elif found is None or found[0] in values:
            raise _NotUnderstoodError
        else:
            last = found[0]
            values[last] = found[1]
    return (join(before) if before else NOTHING), values


def _split(text: Traced) -> list[Assignment]:
    found: list[Assignment] = []
    waiting: list[Traced] = []
    for sentence in _cut(text, _SENTENCE):
        goes_on = bool(found) and not waiting
        before, values = _take_clauses(sentence, behind=goes_on)
        if goes_on and values and not before:
            if values.keys() & found[-1][1].keys():
                raise _NotUnderstoodError
            found[-1] = (found[-1][0], values | found[-1][1])
            continue
        if "lead" not in values:
            waiting.append(sentence)
            continue
        told = [*waiting, *([before] if before else [])]
        if not told and (found or "time" not in values):
            raise _NotUnderstoodError
        whole = join(told)
        found.append((whole.cut(0, len(whole.text.rstrip(" ,;"))), values))
        waiting = []
    if found and waiting:
        found.append((join(waiting), {}))
    return found


def split_assignments(text: Traced) -> list[Assignment]:
    """The records of a paragraph that says itself who does what.

    Args:
        text: a paragraph without its label lines.

    Returns:
        Text and values of each; no text where the paragraph only says who acts and by when, for
        the paragraph before it; no values for sentences behind the last that say no more. Empty
        where nothing is assigned, and where any clause behind an assignment is not understood:
        "Sở A chủ trì xây dựng đề án" names its work behind the agency.
    """
    try:
        return _split(text)
    except _NotUnderstoodError:
        return []


def read_led_work(text: Traced) -> dict[Role, Traced]:
    """Who does the work that the same sentence names behind them, and by when.

    Args:
        text: a paragraph such as "Sở A chủ trì, phối hợp với B xây dựng đề án; xong trước ...".

    Returns:
        Lead, and coordinators and time where they are told from the rest; empty where the
        paragraph does not begin with an agency that leads.
    """
    rule = next(r for r in load_rules("assignments") if r.says["role"] == "leads")
    match = rule.pattern.search(text.folded)
    lead = text.cut(*match.span(1)) if match else NOTHING
    if not match or not has_words(rule.says["needs"], lead.folded) or _names_work(lead):
        return {}
    values = _read_helpers(text.cut(match.end()))
    return {"lead": lead} | values if values is not None else {}


def read_own_work(text: Traced) -> dict[Role, Traced] | None:
    """Of a task below a heading that names who leads: with whom, and by when.

    Args:
        text: a paragraph such as "Chủ trì, phối hợp với B xây dựng đề án trong quý II/2026".

    Returns:
        Coordinators and time where they are said; None where it names no work.
    """
    begins = re.match(r"\W*(?:chu tri,?(?: va)? )?", text.folded)
    rest = text.cut(begins.end() if begins else 0)
    if _WITH.match(rest.folded):
        return _read_helpers(rest)
    return _read_time(rest) if names_work(rest.folded) else None


def _find_last_time(text: Traced) -> Traced:
    """A deadline at the end of a sentence, with nothing that parts it off."""
    rule = next(r for r in load_rules("assignments") if r.says["role"] == "at_end")
    bare = _strip(text)
    match = rule.pattern.search(bare.folded)
    found = bare.cut(*match.span(1)) if match else NOTHING
    return found if has_words("times", found.folded) else NOTHING


def _read_helpers(rest: Traced) -> dict[Role, Traced] | None:
    """With whom and by when, behind who leads; None where no work is named."""
    work = next((w for w in _find_work(rest) if w.start() or not _WITH.match(rest.folded)), None)
    if work is None:
        return None
    values: dict[Role, Traced] = {}
    together = _WITH.match(rest.folded)
    helpers = rest.cut(together.end(), work.start()) if together else NOTHING
    if helpers and has_words("agencies", helpers.folded):
        values["coord"] = _strip(helpers)
    return values | _read_time(rest)


def _read_time(rest: Traced) -> dict[Role, Traced]:
    """By when, in a clause of its own or at the end of the sentence."""
    values: dict[Role, Traced] = {}
    for clause in _cut(rest, _CLAUSE):
        found = _find_value(clause, behind=True, begins=False)
        if found and found[0] == "time":
            values["time"] = found[1]
    if not values and (time := _find_last_time(rest)):
        values["time"] = time
    return values
