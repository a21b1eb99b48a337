"""A raw table: text cells with the row numbers a person sees in Excel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class RawTable:
    """One sheet, or one csv file.

    Attributes:
        sheet: name of the sheet; for a csv file the name of the file.
        rows: cells as tidy text, None where empty; row i of the file is ``rows[i - 1]``. Of a
            columnar table only the first rows stand here, enough to recognise it.
        columnar: all rows as columns, for large files: one column per position, row 1 first.
    """

    sheet: str
    rows: list[list[str | None]]
    columnar: pl.DataFrame | None = None
