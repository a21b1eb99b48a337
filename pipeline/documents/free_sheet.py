"""Read .xlsx and .csv in the free forms that offices use: titles above, cells merged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.utils import get_column_letter

from pipeline.documents.model import Builder, Cell, Document, Paragraph, Row
from pipeline.support.guards import check_size
from pipeline.support.problems import Problem
from pipeline.support.trace import NOTHING
from pipeline.tables.delimited import split_delimited
from pipeline.tables.model import RawTable
from pipeline.tables.workbook import read_workbook

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

# More than any plan has; a sheet that is longer is data of another kind.
MAX_ROWS = 20_000
_TITLE_LENGTH = 200
_NAMED = 50


class _Writer:
    """Rows with one filled cell are paragraphs, the others rows of a table."""

    def __init__(self) -> None:
        self.builder = Builder("sheet")
        self.table_no = 0

    def take_sheet(self, table: RawTable) -> None:
        """Write one sheet; what of it is not read is a problem of the document."""
        if table.is_hidden:
            self._note("hidden_sheet.document", table.sheet)
            return
        self.table_no += 1
        written: dict[tuple[int, int], Cell] = {}
        for r in range(min(len(table.rows), MAX_ROWS)):
            if not any(table.rows[r]):
                continue
            if r in table.hidden_rows:
                self._note("hidden_row.document", table.sheet, r + 1)
                continue
            self._take_row(table, r, written)
        self._name_rest(table)

    def _take_row(self, table: RawTable, r: int, written: dict[tuple[int, int], Cell]) -> None:
        width = max(len(table.rows[r]), *(c + 1 for (row, c) in table.spans if row == r), 0)
        cells = [self._cell(table, written, r, c) for c in range(width)]
        distinct = {c.text.start for c in cells if c.text}
        own = [c for c in cells if c.text and not c.is_spanned]
        if len(distinct) == 1 and own:
            self._take_single(own[0], cells)
        elif distinct:
            self.builder.document.blocks.append(Row(tuple(cells), self.table_no))

    def _name_rest(self, table: RawTable) -> None:
        """Rows behind the limit and struck cells."""
        rest = sum(1 for row in table.rows[MAX_ROWS:] if any(row))
        if rest:
            self._note("rows_cut", table.sheet, MAX_ROWS + 1, limit=MAX_ROWS, count=rest)
        for row, column in sorted(table.struck)[:_NAMED]:
            cell = f"{get_column_letter(column + 1)}{row + 1}"
            self._note("struck_cell.document", table.sheet, row + 1, cell=cell)

    def _note(self, code: str, sheet: str, row_no: int | None = None, **parameters: object) -> None:
        self.builder.document.problems.append(
            Problem(
                code,
                "warning",
                parameters,
                sheet=sheet,
                row_no=row_no,
                ignored_rows=1 if code == "hidden_row.document" else 0,
            )
        )

    def _take_single(self, cell: Cell, cells: list[Cell]) -> None:
        """A title above the table, or a section row inside it."""
        blocks = self.builder.document.blocks
        inside = (
            bool(blocks) and isinstance(blocks[-1], Row) and blocks[-1].table_no == self.table_no
        )
        if inside and len(cell.text.text) < _TITLE_LENGTH:
            blocks.append(Row(tuple(cells), self.table_no))
        else:
            blocks.append(Paragraph(cell.text))

    def _cell(self, table: RawTable, written: dict[tuple[int, int], Cell], r: int, c: int) -> Cell:
        origin = table.spans.get((r, c), (r, c))
        if origin not in written:
            text = table.get_shown(*origin) if self._names(table, origin) else table.get(*origin)
            place = f"trang «{table.sheet}», ô {get_column_letter(origin[1] + 1)}{origin[0] + 1}"
            traced = self.builder.add(text, place, keep_lines=True) if text else NOTHING
            written[origin] = Cell(traced)
        return Cell(written[origin].text, is_spanned=origin[0] < r)

    @staticmethod
    def _names(table: RawTable, place: tuple[int, int]) -> bool:
        """The first column numbers the rows: 1.10 is not 1.1."""
        return place[1] == 0 and place not in table.days


def read_free_workbook(path: Path, tables: Sequence[RawTable] = ()) -> Document:
    """Blocks of every visible sheet.

    Args:
        path: of the workbook.
        tables: its sheets, where somebody has read them already.

    Raises:
        UnreadableFileError: protected, broken, or too large.
    """
    return _write_blocks(tables or read_workbook(path))


def _write_blocks(tables: Iterable[RawTable]) -> Document:
    writer = _Writer()
    for table in tables:
        writer.take_sheet(table)
    return writer.builder.finish()


def read_free_csv(path: Path) -> Document:
    """Blocks of a csv file, which knows no merged cells.

    Raises:
        UnreadableFileError: too large, or the bytes are not UTF-8.
    """
    check_size(path)
    rows = [[cell.strip() or None for cell in row] for row in split_delimited(path)]
    return _write_blocks([RawTable(path.name, rows)])
