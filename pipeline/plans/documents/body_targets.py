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
        number_cell: a cell of its own that holds the number, with its unit.
    """

    ref: str
    field_code: int
    text: Traced
    lead: Traced | None = None
    coord: Traced | None = None
    due_year: int | None = None
    doubts: tuple[str, ...] = ()
    said_before: frozenset[tuple[float, str, str | None]] = frozenset()
    number_cells: list[tuple[Traced, str, int | None]] = field(default_factory=list)


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
    found: list[Statement] = []
    path, counter = "", 0
    open_head: Statement | None = None
    for placed in walk(list(blocks)):
        if placed.position.path != path:
            path, counter, open_head = placed.position.path, 0, None
        if placed.is_heading:
            counter, open_head = 0, None
            continue
        text = placed.item.text
        # The paragraph that only introduces the list below is no item of it.
        if placed.item.kind == "none" and text.text.endswith(":"):
            continue
        counter += 1
        if placed.lead_in is not None and placed.position.field_code is not None:
            rest = text.cut(placed.lead_in)
            if rest:
                found.append(_make(placed, counter, rest))
            continue
        if not _is_target(placed):
            if placed.key_sentence is not None and read_measures(text.text):
                found.append(_make(placed, counter, text))
            continue
        # "… gồm:" and its sub-items are one target.
        if open_head and text.text and placed.item.text.start and _is_sub_item(placed):
            open_head.text = join((open_head.text, text), " ")
            counter -= 1
            continue
        statement = _make(placed, counter, text)
        found.append(statement)
        open_head = statement if text.text.endswith(":") else None
    return found


def _is_sub_item(placed: Placed) -> bool:
    return placed.item.kind in ("bullet", "letter")
