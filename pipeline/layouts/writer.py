"""Write a workbook that follows a layout: an empty form, or one filled with rows."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from pipeline.layouts.model import Column, SheetLayout

Row = dict[str, Any]
# Written into every workbook instead of the clock, so that the same rows give the same bytes.
FIXED_TIME = dt.datetime(2025, 1, 1)  # noqa: DTZ001 (Excel keeps no time zone)
_HEAD = PatternFill("solid", fgColor="DCE6F1")
_OPEN_FILL = PatternFill("solid", fgColor="FFF9E5")
_WRAP = Alignment(wrap_text=True, vertical="top")
_FORM_ROWS = 500
_MODIFIED = re.compile(rb">[^<]*</dcterms:modified>")


def _show(column: Column, value: object) -> object:
    """Stored value -> what a person would type in the cell."""
    if value is None or value is False:
        return None
    if column.type == "choice":
        return next((word for word, stored in column.choices.items() if stored == value), value)
    if column.type == "flag":
        return "x"
    if column.type == "list":
        return "\n".join(value) if isinstance(value, list | tuple) else value
    return value


def _style_cell(sheet: Worksheet, row: int, column: int, value: object) -> None:
    cell = sheet.cell(row, column, value)
    cell.alignment = _WRAP
    if isinstance(value, dt.date):
        cell.number_format = "dd/mm/yyyy"


def _write_header(sheet: Worksheet, labels: Sequence[tuple[str, int, str]]) -> None:
    for i, (label, width, help_text) in enumerate(labels, start=1):
        cell = sheet.cell(1, i, label)
        cell.font, cell.fill, cell.alignment = Font(bold=True), _HEAD, _WRAP
        sheet.column_dimensions[get_column_letter(i)].width = width
        if help_text:
            cell.comment = Comment(help_text, "cchc", height=90, width=260)
    sheet.freeze_panes = "A2"


def _list_words(column: Column) -> list[str]:
    """The first word of each stored value: the others are other names for the same."""
    first: dict[str, str] = {}
    for word, stored in column.choices.items():
        first.setdefault(stored, word)
    return list(first.values())


def _offer_choices(sheet: Worksheet, layout: SheetLayout, last_row: int) -> None:
    for i, column in enumerate(layout.columns, start=1):
        if column.type != "choice":
            continue
        rule = DataValidation(type="list", formula1=f'"{",".join(_list_words(column))}"')
        rule.add(f"{get_column_letter(i)}2:{get_column_letter(i)}{last_row}")
        sheet.add_data_validation(rule)


def _keep_codes_as_text(sheet: Worksheet, layout: SheetLayout) -> None:
    """Excel would store the numbering 3.10 as the number 3.1, and the code 01 as 1."""
    for i, column in enumerate(layout.columns, start=1):
        if column.type == "code" or column.name.endswith("_ref"):
            for r in range(2, _FORM_ROWS + 2):
                sheet.cell(r, i).number_format = "@"


def _lock_known(sheet: Worksheet, layout: SheetLayout, rows: int, opened: Sequence[str]) -> None:
    """Let people type only where something is wanted; without a password, against slips only."""
    from openpyxl.styles import Protection

    for i, column in enumerate(layout.columns, start=1):
        if column.name not in opened:
            continue
        for r in range(2, rows + 2):
            cell = sheet.cell(r, i)
            cell.protection, cell.fill = Protection(locked=False), _OPEN_FILL
            if column.type == "date":
                cell.number_format = "dd/mm/yyyy"
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False
    sheet.protection.autoFilter = sheet.protection.sort = False


def _write_rows(sheet: Worksheet, layout: SheetLayout, rows: Sequence[Row]) -> None:
    _write_header(sheet, [(c.header, c.width, c.help) for c in layout.columns])
    for r, row in enumerate(rows, start=2):
        for i, column in enumerate(layout.columns, start=1):
            value = _show(column, row.get(column.name))
            if value is not None:
                _style_cell(sheet, r, i, value)
    if not rows:
        _keep_codes_as_text(sheet, layout)
    _offer_choices(sheet, layout, len(rows) + _FORM_ROWS)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(layout.columns))}{len(rows) + 1}"


def _write_facts(sheet: Worksheet, layout: SheetLayout, facts: Row, places: Row) -> None:
    _write_header(sheet, [("Mục", 34, ""), ("Nội dung", 90, ""), ("Vị trí trong văn bản", 34, "")])
    for r, column in enumerate(layout.columns, start=2):
        values = (column.header, _show(column, facts.get(column.name)), places.get(column.name))
        for i, value in enumerate(values, start=1):
            _style_cell(sheet, r, i, value)


def _fix_times(path: Path) -> None:
    """Take the clock out of the file: out of its zip entries and its "modified" property."""
    stamp = f">{FIXED_TIME.isoformat()}Z</dcterms:modified>".encode()
    with zipfile.ZipFile(path) as old:
        members = [(info.filename, _MODIFIED.sub(stamp, old.read(info))) for info in old.infolist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in members:
            new.writestr(
                zipfile.ZipInfo(name, FIXED_TIME.timetuple()[:6]), content, zipfile.ZIP_DEFLATED
            )


def write_workbook(
    path: Path,
    sheets: Sequence[SheetLayout],
    rows: Mapping[str, Sequence[Row]] | None = None,
    facts: Row | None = None,
    places: Row | None = None,
    open_columns: Sequence[str] = (),
) -> None:
    """Write one workbook, one sheet per sheet layout, the same bytes for the same input.

    Args:
        path: file to write; its folder must exist.
        sheets: which sheets, in order.
        rows: table name -> rows with standard column names and stored values.
        facts: column name -> value, for the sheet of shape ``facts``.
        places: column name -> place in the document, beside the facts.
        open_columns: columns to be filled in; none leaves the whole sheet open.
    """
    book = Workbook()
    book.remove(book.active)
    book.properties.creator = "cchc"
    book.properties.created = book.properties.modified = FIXED_TIME
    for layout in sheets:
        sheet = book.create_sheet(layout.name)
        if layout.shape == "facts":
            _write_facts(sheet, layout, facts or {}, places or {})
        else:
            filled = (rows or {}).get(layout.table, ())
            _write_rows(sheet, layout, filled)
            if open_columns:
                _lock_known(sheet, layout, len(filled), open_columns)
    book.save(path)
    _fix_times(path)
