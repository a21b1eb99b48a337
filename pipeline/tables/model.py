"""A raw table: text cells with the row numbers a person sees in Excel."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

# Day 0 of Excel's count, in workbooks of either kind.
DAY_ZERO_1900 = dt.date(1899, 12, 30)
DAY_ZERO_1904 = dt.date(1904, 1, 1)
# Columns that are periods are called by it in RecognisedSheet.positions: "period:2025-Q1".
PERIOD = "period:"


def is_period(name: str) -> bool:
    """Whether a column is one of the periods of a sheet."""
    return name.startswith(PERIOD)


@dataclass(frozen=True)
class RawTable:
    """One sheet, or one csv file. Rows and columns of the attributes below count from 0.

    Attributes:
        sheet: name of the sheet; for a csv file the name of the file.
        rows: cells as tidy text, None where empty; row i of the file is ``rows[i - 1]``. Of a
            columnar table only the first rows stand here, enough to recognise it.
        columnar: all rows as columns, for large files: one column per position, row 1 first.
        shown: (row, column) -> the letters of a cell whose number or day stands in ``rows`` in
            another form than the eye sees it (1.10, 09/2025); cells that name something are
            taken from here.
        days: cells that Excel holds as a day, whatever was typed.
        moments: cells that Excel holds as a day with an hour -> both, in ISO form; ``rows`` has
            the day.
        spans: cell covered by a merged one -> the cell that holds its text.
        hidden_rows: rows that Excel does not show.
        hidden_columns: columns that Excel does not show.
        struck: cells whose text is struck through and therefore not in ``rows``.
        day_zero: what a bare count of days counts from.
        is_hidden: nobody sees this sheet.
        is_delimited: cells are parted by a sign, so that one too many shifts the others.
    """

    sheet: str
    rows: list[list[str | None]]
    columnar: pl.DataFrame | None = None
    shown: dict[tuple[int, int], str] = field(default_factory=dict)
    days: frozenset[tuple[int, int]] = frozenset()
    moments: dict[tuple[int, int], str] = field(default_factory=dict)
    spans: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    struck: frozenset[tuple[int, int]] = frozenset()
    day_zero: dt.date = DAY_ZERO_1900
    is_hidden: bool = False
    is_delimited: bool = False

    def get(self, row: int, column: int) -> str | None:
        """Text of a cell, None where there is none."""
        cells = self.rows[row] if row < len(self.rows) else []
        return cells[column] if 0 <= column < len(cells) else None

    def get_shown(self, row: int, column: int) -> str | None:
        """Text of a cell that names something: as the eye sees it."""
        return self.shown.get((row, column)) or self.get(row, column)

    def get_spread(self, row: int, column: int) -> str | None:
        """Text of a cell, or of the merged cell that covers it."""
        return self.get_shown(*self.spans.get((row, column), (row, column)))
