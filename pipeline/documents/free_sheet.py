"""Read .xlsx and .csv in the free forms that offices use: titles above, cells merged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from pipeline.documents.guards import check_office_file, check_size
from pipeline.documents.model import Builder, Cell, Document, Paragraph, Row
from pipeline.documents.trace import NOTHING
from pipeline.problems import reject_file
from pipeline.tables.delimited import split_delimited
from pipeline.tables.workbook import show_cell

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

MAX_ROWS = 20_000
MAX_COLUMNS = 60


class _Writer:
    """Rows with one filled cell are paragraphs, the others rows of a table."""

    def __init__(self) -> None:
        self.builder = Builder("sheet")
        self.table_no = 0

    def take_sheet(
        self,
        rows: Sequence[Sequence[str | None]],
        spans: dict[tuple[int, int], tuple[int, int]],
        name: str,
    ) -> None:
        """Write one sheet.

        Args:
            rows: texts of its cells.
            spans: cell covered by a merged one -> cell that holds the text; rows and columns
                from 0.
            name: shown in places.
        """
        self.table_no += 1
        written: dict[tuple[int, int], Cell] = {}
        for r, row in enumerate(rows[:MAX_ROWS]):
            cells = [self._cell(rows, spans, written, r, c, name) for c in range(len(row))]
            distinct = {c.text.start for c in cells if c.text}
            if not distinct:
                continue
            own = [c for c in cells if c.text and not c.is_spanned]
            if len(distinct) == 1 and own:
                self._take_single(own[0], cells)
            else:
                self.builder.document.blocks.append(Row(tuple(cells), self.table_no))

    def _take_single(self, cell: Cell, cells: list[Cell]) -> None:
        """A title above the table, or a section row inside it."""
        blocks = self.builder.document.blocks
        inside = (
            bool(blocks) and isinstance(blocks[-1], Row) and blocks[-1].table_no == self.table_no
        )
        if inside and len(cell.text.text) < 200:
            blocks.append(Row(tuple(cells), self.table_no))
        else:
            blocks.append(Paragraph(cell.text))

    def _cell(
        self,
        rows: Sequence[Sequence[str | None]],
        spans: dict[tuple[int, int], tuple[int, int]],
        written: dict[tuple[int, int], Cell],
        r: int,
        c: int,
        name: str,
    ) -> Cell:
        origin = spans.get((r, c), (r, c))
        if origin not in written:
            row = rows[origin[0]]
            text = row[origin[1]] if origin[1] < len(row) else None
            place = f"trang «{name}», ô {get_column_letter(origin[1] + 1)}{origin[0] + 1}"
            traced = self.builder.add(text, place, keep_lines=True) if text else NOTHING
            written[origin] = Cell(traced)
        return Cell(written[origin].text, is_spanned=origin[0] < r)


def _spans(sheet: Any) -> dict[tuple[int, int], tuple[int, int]]:  # noqa: ANN401
    spans = {}
    for area in sheet.merged_cells.ranges:
        for r in range(area.min_row, min(area.max_row, MAX_ROWS) + 1):
            for c in range(area.min_col, min(area.max_col, MAX_COLUMNS) + 1):
                spans[(r - 1, c - 1)] = (area.min_row - 1, area.min_col - 1)
    return spans


def read_free_workbook(path: Path) -> Document:
    """Blocks of every visible sheet.

    Raises:
        UnreadableFileError: protected, broken, or too large.
    """
    check_office_file(path)
    try:
        book = load_workbook(path, data_only=True, keep_links=False, keep_vba=False)
    except Exception as error:
        raise reject_file(
            "corrupt_file",
            "tệp hỏng, không mở được",
            "mở lại bằng Excel, lưu thành tệp .xlsx mới rồi đưa vào lại",
        ) from error
    writer = _Writer()
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        rows = [
            [show_cell(cell) for cell in row]
            for row in sheet.iter_rows(
                max_row=min(sheet.max_row, MAX_ROWS), max_col=min(sheet.max_column, MAX_COLUMNS)
            )
        ]
        writer.take_sheet(rows, _spans(sheet), sheet.title)
    return writer.builder.finish()


def read_free_csv(path: Path) -> Document:
    """Blocks of a csv file, which knows no merged cells.

    Raises:
        UnreadableFileError: too large, or the bytes are not UTF-8.
    """
    check_size(path)
    rows = [[cell.strip() or None for cell in row] for row in split_delimited(path)]
    writer = _Writer()
    writer.take_sheet(rows, {}, path.name)
    return writer.builder.finish()
