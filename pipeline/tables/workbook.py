"""Read .xlsx: values as a person sees them, percent and date formats included."""

from __future__ import annotations

import datetime as dt
import zipfile
from typing import TYPE_CHECKING

from pipeline.documents.guards import check_office_file
from pipeline.problems import reject_file
from pipeline.tables.model import RawTable
from pipeline.text import tidy

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl import Workbook
    from openpyxl.cell import Cell


def _show_number(value: float, number_format: str) -> str:
    """Number as Vietnamese text, so that the same parser serves cells and csv files."""
    sign = "%" if "%" in number_format else ""
    if sign:
        value = round(value * 100, 10)
    return f"{value:.10f}".rstrip("0").rstrip(".").replace(".", ",") + sign


def show_cell(cell: Cell) -> str | None:
    """What a person sees in a cell, None where it is empty."""
    value = cell.value
    if value is None:
        return None
    if isinstance(value, bool):
        return "x" if value else None
    if isinstance(value, int | float):
        return _show_number(value, cell.number_format or "")
    if isinstance(value, dt.datetime | dt.date):
        return value.strftime("%d/%m/%Y")
    # Line breaks inside a cell separate list items, so they are kept.
    lines = [tidy(line) for line in str(value).splitlines()]
    return "\n".join(line for line in lines if line) or None


def _corrupt() -> Exception:
    return reject_file(
        "corrupt_file",
        "tệp hỏng, không mở được",
        "mở lại bằng Excel, lưu thành tệp .xlsx mới rồi đưa vào lại",
    )


def _has_formulas(path: Path) -> bool:
    with zipfile.ZipFile(path) as archive:
        sheets = [n for n in archive.namelist() if n.startswith("xl/worksheets/")]
        return any(b"<f>" in archive.read(n) or b"<f " in archive.read(n) for n in sheets)


def _open(path: Path, *, data_only: bool) -> Workbook:
    # Half a second that a build without new workbooks need not wait.
    from openpyxl import load_workbook

    return load_workbook(path, read_only=True, data_only=data_only, keep_links=False)


def _show_uncounted(path: Path, tables: list[RawTable]) -> None:
    """A formula that no program has reckoned yet holds no value: show it, so that it is named.

    Left empty it would be taken for a cell that somebody did not fill in.
    """
    book = _open(path, data_only=False)
    for table in tables:
        for shown, cells in zip(table.rows, book[table.sheet].iter_rows(), strict=False):
            for position, cell in enumerate(cells):
                is_formula = isinstance(cell.value, str) and cell.value.startswith("=")
                if is_formula and position < len(shown) and shown[position] is None:
                    shown[position] = cell.value
    book.close()


def read_workbook(path: Path) -> list[RawTable]:
    """Every visible sheet of a workbook.

    Args:
        path: the .xlsx file.

    Returns:
        One table per sheet, in order.

    Raises:
        UnreadableFileError: the file is corrupt, protected or too large.
    """
    check_office_file(path)
    try:
        book = _open(path, data_only=True)
        tables = [
            RawTable(sheet.title, [[show_cell(cell) for cell in row] for row in sheet.iter_rows()])
            for sheet in book.worksheets
            # A hidden sheet is an old copy more often than not, and nobody sees what it says.
            if sheet.sheet_state == "visible"
        ]
        book.close()
        if _has_formulas(path):
            _show_uncounted(path, tables)
    except Exception as error:
        # openpyxl raises KeyError, ValueError, xml errors and more on broken content.
        raise _corrupt() from error
    return tables
