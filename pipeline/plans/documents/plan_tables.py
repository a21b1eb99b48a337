"""The tables of a document as meant, over page breaks and headings between their rows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from pipeline.documents.model import Block, Line, Paragraph, Row
from pipeline.lexicon.roles import ValueColumn, read_columns
from pipeline.plans.documents.fields import find_field
from pipeline.plans.documents.logical_rows import LogicalTable, find_header, gather_rows
from pipeline.plans.documents.lost_ruling import align_row, read_lost_table
from pipeline.plans.documents.told_columns import tell_columns
from pipeline.plans.quantities.demands import names_state
from pipeline.plans.quantities.measures import read_measures
from pipeline.support.trace import Traced

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.lexicon.roles import Columns
    from pipeline.plans.documents.logical_rows import LogicalRow

TableKind = Literal["targets", "tasks", "roadmap", "other"]
_CAPTION_PARAGRAPHS = 4
# A title has fewer cells than a row.
_FEWEST_CELLS = 2
_ABOUT_TASKS = re.compile(r"phan cong|danh muc (?:nhiem vu|cong viec)|nhiem vu cu the|nhiem vu")
_ABOUT_WORK = re.compile(r"nhiem vu|cong viec|noi dung|hoat dong")
_SAYS_TARGET = re.compile(r"^\W*(?:chi tieu|muc tieu)\s*:")
_ABOUT_TARGETS = re.compile(r"muc tieu|chi tieu")


@dataclass
class _Open:
    """A table whose end has not come yet."""

    columns: Columns
    caption: str
    rows: list[Row | Traced] = field(default_factory=list)
    heads: list[Traced] = field(default_factory=list)


def _is_inner_heading(paragraph: Paragraph) -> bool:
    text = paragraph.text
    return (
        len(text.text) < 120
        and find_field(text.folded) is not None
        and bool(re.match(r"^(?:#+\s*)?(?:[IVXl1|]{1,5}|[A-H]|\d{1,2})\s*[.)]", text.text))
    )


def _groups(blocks: Sequence[Block]) -> list[tuple[list[Paragraph], list[Row]]]:
    """Each printed table with the paragraphs between it and the one before."""
    groups: list[tuple[list[Paragraph], list[Row]]] = []
    between: list[Paragraph] = []
    number = None
    for block in blocks:
        if isinstance(block, Paragraph):
            between.append(block)
            number = None
        elif isinstance(block, Line):
            between, number = [], None
        elif number == block.table_no:
            groups[-1][1].append(block)
        else:
            groups.append((between, [block]))
            between, number = [], block.table_no
    return groups


def _caption(between: Sequence[Paragraph]) -> str:
    return " ".join(p.text.folded for p in between[-_CAPTION_PARAGRAPHS:])


def _same_columns(a: Columns, b: Columns) -> bool:
    """Headers of one table on two pages; a scan may lose a word of one of them."""
    shared = set(a.positions) & set(b.positions)
    enough = len(shared) >= min(len(a.positions), len(b.positions)) - 1
    return a.width == b.width and enough and all(a.positions[r] == b.positions[r] for r in shared)


def _read_head(row: Row) -> Columns | None:
    """A row most of whose cells name a role: a task may hold a word or two that do."""
    texts = [c.text.text for c in row.cells]
    columns = read_columns(texts)
    named = len(columns.positions) + len(columns.values) + len(columns.ticks) if columns else 0
    return columns if 2 * named > sum(bool(text) for text in texts) else None


def _split_at_heads(rows: Sequence[Row]) -> list[list[Row]]:
    """Tables that stand below each other on one sheet, each with a head of its own."""
    parts: list[list[Row]] = [[]]
    head: Columns | None = None
    since = 0
    for row in rows:
        columns = _read_head(row)
        # The second row of a head is no head of another table, and neither is a head repeated
        # on the next page, whatever blank cells stand behind it.
        if columns and head and since > 1 and columns.positions != head.positions:
            parts.append([])
            head = None
        if columns and head is None:
            head, since = columns, 0
        since += 1
        parts[-1].append(row)
    return parts


def _take_numbers(columns: Columns, rows: Sequence[Row | Traced]) -> Columns:
    """Columns of quarters that hold numbers, not ticks: the last is the number of the year.

    That is doubted, since a total over the year would be their sum. Those of the quarters before
    it are in no record, and are asked about.
    """
    if not columns.ticks:
        return columns
    positions = [tick.position for tick in columns.ticks]
    filled = [
        row.cells[at].text.text
        for row in rows
        if isinstance(row, Row) and len(row.cells) == columns.width
        for at in positions
        if row.cells[at].text
    ]
    if 2 * sum(any(c.isdigit() for c in text) for text in filled) <= len(filled):
        return columns
    last = ValueColumn(max(positions), is_last_mark=True)
    return replace(columns, ticks=(), values=(*columns.values, last))


def find_tables(blocks: Sequence[Block]) -> list[LogicalTable]:
    """Every table that has a header we understand.

    Args:
        blocks: of the whole document.

    Returns:
        Tables in order; one that goes on over pages, with or without its header repeated, is
        one table.
    """
    tables: list[_Open] = []
    groups = [
        (between if number == 0 else [], part)
        for between, rows in _groups(blocks)
        for number, part in enumerate(_split_at_heads(rows))
    ]
    for between, rows in groups:
        found = find_header(rows)
        current = tables[-1] if tables else None
        if found is None and (current is None or between):
            found = tell_columns(rows)
        if found and not (current and _same_columns(found[1], current.columns) and not between):
            position, columns = found
            goes_on = (
                current is not None
                and _same_columns(columns, current.columns)
                and all(_is_inner_heading(p) or len(p.text.text) < 8 for p in between)
            )
            if not goes_on:
                heads = [c.text for row in rows[: position + 1] for c in row.cells]
                below: list[Row | Traced] = list(rows[position + 1 :])
                columns = _take_numbers(columns, below)
                tables.append(_Open(columns, _caption(between), below, heads))
                continue
        if current is None:
            continue
        if found is None and abs(max(len(r.cells) for r in rows) - current.columns.width) > 2:
            continue
        current.rows += [p.text for p in between if _is_inner_heading(p)]
        current.rows += rows
    for table in tables:
        table.rows = [_fit(row, table.columns) for row in table.rows]
    return [*(_gather(table) for table in tables), *_find_lost_tables(blocks)]


def _gather(table: _Open) -> LogicalTable:
    gathered = gather_rows(table.rows, table.columns, table.caption)
    gathered.heads += table.heads
    return gathered


def _fit(row: Row | Traced, columns: Columns) -> Row | Traced:
    """A row told from signs or blanks that has not as many cells as the head."""
    if isinstance(row, Traced) or not row.is_loose or len(row.cells) == columns.width:
        return row
    return align_row(row, columns) if len(row.cells) > _FEWEST_CELLS else row


def _find_lost_tables(blocks: Sequence[Block]) -> Iterator[LogicalTable]:
    """Tables whose cells are told from what they say."""
    lines: dict[int, list[Traced]] = {}
    captions: dict[int, str] = {}
    above: list[Paragraph] = []
    for block in blocks:
        if isinstance(block, Line):
            captions.setdefault(block.table_no, _caption(above))
            lines.setdefault(block.table_no, []).append(block.text)
        elif isinstance(block, Paragraph):
            above.append(block)
    for number, own in lines.items():
        found = read_lost_table(own, number)
        if found:
            table = gather_rows(found.rows, found.columns, captions[number])
            table.groups = found.groups
            table.heads += found.heads
            table.titles += found.labels
            yield table


def classify(table: LogicalTable) -> TableKind:
    """What a table holds.

    A table of targets has agencies but neither products nor times; a roadmap has aims and
    what is done for them side by side; the rest with work in it holds tasks.
    """
    columns, caption = table.columns, table.caption
    has_work = "activity" in columns or "task" in columns
    if columns.values:
        return "targets"
    plans_work = any(role in columns for role in ("product", "time"))
    if "target" in columns and has_work and plans_work:
        return "roadmap"
    if "activity" in columns:
        return "tasks"
    if "target" in columns and not plans_work:
        return "targets"
    is_about_targets = bool(_ABOUT_TARGETS.search(caption))
    if "task" in columns and is_about_targets and not plans_work:
        return "targets"
    if "target" in columns and not has_work:
        return "targets"
    if has_work and (plans_work or "lead" in columns):
        return "tasks"
    return "other"


def states_target(row: LogicalRow, table: LogicalTable) -> bool:
    """Whether a row of a table of work says what is to be reached.

    It says so itself ("Chỉ tiêu: ..."), or the head names both and the row states a number.
    """
    text = row.text("task") or row.text("activity")
    if _SAYS_TARGET.match(text.folded):
        return True
    return is_mixed(table) and names_state(text.folded) and bool(read_measures(text.text))


def is_mixed(table: LogicalTable) -> bool:
    """Whether one column holds work and targets."""
    head = table.columns.headers[table.columns.content] if table.columns.headers else ""
    return bool(_ABOUT_TARGETS.search(head)) and bool(_ABOUT_WORK.search(head))
