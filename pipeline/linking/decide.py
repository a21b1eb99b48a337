"""From candidates to a decision: automatic, suggested, or none."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from pipeline.linking.candidates import Candidate

LinkStatus = Literal["auto", "suggested", "none"]

# Of damaged text only a candidate far ahead of every other one that fits.
_DAMAGED_MARGIN = 0.1
# Below this nothing in the catalogue is near; the candidates are still shown.
_SUGGESTED_SCORE = 0.5
_SHOWN = 5


@dataclass(frozen=True)
class Link:
    """What was decided for one measure.

    Attributes:
        status: ``auto`` only where every rule of one indicator holds and of no other.
        candidates: the likeliest, first the one that an automatic link takes.
        margin: how far the first is ahead of the second.
        objections: why a certain candidate was not taken.
    """

    status: LinkStatus
    candidates: tuple[Candidate, ...]
    margin: float
    objections: tuple[str, ...] = field(default=())

    @property
    def code(self) -> str | None:
        """The indicator, of an automatic link only."""
        return self.candidates[0].code if self.status == "auto" else None


def decide(candidates: Sequence[Candidate], *, is_damaged: bool) -> Link:
    """Decide for one measure.

    Args:
        candidates: of ``find_candidates``, the likeliest first.
        is_damaged: letters may be misread.
    """
    first, second = candidates[0], candidates[1]
    margin = round(first.score - second.score, 3)
    shown = tuple(candidates[:_SHOWN])
    rivals = [c for c in candidates[1:] if c.is_certain]
    if first.is_certain and not rivals:
        return Link("auto", shown, margin)
    if first.is_certain and is_damaged and first.score - rivals[0].score >= _DAMAGED_MARGIN:
        return Link("auto", shown, margin)
    objections = ("có chỉ số khác cũng khớp",) if first.is_certain else ()
    status: LinkStatus = "suggested" if first.score >= _SUGGESTED_SCORE else "none"
    return Link(status, shown, margin, objections)


def settle_siblings(links: Sequence[Link], places: Sequence[Hashable]) -> list[Link]:
    """Two numbers of one target, level and year cannot both be the same indicator.

    Args:
        links: of the measures of one plan.
        places: per link, what must differ between two measures of one indicator.

    Returns:
        The links; where two automatic ones clash, both wait for a person.
    """
    seen: dict[tuple[Hashable, str], int] = {}
    for link, place in zip(links, places, strict=True):
        if link.code:
            seen[place, link.code] = seen.get((place, link.code), 0) + 1
    objection = "hai con số của một chỉ tiêu cùng khớp chỉ số này"
    return [
        replace(link, status="suggested", objections=(objection,))
        if link.code and seen[place, link.code] > 1
        else link
        for link, place in zip(links, places, strict=True)
    ]
