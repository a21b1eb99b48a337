"""What is known of a target before its numbers are read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.lexicon.levels import Level
    from pipeline.support.trace import Traced


@dataclass(frozen=True)
class NumberCell:
    """A cell of its own that holds the number of a target.

    Attributes:
        text: the cell.
        unit: of its row, empty where no column states one.
        year: that its column names.
        level: administrative level that its column names.
    """

    text: Traced
    unit: str
    year: int | None = None
    level: Level | None = None


@dataclass
class Statement:
    """The text of a target with what headings and other cells say of it.

    Attributes:
        ref: STT, or path and position such as ``II.2.1-b3``.
        field_code: 0 to 7.
        text: the target.
        lead: lead agency as it stands.
        coord: coordinating agencies as they stand.
        due_year: from a heading or a time cell, None where neither says one.
        level: administrative level that a heading names.
        context: what the year and the level were taken from.
        doubts: codes of what is doubtful in finding it.
        said_before: value, comparator and level of numbers that another list states already.
        number_cells: cells of their own that hold its numbers.
    """

    ref: str
    field_code: int
    text: Traced
    lead: Traced | None = None
    coord: Traced | None = None
    due_year: int | None = None
    level: Level | None = None
    context: tuple[Traced, ...] = ()
    doubts: tuple[str, ...] = ()
    said_before: frozenset[tuple[float, str, str | None]] = frozenset()
    number_cells: list[NumberCell] = field(default_factory=list)
