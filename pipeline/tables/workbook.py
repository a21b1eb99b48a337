"""Read .xlsx: values as a person sees them, with what is hidden, merged and struck through."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from typing import TYPE_CHECKING, Any

from pipeline.support.guards import check_office_file
from pipeline.support.problems import UnreadableFileError, reject_file
from pipeline.support.text import clean_cell
from pipeline.tables.delimited import check_width
from pipeline.tables.model import DAY_ZERO_1900, DAY_ZERO_1904, RawTable
from pipeline.tables.number_format import show_code, show_day, show_number

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from openpyxl import Workbook

_HIDDEN_ROW = re.compile(rb'<row\b[^>]*\br="(\d+)"[^>]*?>')
_IS_HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
_COLUMN = re.compile(rb"<col\b[^>]*>")
_REACH = re.compile(rb'\b(min|max)="(\d+)"')
_MERGED = re.compile(rb'<mergeCell\b[^>]*\bref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_STYLED_TEXT = re.compile(rb"<(?:\w+:)?(?:vertAlign|strike)\b")
# Nobody merges more cells than this by hand; a range over whole columns is cut here.
_MAX_SPAN = 200_000
_YEAR_1904 = 1904


def _corrupt() -> UnreadableFileError:
    return reject_file("corrupt_file.excel")


def _number_column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


class _SheetFacts:
    """What stands in the XML of a sheet and openpyxl's fast reader leaves out."""

    def __init__(self, xml: bytes) -> None:
        head = xml.partition(b"<sheetData")[0]
        self.hidden_rows = frozenset(
            int(m[1]) - 1 for m in _HIDDEN_ROW.finditer(xml) if _IS_HIDDEN.search(m[0])
        )
        self.hidden_columns = frozenset(
            n - 1
            for m in _COLUMN.finditer(head)
            if _IS_HIDDEN.search(m[0])
            for n in self._reach(m[0])
        )
        self.spans = dict(self._read_spans(xml))
        self.has_formulas = b"<f>" in xml or b"<f " in xml

    @staticmethod
    def _reach(column: bytes) -> range:
        ends = {name: int(number) for name, number in _REACH.findall(column)}
        # A range to the last column of the sheet hides nothing that anybody filled.
        return range(ends.get(b"min", 1), min(ends.get(b"max", 0), 2_000) + 1)

    @staticmethod
    def _read_spans(xml: bytes) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
        left = _MAX_SPAN
        for match in _MERGED.finditer(xml):
            first = (int(match[2]) - 1, _number_column(match[1]))
            last = (int(match[4]) - 1, _number_column(match[3]))
            for row in range(first[0], last[0] + 1):
                for column in range(first[1], last[1] + 1):
                    left -= 1
                    if left < 0:
                        return
                    if (row, column) != first:
                        yield (row, column), first


def _open(path: Path, *, data_only: bool = True, rich: bool = False) -> Workbook:
    # Half a second that a build without new workbooks need not wait.
    from openpyxl import load_workbook

    return load_workbook(
        path, read_only=not rich, data_only=data_only, keep_links=False, rich_text=rich
    )


def _show_text(value: object) -> str | None:
    """Letters of a cell; raised and struck ones of a rich text are marks, no part of it."""
    if not isinstance(value, list):
        return clean_cell(str(value))
    kept = ""
    for part in value:
        font = getattr(part, "font", None)
        if font is not None and (font.strike or font.vertAlign == "superscript"):
            continue
        kept += part if isinstance(part, str) else part.text
    return clean_cell(kept)


