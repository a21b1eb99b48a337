"""Rows that leave as csv or as a workbook: one door for the command and for the screens.

Text stays text: a cell that begins with ``=`` is no formula in the reader's Excel, and a control
character spoils no file.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl.worksheet.worksheet import Worksheet

# What a spreadsheet takes for the start of a formula.
_STARTS_FORMULA = r"^[=+\-@\t\r]"
# "-5" and "+7,5" are numbers, a lone dash says that there is nothing.
_IS_NUMBER = r"^[+\-]?\d+(?:[.,]\d+)*%?$|^-$"
_CONTROL = "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f\ufffe\uffff]"
# The most that Excel holds in a cell and in a sheet.
MAX_CELL = 32_767
MAX_ROWS = 1_048_576
_CUT = " … (cắt bớt)"
_WIDEST = 60
_SAMPLE = 200


class TooManyRowsError(ValueError):
    """More rows than a sheet of Excel holds; csv and Parquet hold them."""


def flatten_columns(frame: pl.DataFrame) -> pl.DataFrame:
    """Lists and other nested values as texts; every other column as it is.

    Args:
        frame: rows of any query.
    """
    flat = []
    for name, kind in frame.schema.items():
        if kind == pl.List(pl.String):
            flat.append(pl.col(name).list.join("; "))
        elif kind.is_nested() or kind in (pl.Duration, pl.Object, pl.Binary):
            texts = [None if value is None else str(value) for value in frame[name].to_list()]
            flat.append(pl.Series(name, texts, dtype=pl.String))
    return frame.with_columns(flat)


def _is_text(kind: pl.DataType) -> bool:
    return isinstance(kind, pl.String | pl.Categorical | pl.Enum)


def _tame(column: str) -> pl.Expr:
    """A text that no spreadsheet runs: an apostrophe stands before what would start a formula."""
    text = pl.col(column).cast(pl.String).str.replace_all(_CONTROL, " ")
    starts = text.str.contains(_STARTS_FORMULA) & ~text.str.contains(_IS_NUMBER)
    return pl.when(starts).then(pl.format("'{}", text)).otherwise(text).alias(column)


def write_csv(frame: pl.DataFrame, *, for_machines: bool = False) -> str:
    """Rows as csv.

    Args:
        frame: rows of any query.
        for_machines: leave texts exactly as they are; otherwise what would start a formula gets
            an apostrophe before it, headings too.

    Returns:
        The text of the file, without byte order mark.
    """
    flat = flatten_columns(frame)
    if for_machines:
        return flat.write_csv()
    tamed = flat.with_columns(_tame(n) for n, kind in flat.schema.items() if _is_text(kind))
    headings = pl.DataFrame({"heading": flat.columns}).select(_tame("heading"))["heading"]
    return tamed.rename(dict(zip(flat.columns, headings, strict=True))).write_csv()


def clean_text(text: str) -> str:
    """A text as a cell of Excel can hold it: no control characters, not too long."""
    clean = re.sub(_CONTROL, " ", text)
    return clean if len(clean) <= MAX_CELL else clean[: MAX_CELL - len(_CUT)] + _CUT


def _write_cell(sheet: Worksheet, row: int, column: int, value: object) -> None:
    import datetime as dt

    cell = sheet.cell(row, column)
    if isinstance(value, str):
        cell.value = clean_text(value)
        # openpyxl takes a text that begins with "=" for a formula, and Excel does on editing.
        cell.data_type = "s"
        cell.quotePrefix = cell.value.startswith(("=", "+", "-", "@"))
    elif isinstance(value, dt.datetime) and value.tzinfo is not None:
        cell.value = value.replace(tzinfo=None)
    elif isinstance(value, float) and (value != value or abs(value) == float("inf")):
        cell.value = None
    elif isinstance(value, int | float | dt.date | dt.time) or value is None:
        cell.value = value
    else:
        cell.value = clean_text(str(value))
        cell.data_type = "s"


def _fill_sheet(sheet: Worksheet, frame: pl.DataFrame) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    wrapped = Alignment(wrap_text=True, vertical="top")
    for r, row in enumerate([tuple(frame.columns), *frame.iter_rows()], start=1):
        for c, value in enumerate(row, start=1):
            _write_cell(sheet, r, c, value)
            sheet.cell(r, c).alignment = wrapped
    for c, name in enumerate(frame.columns, start=1):
        sheet.cell(1, c).font = Font(bold=True)
        values = [str(v) for v in frame[name].head(_SAMPLE) if v is not None]
        longest = max(map(len, [name, *values]))
        sheet.column_dimensions[get_column_letter(c)].width = min(_WIDEST, longest + 2)
    sheet.freeze_panes = "A2"


def write_excel(
    frame: pl.DataFrame,
    sheet_name: str,
    notes: Sequence[Sequence[object]] = (),
    notes_name: str = "",
) -> bytes:
    """Rows as a workbook, with a second sheet that says where they come from.

    Args:
        frame: rows of any query, under the headings to be shown.
        sheet_name: of the sheet with the rows.
        notes: rows of the second sheet; none for no second sheet.
        notes_name: of the second sheet.

    Returns:
        Bytes of an .xlsx file.

    Raises:
        TooManyRowsError: more rows than a sheet holds.
    """
    from openpyxl import Workbook

    if frame.height >= MAX_ROWS:
        raise TooManyRowsError(
            f"{frame.height} dòng nhiều hơn một trang Excel chứa được ({MAX_ROWS - 1}); "
            "chọn dạng csv hoặc parquet"
        )
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = sheet_name
    _fill_sheet(sheet, flatten_columns(frame))
    if notes:
        second = book.create_sheet(notes_name)
        for r, row in enumerate(notes, start=1):
            for c, value in enumerate(row, start=1):
                _write_cell(second, r, c, value)
        second.column_dimensions["B"].width = _WIDEST
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
