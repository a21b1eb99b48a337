"""Find out which layout a raw table follows and where its header stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.layouts.model import Layout, SheetLayout, load_layouts
from pipeline.support.problems import Problem, reject_file
from pipeline.support.text import fold
from pipeline.tables.header import (
    NO_HEADER,
    SEARCH_ROWS,
    Header,
    HeaderSearch,
    list_repeated,
    list_unknown,
)
from pipeline.tables.model import PERIOD, is_period
from pipeline.tables.periods import read_period

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.tables.model import RawTable

HEADER_SEARCH_ROWS = SEARCH_ROWS
_LABELS_SHOWN = 10
# Mark of a column that holds one reporting period.
# A sheet that names fewer of a layout's columns than this is some other sheet.
MIN_SCORE = 0.25
# Sheets written for people: skipped without a word.
GUIDE_SHEETS = ("doc truoc", "huong dan")


@dataclass(frozen=True)
class RecognisedSheet:
    """A raw table with its layout and its header."""

    table: RawTable
    layout: SheetLayout
    header: Header

    @property
    def header_row(self) -> int:
        """Last row of the header, from 1: data begin below it."""
        return self.header.bottom

    @property
    def positions(self) -> dict[str, int]:
        """Standard column name -> position in the row, from 0."""
        return self.header.positions

    def label_of(self, position: int) -> str:
        """What the file calls a column."""
        labels = self.header.labels
        return labels[position] if position < len(labels) else f"cột {position + 1}"


def _find_name(cell: str | None, layout: SheetLayout) -> str | None:
    """The standard name of what a header means."""
    column = layout.find_column(cell) if cell else None
    return column.name if column else _name_period(cell, layout)


def _name_period(cell: str | None, layout: SheetLayout) -> str | None:
    """``period:2025-Q3`` for a header that names a period, where the layout allows it."""
    if not (cell and layout.period_columns):
        return None
    period = read_period(cell)
    return f"{PERIOD}{period}" if period else None


class _Candidate:
    """A sheet whose layout is looked for."""

    def __init__(self, table: RawTable) -> None:
        self.table = table
        self._search = HeaderSearch(table)
        self._headers: dict[tuple[str, str], Header] = {}

    def find_header(self, layout: SheetLayout) -> Header:
        """The rows among the first thirty that name the most columns of the layout."""
        key = (layout.layout, layout.name)
        if key not in self._headers:
            self._headers[key] = self._search.find(lambda label: _find_name(label, layout))
        return self._headers[key]


def _facts_score(table: RawTable, layout: SheetLayout) -> int:
    return sum(1 for row in table.rows if row and row[0] and layout.find_column(row[0]))


def _score(sheet: _Candidate, layout: SheetLayout) -> float:
    """How well a sheet fits: share of its columns found, a matching name counts for a third."""
    named = fold(sheet.table.sheet) in {fold(n) for n in (layout.name, *layout.aliases)}
    found = (
        _facts_score(sheet.table, layout)
        if layout.shape == "facts"
        else len(sheet.find_header(layout).positions)
    )
    return found / len(layout.columns) + (1 / 3 if named else 0)


def _check_columns(sheet: RecognisedSheet) -> None:
    """Unknown and missing columns stop the file, by name."""
    missing = [c.header for c in sheet.layout.required if c.name not in sheet.positions]
    if missing:
        raise reject_file(
            "missing_column",
            {"columns": ", ".join(f"«{m}»" for m in missing)},
            sheet=sheet.table.sheet,
        )
    header = sheet.header

    def find(label: str) -> str | None:
        return _find_name(label, sheet.layout)

    if repeated := list_repeated(header, find):
        raise reject_file(
            "repeated_column", {"columns": _quote_some(repeated)}, sheet=sheet.table.sheet
        )
    if unknown := list_unknown(header, find):
        raise reject_file(
            "unknown_column", {"columns": _quote_some(unknown)}, sheet=sheet.table.sheet
        )


def _quote_some(labels: Sequence[str]) -> str:
    """Labels between quotes; of very many the first ones and a count."""
    different = list(dict.fromkeys(labels))
    shown = ", ".join(f"«{label[:60]}»" for label in different[:_LABELS_SHOWN])
    more = len(different) - _LABELS_SHOWN
    return f"{shown} và {more} cột nữa" if more > 0 else shown


def _recognise_sheet(candidate: _Candidate, layout: SheetLayout) -> RecognisedSheet:
    table = candidate.table
    if layout.shape == "facts":
        return RecognisedSheet(table, layout, NO_HEADER)
    sheet = RecognisedSheet(table, layout, candidate.find_header(layout))
    _check_columns(sheet)
    return sheet


def _fits(sheet: _Candidate, layout: SheetLayout) -> bool:
    """Every header is known and nothing required is missing."""
    if layout.shape == "facts":
        return False
    header = sheet.find_header(layout)
    found = header.positions
    if not found:
        return False
    has_period = any(is_period(name) for name in found)
    return (
        not list_unknown(header, lambda label: _find_name(label, layout))
        and all(c.name in found for c in layout.required)
        and has_period == layout.period_columns
    )


def _best_layout(sheet: _Candidate, layouts: Sequence[SheetLayout]) -> SheetLayout | None:
    """The layout whose columns the sheet has; one that explains every header goes before."""

    def rank(layout: SheetLayout) -> tuple[bool, float]:
        return _fits(sheet, layout), _score(sheet, layout)

    best = max(layouts, key=rank)
    return best if _score(sheet, best) >= MIN_SCORE else None


def _check_complete(found: Sequence[SheetLayout], layouts: Sequence[Layout]) -> None:
    """A layout of several sheets is whole or not at all."""
    for layout in layouts:
        if not any(s.layout == layout.code for s in found):
            continue
        for sheet in layout.sheets:
            if sheet not in found and not sheet.optional:
                raise reject_file("missing_sheet", {"sheet": sheet.name, "layout": layout.code})


def _check_single(found: Sequence[tuple[_Candidate, SheetLayout]]) -> None:
    """Two sheets of one kind would silently overwrite or double each other."""
    first: dict[str, str] = {}
    for sheet, layout in found:
        table = sheet.table
        other = first.setdefault(layout.table, table.sheet)
        if other != table.sheet and not layout.repeats:
            raise reject_file(
                "repeated_sheet",
                {"other": other, "sheet": table.sheet, "layout": layout.name},
                sheet=table.sheet,
            )


def recognise(tables: Sequence[RawTable], folder: str) -> list[RecognisedSheet]:
    """Find the layout of every sheet of a file among the layouts of a folder.

    Args:
        tables: raw tables of one file.
        folder: ``plans`` or ``progress``.

    Returns:
        The sheets that follow a layout; at least one.

    Raises:
        UnreadableFileError: no layout fits, or the one that fits lacks a sheet or column.
    """
    layouts = [x for x in load_layouts() if x.folder == folder]
    sheets = [s for x in layouts for s in x.sheets]
    shown = [_Candidate(t) for t in tables if not t.is_hidden]
    found = [(c, best) for c in shown if (best := _best_layout(c, sheets))]
    if not found:
        known = ", ".join(f"«{x.name_vi}»" for x in layouts)
        raise reject_file("unknown_layout", {"known": known})
    _check_complete([best for _, best in found], layouts)
    _check_single(found)
    return [_recognise_sheet(c, best) for c, best in found]


def list_ignored_sheets(
    tables: Sequence[RawTable], sheets: Sequence[RecognisedSheet]
) -> list[Problem]:
    """A warning for every sheet that no layout claimed: it is not read, and we say so."""
    used = {s.table.sheet for s in sheets}
    return [
        _ignored_sheet(t)
        for t in tables
        if t.sheet not in used and fold(t.sheet) not in GUIDE_SHEETS
    ]


def _ignored_sheet(table: RawTable) -> Problem:
    if table.is_hidden:
        return Problem("hidden_sheet", "warning", sheet=table.sheet)
    return Problem("ignored_sheet", "warning", sheet=table.sheet)