class _SheetReader:
    """Turns the cells of one sheet into a raw table."""

    def __init__(self, day_zero: dt.date) -> None:
        self.day_zero = day_zero
        self.shown: dict[tuple[int, int], str] = {}
        self.days: set[tuple[int, int]] = set()
        self.moments: dict[tuple[int, int], str] = {}
        self.struck: set[tuple[int, int]] = set()
        self._is_struck: dict[Any, bool] = {}

    def show(self, cell: Any, row: int, column: int) -> str | None:  # noqa: ANN401
        """What a person sees in a cell, None where it is empty or struck through."""
        value = cell.value
        if value is None:
            return None
        if cell.has_style and self._find_strike(cell):
            self.struck.add((row, column))
            return None
        if isinstance(value, bool):
            return "x" if value else None
        if isinstance(value, int | float):
            return self._take_number(value, cell.number_format or "General", (row, column))
        if isinstance(value, dt.datetime | dt.date):
            return self._take_day(value, cell.number_format or "", (row, column))
        if isinstance(value, dt.timedelta | dt.time):
            return str(value)
        return _show_text(value)

    def _take_number(self, value: float, number_format: str, place: tuple[int, int]) -> str:
        text, code = show_number(value, number_format), show_code(value, number_format)
        if code != text:
            self.shown[place] = code
        return text

    def _take_day(self, value: dt.date, number_format: str, place: tuple[int, int]) -> str:
        self.days.add(place)
        self.shown[place] = show_day(value, number_format)
        if isinstance(value, dt.datetime) and value.time() != dt.time():
            self.moments[place] = value.replace(microsecond=0).isoformat()
        return value.strftime("%d/%m/%Y")

    def _find_strike(self, cell: Any) -> bool:  # noqa: ANN401
        style = getattr(cell, "_style", None) or getattr(cell, "_style_id", None)
        key = tuple(style) if style is not None and not isinstance(style, int) else style
        if key not in self._is_struck:
            self._is_struck[key] = bool(cell.font and cell.font.strike)
        return self._is_struck[key]


def _read_sheet(sheet: Any, facts: _SheetFacts, day_zero: dt.date) -> RawTable:  # noqa: ANN401
    reader = _SheetReader(day_zero)
    rows: list[list[str | None]] = []
    for r, row in enumerate(sheet.iter_rows()):
        # An empty row may be left out of the file altogether.
        cells = [reader.show(cell, r, c) for c, cell in enumerate(row)]
        while cells and cells[-1] is None:
            cells.pop()
        check_width(len(cells))
        rows.append(cells)
    return RawTable(
        sheet.title,
        rows,
        shown=reader.shown,
        moments=reader.moments,
        days=frozenset(reader.days),
        spans=facts.spans,
        hidden_rows=facts.hidden_rows,
        hidden_columns=facts.hidden_columns,
        struck=frozenset(reader.struck),
        day_zero=day_zero,
        # A hidden sheet is an old copy more often than not, and nobody sees what it says.
        is_hidden=sheet.sheet_state != "visible",
    )


def _show_uncounted(path: Path, tables: list[RawTable]) -> None:
    """A formula that no program has reckoned yet holds no value: show it, so that it is named.

    Left empty it would be taken for a cell that somebody did not fill in.
    """
    book = _open(path, data_only=False)
    for table in tables:
        for shown, cells in zip(table.rows, book[table.sheet].iter_rows(), strict=False):
            for position, cell in enumerate(cells):
                if not (isinstance(cell.value, str) and cell.value.startswith("=")):
                    continue
                shown.extend([None] * (position + 1 - len(shown)))
                shown[position] = shown[position] or cell.value
    book.close()


def _read_tables(path: Path) -> list[RawTable]:
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        strings = archive.read("xl/sharedStrings.xml") if "xl/sharedStrings.xml" in names else b""
        fast = book = _open(path)
        sheets = [s._worksheet_path for s in fast.worksheets]
        if any(_STYLED_TEXT.search(part) for part in (strings, *map(archive.read, sheets))):
            book = _open(path, rich=True)
        zero = DAY_ZERO_1904 if book.epoch.year == _YEAR_1904 else DAY_ZERO_1900
        tables, with_formulas = [], False
        for sheet, plain in zip(book.worksheets, fast.worksheets, strict=True):
            # What a file says of its own size may be wrong, and would cut it.
            plain.reset_dimensions()
            facts = _SheetFacts(archive.read(plain._worksheet_path))
            with_formulas |= facts.has_formulas
            tables.append(_read_sheet(sheet, facts, zero))
        fast.close()
    if with_formulas:
        _show_uncounted(path, tables)
    return tables


def read_workbook(path: Path) -> list[RawTable]:
    """Every sheet of a workbook, hidden ones marked as such.

    Args:
        path: the .xlsx file.

    Returns:
        One table per sheet, in order.

    Raises:
        UnreadableFileError: the file is corrupt, protected or too large.
    """
    check_office_file(path)
    try:
        return _read_tables(path)
    except UnreadableFileError:
        raise
    except Exception as error:
        # openpyxl raises KeyError, ValueError, xml errors and more on broken content.
        raise _corrupt() from error
