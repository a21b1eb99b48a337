"""How far a linked number can be compared, by the rules of ``seeds/comparability_rules.csv``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pipeline.linking.wording import find_cue, normalise, normalise_cue
from pipeline.support.reference import read_seed

# The gravest first.
_GRADES = ("definition", "level", "wording", "same")


@dataclass(frozen=True)
class _Rule:
    indicator_code: str
    issuer_levels: frozenset[str]
    cues: tuple[str, ...]
    absent_cues: tuple[str, ...]
    comparability: str
    note_code: str

    def holds(self, code: str, issuer_level: str, clause: str) -> bool:
        if self.indicator_code and self.indicator_code != code:
            return False
        if self.issuer_levels and issuer_level not in self.issuer_levels:
            return False
        has_cue = not self.cues or any(find_cue(cue, clause) for cue in self.cues)
        return has_cue and not any(find_cue(cue, clause) for cue in self.absent_cues)


def _split(text: str) -> tuple[str, ...]:
    return tuple(normalise_cue(part) for part in text.split("|") if part)


@cache
def _load_rules() -> tuple[_Rule, ...]:
    return tuple(
        _Rule(
            indicator_code=row["indicator_code"],
            issuer_levels=frozenset(filter(None, row["issuer_levels"].split("|"))),
            cues=_split(row["cues"]),
            absent_cues=_split(row["absent_cues"]),
            comparability=row["comparability"],
            note_code=row["note_code"],
        )
        for row in read_seed("comparability_rules")
    )


def judge_comparability(code: str, issuer_level: str, clause: str) -> tuple[str, list[str]]:
    """The gravest rule that holds, with the notes of all that do.

    Args:
        code: of the indicator.
        issuer_level: of the plan.
        clause: words of the measure.

    Returns:
        ``same``, ``wording``, ``definition`` or ``level``, and the codes of notes
        (seeds/sentences.csv).
    """
    normal = normalise(clause)
    held = [rule for rule in _load_rules() if rule.holds(code, issuer_level, normal)]
    held.sort(key=lambda rule: _GRADES.index(rule.comparability))
    grade = held[0].comparability if held else "same"
    return grade, list(dict.fromkeys(rule.note_code for rule in held))
