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
    objections = ("rival_fits",) if first.is_certain else ()
    status: LinkStatus = "suggested" if first.score >= _SUGGESTED_SCORE else "none"
    return Link(status, shown, margin, objections)


@dataclass(frozen=True)
class Place:
    """Where a measure stands among those of its plan.

    Attributes:
        sibling_key: equal for measures that cannot all be one indicator: those of one target,
            level and year.
        is_nested: the measure is a part of the one before it.
    """

    sibling_key: Hashable
    is_nested: bool = False


def settle_siblings(links: Sequence[Link], places: Sequence[Place]) -> list[Link]:
    """Two numbers of one target, level and year cannot both be the same indicator.

    Args:
        links: of the measures of one plan.
        places: one per link.

    Returns:
        The links. Where automatic ones clash they wait for a person; but a number that is a part
        of another ("trong đó") leaves the indicator to the whole.
    """
    pairs = list(zip(links, places, strict=True))
    groups: dict[tuple[Hashable, str], list[Place]] = {}
    for link, place in pairs:
        if link.code:
            groups.setdefault((place.sibling_key, link.code), []).append(place)
    return [_settle(link, place, groups) for link, place in pairs]


def _settle(link: Link, place: Place, groups: dict[tuple[Hashable, str], list[Place]]) -> Link:
    same = groups[place.sibling_key, link.code] if link.code else []
    wholes = sum(1 for p in same if not p.is_nested)
    if len(same) < 2 or (wholes == 1 and not place.is_nested):
        return link
    objection = (
        "là một phần của con số trước cùng khớp chỉ số này"
        if place.is_nested and wholes
        else "hai con số của một chỉ tiêu cùng khớp chỉ số này"
    )
    return replace(link, status="suggested", objections=(objection,))
