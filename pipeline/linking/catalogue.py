"""The indicators with the cues by which a sentence is recognised, from ``seeds/``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property

from pipeline.linking.wording import find_cue, normalise, normalise_cue
from pipeline.support.reference import read_seed

_ANYWHERE = "~"


@dataclass(frozen=True)
class Cue:
    """Words to be found; ``is_anywhere`` lets the rest of the target lend them."""

    words: str
    is_anywhere: bool = False

    def find(self, clause: str, target: str, *, is_damaged: bool) -> float:
        """Presence between 0 and 1, see ``find_cue``."""
        text = target if self.is_anywhere else clause
        return find_cue(self.words, text, is_damaged=is_damaged)


@dataclass(frozen=True)
class Indicator:
    """An indicator that plans set targets for.

    Attributes:
        code: of the catalogue.
        field_code: reform field.
        unit: in which it is measured.
        direction: whether more or less is better.
        demand: ``cut`` or ``gain`` where a change is asked, else ``level``.
        required: groups of cues; one of each group must be there.
        excluded: cues that speak of something else.
        wordings: name, aliases and definition, normalised, for likeness as a whole.
        vocabulary: every word by which the catalogue describes it.
    """

    code: str
    field_code: int
    unit: str
    direction: str
    demand: str
    required: tuple[tuple[Cue, ...], ...]
    excluded: tuple[Cue, ...]
    wordings: tuple[str, ...]
    vocabulary: str

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of ``vocabulary``."""
        return frozenset(self.vocabulary.split())


def _read_cue(text: str) -> Cue:
    return Cue(normalise_cue(text.removeprefix(_ANYWHERE)), text.startswith(_ANYWHERE))


def _read_cues(text: str) -> tuple[Cue, ...]:
    return tuple(_read_cue(part.strip()) for part in text.split("|") if part.strip())


def _read_indicator(row: dict[str, str]) -> Indicator:
    names = [row["name_vi"], *(row["aliases"].split(";") if row["aliases"] else [])]
    # "Phần ..." begins most definitions; as a word it is not of this indicator.
    definition = row["definition_vi"].removeprefix("Phần ")
    described = [*names, definition, row["numerator_vi"], row["denominator_vi"]]
    groups = tuple(_read_cues(group) for group in row["required_cues"].split(";"))
    cues = [cue.words for group in groups for cue in group]
    return Indicator(
        code=row["indicator_code"],
        field_code=int(row["field_code"]),
        unit=row["unit"],
        direction=row["direction"],
        demand=row["demand"],
        required=groups,
        excluded=_read_cues(row["excluded_cues"]),
        wordings=tuple(normalise(text) for text in (*names, definition)),
        vocabulary=" . ".join([*(normalise(text) for text in described), *cues]),
    )


@cache
def load_indicators() -> tuple[Indicator, ...]:
    """Indicators that a plan's number can be linked to, in the order of the seed."""
    rows = read_seed("indicators")
    return tuple(_read_indicator(row) for row in rows if row["required_cues"])


@cache
def load_narrowing_cues() -> tuple[tuple[str, str], ...]:
    """Words that cut a measure down to a part of its indicator, with what they say."""
    rows = read_seed("narrowing_cues")
    return tuple((normalise_cue(row["cue"]), row["remark_code"]) for row in rows)
