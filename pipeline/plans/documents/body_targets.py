"""Targets that stand in the running text: bullets and paragraphs under a field's aims."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.documents.trace import Traced, join
from pipeline.plans.documents.fields import guess_field
from pipeline.plans.documents.outline import Placed, walk
from pipeline.plans.quantities.measures import read_measures

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.documents.model import Block
    from pipeline.plans.documents.outline import Item
    from pipeline.plans.quantities.levels import Level


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
    """The text of a target and what is known of it before its numbers are read.

    Attributes:
        ref: STT, or path and position such as ``II.2.1-b3``.
        field_code: 0 to 7.
        text: the target.
        lead: lead agency as it stands.
        coord: coordinating agencies as they stand.
        due_year: from a heading or a time cell, None where neither says one.
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
    doubts: tuple[str, ...] = ()
    said_before: frozenset[tuple[float, str, str | None]] = frozenset()
    number_cells: list[NumberCell] = field(default_factory=list)


_CLOSINGS = ("trong qua trinh thuc hien", "noi nhan", "tren day la", "(kem theo", "can cu ")


def _is_target(placed: Placed) -> bool:
    position, text = placed.position, placed.item.text
    if not position.is_target_section or text.folded.startswith(_CLOSINGS):
        return False
    if position.field_code is not None:
        return True
    # Under a heading that names targets but no field, only what demands a number counts.
    return bool(read_measures(text.text))


def _make(placed: Placed, number: int, text: Traced) -> Statement:
    position = placed.position
    sign = "b" if placed.item.kind in ("bullet", "number", "letter") else "p"
    doubts: tuple[str, ...] = ()
    code = position.field_code
    if code is None:
        code, doubts = guess_field(text.folded), ("field_guessed",)
    return Statement(f"{position.path}-{sign}{number}", code, text, doubts=doubts)


def find_body_targets(blocks: Iterable[Block]) -> list[Statement]:
    """Targets of the running text, in order.

    Args:
        blocks: of the whole document.

    Returns:
        One statement per bullet or paragraph below "Mục tiêu"/"Chỉ tiêu" of a field, and one
        for a sentence that lists the key targets wherever it stands.
    """
    collector = _Collector()
    for placed in walk(list(blocks)):
        collector.take(placed)
    return collector.found


class _Collector:
    """Counts the items of each section, and knows the item whose sub-items follow."""

    def __init__(self) -> None:
        self.found: list[Statement] = []
        self.path = ""
        self.counter = 0
        self.open_head: Statement | None = None
        self.head_item: Item | None = None

    def take(self, placed: Placed) -> None:
        """One paragraph."""
        if placed.is_heading or placed.position.path != self.path:
            self.path, self.counter, self.open_head = placed.position.path, 0, None
        text = placed.item.text
        # A heading, or the paragraph that only introduces the list below, is no item of it.
        if placed.is_heading or (placed.item.kind == "none" and text.text.endswith(":")):
            return
        if (
            self.open_head
            and self.head_item
            and _is_sub_item(placed.item, self.head_item)
            and _is_target(placed)
        ):
            # "… gồm:" and its sub-items are one target.
            self.open_head.text = join((self.open_head.text, text), " ")
            return
        self.counter += 1
        statement = self._read(placed)
        if statement:
            self.found.append(statement)
            self.open_head = statement if text.text.endswith(":") else None
            self.head_item = placed.item

    def _read(self, placed: Placed) -> Statement | None:
        text = placed.item.text
        if placed.lead_in is not None and placed.position.field_code is not None:
            rest = text.cut(placed.lead_in)
            return _make(placed, self.counter, rest) if rest else None
        lists_targets = placed.key_sentence is not None and bool(read_measures(text.text))
        if _is_target(placed) or lists_targets:
            return _make(placed, self.counter, text)
        return None


def _is_sub_item(item: Item, head: Item) -> bool:
    """Below "- ... gồm:" stand items with another sign; the same sign begins the next target."""
    if item.kind not in ("bullet", "letter"):
        return False
    return (item.kind, item.sign) != (head.kind, head.sign) or item.text.text[:1].islower()
