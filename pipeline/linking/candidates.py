"""How well each indicator of the catalogue fits one measure, and why."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from pipeline.linking.catalogue import Indicator, load_indicators, load_narrowing_cues
from pipeline.linking.wording import find_cue, normalise
from pipeline.plans.quantities.clauses import NUMBER_MARK
from pipeline.support.sentences import remark

if TYPE_CHECKING:
    from collections.abc import Sequence

# Weights of the score, and what contradictions cost. Chosen on plans of our own making, see
# docs/method.md; the order of candidates hangs on them, an automatic link on the rules.
_CUES, _LIKENESS, _FIELD, _UNIT = 0.6, 0.25, 0.1, 0.05
# A cue that stands elsewhere in the target is half a cue.
_NEAR = 0.5
# The cues may all be there by chance; the rest of the wording must be like it too.
_CERTAIN_SCORE = 0.8
_EXCLUDED_COST, _DEMAND_COST, _NARROWED_COST = 0.3, 0.3, 0.1
_DEMANDS = {"decrease_gte": "cut", "decrease_eq": "cut", "increase_gte": "gain"}
_HEAD_WORDS = 2
# Words at the head of a clause that say nothing of what is counted.
_EMPTY_WORDS = re.compile(
    r"\b(?:cac|tong|so|co|moi|nhung|cua|cap|tinh|huyen|xa|viec|thuc hien|duoc|hoan thanh)\b"
)
# What counts nothing: "từ 10% trở lên", "20% so với năm 2021".
_ADVERBS = re.compile(
    r"(?:tro len|tro xuong|so voi|doi voi|de|trong|vao|theo|tinh|o|tai|khi|den|va|tu|hoac|cho)\b"
)
# "thuộc lĩnh vực quản lý" narrows nothing: it is all that the issuer has.
_OWN_REMIT = re.compile(r"\b(?:thuoc |trong |tren )?(?:cac )?linh vuc (?:quan ly|phu trach)\b")


@dataclass(frozen=True)
class Wording:
    """What is known of a measure when its indicator is sought.

    Attributes:
        clause: words that belong to the number itself.
        target: the whole target around it.
        field_code: reform field of the plan, None where unknown.
        unit: of the number.
        comparator: of the measure.
        is_damaged: letters may be misread.
    """

    clause: str
    target: str
    field_code: int | None
    unit: str
    comparator: str
    is_damaged: bool = False


@dataclass(frozen=True)
class Candidate:
    """One indicator for one measure.

    Attributes:
        code: of the indicator.
        score: 0 to 1.
        is_certain: every rule of the catalogue holds.
        reasons: what speaks for and against it, as remarks of seeds/sentences.csv.
    """

    code: str
    score: float
    is_certain: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class _Texts:
    clause: str
    target: str
    head: tuple[str, ...]
    is_damaged: bool


def _find_head(wording: Wording) -> tuple[str, ...]:
    """The first words behind the number: what it counts."""
    _, _, behind = wording.clause.partition(NUMBER_MARK)
    text = normalise(behind)
    words = [] if _ADVERBS.match(text) else _EMPTY_WORDS.sub(" ", text).split()
    return tuple(words[:_HEAD_WORDS])


def _prepare(wording: Wording) -> _Texts:
    damaged = wording.is_damaged
    return _Texts(
        normalise(wording.clause, is_damaged=damaged),
        normalise(f"{wording.clause} . {wording.target}", is_damaged=damaged),
        () if damaged else _find_head(wording),
        damaged,
    )


@dataclass(frozen=True)
class _Group:
    """The best alternative of one group of cues.

    Attributes:
        presence: how well it stands in the clause, 0 to 1.
        words: which it is.
        is_near: it stands not in the clause but elsewhere in the target.
    """

    presence: float
    words: str
    is_near: bool = False


def _find_groups(indicator: Indicator, texts: _Texts) -> list[_Group]:
    found = []
    for cues in indicator.required:
        damaged = texts.is_damaged
        best = max(
            (cue.find(texts.clause, texts.target, is_damaged=damaged), cue.words) for cue in cues
        )
        near = next((c.words for c in cues if find_cue(c.words, texts.target)), None)
        if best[0] or near is None:
            found.append(_Group(*best))
        else:
            found.append(_Group(0.0, near, is_near=True))
    return found


def _find_excluded(indicator: Indicator, texts: _Texts) -> list[str]:
    return [
        cue.words
        for cue in indicator.excluded
        if cue.find(texts.clause, texts.target, is_damaged=False)
    ]


def _find_narrowing(indicator: Indicator, texts: _Texts) -> list[str]:
    """What cuts the measure down to a part that the indicator does not speak of."""
    clause = _OWN_REMIT.sub(" ", texts.clause)
    return [
        reason
        for cue, reason in load_narrowing_cues()
        if find_cue(cue, clause) and not find_cue(cue, indicator.vocabulary)
    ]


def _likeness(indicator: Indicator, clause: str) -> float:
    return max(fuzz.token_set_ratio(clause, wording) for wording in indicator.wordings) / 100.0


def _explain(
    groups: Sequence[_Group], excluded: Sequence[str], narrowing: Sequence[str]
) -> list[str]:
    there = [g.words for g in groups if g.presence]
    near = [g.words for g in groups if g.is_near]
    missing = [g.words for g in groups if not g.presence and not g.is_near]
    reasons = [remark("has_words", there)] if there else []
    reasons += [remark("has_words_beside", near)] if near else []
    reasons += [remark("lacks_words", missing)] if missing else []
    reasons += [remark("excluding_words", [words]) for words in excluded]
    return reasons + list(narrowing)


def _score(indicator: Indicator, wording: Wording, texts: _Texts) -> Candidate:
    groups = _find_groups(indicator, texts)
    excluded, narrowing = _find_excluded(indicator, texts), _find_narrowing(indicator, texts)
    same_demand = _DEMANDS.get(wording.comparator, "level") == indicator.demand
    same_unit = wording.unit == indicator.unit
    same_field = wording.field_code == indicator.field_code
    score = (
        _CUES * sum(g.presence or _NEAR * g.is_near for g in groups) / len(groups)
        + _LIKENESS * _likeness(indicator, texts.clause)
        + _FIELD * same_field
        + _UNIT * same_unit
        - _EXCLUDED_COST * bool(excluded)
        - _DEMAND_COST * (not same_demand)
        - _NARROWED_COST * bool(narrowing)
    )
    # "Không quá 20%" of something that should grow is another demand than "ít nhất 20%".
    is_ceiling = wording.comparator == "lte" and indicator.direction == "higher"
    reasons = _explain(groups, excluded, narrowing)
    is_other_thing = bool(texts.head) and texts.head[0] not in indicator.words
    reasons += [remark("counts_words", [" ".join(texts.head)])] if is_other_thing else []
    reasons += ["is_ceiling"] if is_ceiling else []
    reasons += [] if same_demand else ["other_demand"]
    reasons += [] if same_unit else ["other_unit"]
    reasons += ["same_field"] if same_field else []
    is_certain = (
        score >= _CERTAIN_SCORE
        and all(g.presence for g in groups)
        and same_demand
        and same_unit
        and not excluded
        and not narrowing
        and not is_ceiling
        and not is_other_thing
    )
    return Candidate(
        indicator.code, round(max(0.0, min(1.0, score)), 3), is_certain, tuple(reasons)
    )


def find_candidates(wording: Wording) -> list[Candidate]:
    """Every indicator of the catalogue, the likeliest first.

    Args:
        wording: the measure.

    Returns:
        One candidate per indicator, by falling score; equal scores by code.
    """
    texts = _prepare(wording)
    found = [_score(indicator, wording, texts) for indicator in load_indicators()]
    return sorted(found, key=lambda c: (-c.score, c.code))
