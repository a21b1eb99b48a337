"""Read .xlsx: values as a person sees them, percent and date formats included."""

from __future__ import annotations

import datetime as dt
import zipfile
from typing import TYPE_CHECKING

from openpyxl import load_workbook

from pipeline.problems import reject_file
from pipeline.tables.model import RawTable
from pipeline.text import tidy

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.cell import Cell

# An encrypted .xlsx is an OLE compound file, not a zip; so is the old .xls.
_OLE_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
MAX_UNPACKED_BYTES = 512 * 1024 * 1024


def _show_number(value: float, number_format: str) -> str:
    """Number as Vietnamese text, so that the same parser serves cells and csv files."""
    if "%" in number_format:
        value = round(value * 100, 10)
    return f"{value:.10f}".rstrip("0").rstrip(".").replace(".", ",")


def _show(cell: Cell) -> str | None:
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


def check_container(path: Path) -> None:
    """Refuse what cannot be a healthy workbook before any parser touches it.

    Args:
        path: the .xlsx file.

    Raises:
        UnreadableFileError: password, not a zip, or unpacking to an absurd size.
    """
    with path.open("rb") as file:
        if file.read(8) == _OLE_MAGIC:
            raise reject_file(
                "password_protected",
                "tệp có mật khẩu hoặc là định dạng .xls cũ",
                "bỏ mật khẩu hoặc lưu lại thành .xlsx rồi đưa vào lại",
            )
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(info.file_size for info in archive.infolist())
    except (zipfile.BadZipFile, OSError) as error:
        raise _corrupt() from error
    if unpacked > MAX_UNPACKED_BYTES:
        raise reject_file(
            "too_large",
            f"tệp bung ra {unpacked // 2**20} MB, quá giới hạn {MAX_UNPACKED_BYTES // 2**20} MB",
            "tách thành nhiều tệp nhỏ hơn",
        )


def _corrupt() -> Exception:
    return reject_file(
        "corrupt_file",
        "tệp hỏng, không mở được",
        "mở lại bằng Excel, lưu thành tệp .xlsx mới rồi đưa vào lại",
    )


def read_workbook(path: Path) -> list[RawTable]:
    """Every visible sheet of a workbook.

    Args:
        path: the .xlsx file.

    Returns:
        One table per sheet, in order.

    Raises:
        UnreadableFileError: the file is corrupt, protected or too large.
    """
    check_container(path)
    try:
        book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
        tables = [
            RawTable(sheet.title, [[_show(cell) for cell in row] for row in sheet.iter_rows()])
            for sheet in book.worksheets
            # A hidden sheet is an old copy more often than not, and nobody sees what it says.
            if sheet.sheet_state == "visible"
        ]
        book.close()
    except Exception as error:
        # openpyxl raises KeyError, ValueError, xml errors and more on broken content.
        raise _corrupt() from error
    return tables
