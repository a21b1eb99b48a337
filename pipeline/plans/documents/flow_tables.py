"""Tables whose ruling was lost: rows and cells told from the flow of their text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.plans.documents.fields import find_field
from pipeline.plans.documents.flow_cells import split_cells
from pipeline.plans.documents.flow_roadmap import read_roadmap
from pipeline.plans.documents.flow_scan import looks_scanned, read_scanned_tasks
from pipeline.plans.documents.logical_rows import find_item
from pipeline.plans.documents.statements import Statement
from pipeline.plans.documents.tasks import TaskReading, split_products
from pipeline.text import UPPER

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.documents.model import Line
    from pipeline.documents.trace import Traced

_HEADER_LINES = 20
# "Khác": a group numbered higher than there are fields.
_LAST_FIELD = 7
_SECTION = re.compile(r"^\s*([IVX]{1,5})\.\s+(?=\S)")
_BARE = re.compile(r"^\d{1,3}$")
_NUMBERED = re.compile(rf"^(\d{{1,3}})\s+(?=[{UPPER}]|\d+%)")
_GROUP = re.compile(r"(?:^|\s)(\d)\s+((?:Công tác|Cải cách|Xây dựng)[^()\d]{3,90})")
_GROUP_LINE = re.compile(rf"^\d$|^\d\s+[{UPPER}]|^\(\d{{2}} nhiệm|^vụ\)|nhiệm$")
_STRAY = re.compile(r"^\(\d{2} nhiệm\s*|^vụ\)\s*|\.\d$")
_SHARED_DOUBT = "cells_told_from_text"


@dataclass
class FlowReading:
    """What such tables gave."""

    targets: list[Statement] = field(default_factory=list)
    tasks: list[TaskReading] = field(default_factory=list)


def _tables(lines: Sequence[Line]) -> Iterator[list[Traced]]:
    number, open_lines = None, []
    for line in lines:
        if line.table_no != number:
            if open_lines:
                yield open_lines
            number, open_lines = line.table_no, []
        open_lines.append(line.text)
    if open_lines:
        yield open_lines


# -- items like 1.2. ------------------------------------------------------------------


def _item_starts(lines: Sequence[Traced]) -> list[tuple[int, int]]:
    """Line and place in it where a new item begins, in rising order of their numbers."""
    starts, last = [], (0, 0)
    for position, line in enumerate(lines):
        for match in re.finditer(
            rf"(?:^|(?<=\s))(\d{{1,2}})\.(\d{{1,2}})\.?\s+(?=[{UPPER}])", line.text
        ):
            number = int(match[1]), int(match[2])
            follows = number == (last[0], last[1] + 1) or (
                number[1] == 1 and number[0] in (last[0] + 1, last[0] + 2)
            )
            if follows:
                starts.append((position, match.start()))
                last = number
    return starts


def _pieces(lines: Sequence[Traced], starts: Sequence[tuple[int, int]]) -> Iterator[list[Traced]]:
    for number, (line, place) in enumerate(starts):
        end_line, end_place = starts[number + 1] if number + 1 < len(starts) else (len(lines), 0)
        piece = [lines[line].cut(place)]
        piece += lines[line + 1 : end_line]
        if end_place and end_line < len(lines):
            piece.append(lines[end_line].cut(0, end_place))
        yield [p for p in piece if p]


def _drop_groups(piece: Sequence[Traced]) -> list[Traced]:
    """Take out the label of the group of rows, printed wherever its merged cell stood."""
    kept: list[Traced] = []
    in_group = False
    for line in piece:
        if kept and _GROUP_LINE.match(line.text):
            in_group = not line.text.endswith("vụ)")
            if re.match(r"^vụ\)\s*\S", line.text):
                in_group = False
            continue
        if in_group:
            in_group = not re.search(r"vụ\)|nhiệm$", line.text)
            continue
        match = _STRAY.search(line.text)
        if match and match.start() > 0:
            in_group = match[0].startswith(".")
            kept.append(line.cut(0, match.start()))
        else:
            kept.append(line)
    return kept


def _read_items(lines: Sequence[Traced], starts: Sequence[tuple[int, int]]) -> list[TaskReading]:
    whole = " ".join(line.text for line in lines)
    groups: dict[str, int] = {}
    for match in _GROUP.finditer(whole):
        code = find_field(_fold(match[2]))
        if code is not None:
            groups.setdefault(match[1], code)
    tasks = []
    for piece in _pieces(lines, starts):
        match = find_item(piece[0].text)
        if not match:
            continue
        ref = match[1] or match[2]
        cells = split_cells(
            [piece[0].cut(match.end()), *_drop_groups(piece[1:])], with_product=True
        )
        group = ref.split(".")[0]
        tasks.append(
            TaskReading(
                ref=ref,
                field_code=groups.get(group, min(int(group) - 1, _LAST_FIELD)),
                text=cells.text,
                products=split_products(cells.product),
                lead=cells.lead or None,
                coord=cells.coord or None,
                time=cells.time or None,
                unsure={r for r in ("lead", "time") if not getattr(cells, r)},
                doubts=(_SHARED_DOUBT,),
            )
        )
    return tasks


def _fold(text: str) -> str:
    from pipeline.text import strip_marks

    return strip_marks(text).lower()


# -- rows numbered 1, 2, 3 ------------------------------------------------------------


def _row_starts(lines: Sequence[Traced]) -> list[tuple[int, int, int]]:
    """Line, place behind the number, and the number; page numbers are passed over."""
    starts, last = [], 0
    for position, line in enumerate(lines):
        match = _NUMBERED.match(line.text)
        bare = _BARE.match(line.text)
        if not match and not bare:
            continue
        number = int(match[1]) if match else int(line.text)
        if number <= last or number > last + 3:
            continue
        if number > last + 1 and _comes_later(lines[position + 1 :], last + 1):
            continue
        starts.append((position, match.end() if match else len(line.text), number))
        last = number
    return starts


def _comes_later(lines: Sequence[Traced], number: int) -> bool:
    return any(
        line.text == str(number) or ((m := _NUMBERED.match(line.text)) and int(m[1]) == number)
        for line in lines[:15]
    )


def _read_targets(lines: Sequence[Traced]) -> list[Statement]:
    starts = _row_starts(lines)
    found = []
    for index, (line, place, number) in enumerate(starts):
        end = starts[index + 1][0] if index + 1 < len(starts) else len(lines)
        piece = [lines[line].cut(place), *lines[line + 1 : end]]
        piece = [p for p in piece if p and not _BARE.match(p.text)]
        code = None
        for before in lines[: line + 1]:
            section = _SECTION.match(before.text)
            if section:
                code = find_field(before.cut(section.end()).folded)
        own = []
        for part in piece:
            if _SECTION.match(part.text):
                break
            own.append(part)
        cells = split_cells(own, with_product=False)
        if code is None or not cells.text:
            continue
        found.append(
            Statement(
                str(number), code, cells.text, cells.lead or None, cells.coord or None,
                doubts=(_SHARED_DOUBT,),
            )
        )  # fmt: skip
    return found


def read_flow_tables(lines: Sequence[Line], document: str) -> FlowReading:
    """Targets and tasks of tables without ruling.

    Args:
        lines: those behind the header of each such table, in reading order.
        document: folded text of the whole document.

    Returns:
        What could be told; a cell that cannot be attributed is left out and named.
    """
    reading = FlowReading()
    for table in _tables(lines):
        head = " ".join(line.folded for line in table[:_HEADER_LINES])
        starts = _item_starts(table)
        if len(starts) >= 3:
            reading.tasks += _read_items(table, starts)
        elif "hoat dong" in head and "muc tieu" in head:
            targets, tasks = read_roadmap(table)
            reading.targets += targets
            reading.tasks += tasks
        elif looks_scanned(table):
            reading.tasks += read_scanned_tasks(table, document)
        elif "thoi gian" not in head and "san pham" not in head:
            reading.targets += _read_targets(table)
    return reading
