"""A raw table: text cells with the row numbers a person sees in Excel."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class RawTable:
    """One sheet, or one csv file.

    Attributes:
        sheet: name of the sheet; for a csv file the name of the file.
        rows: cells as tidy text, None where empty; row i of the file is ``rows[i - 1]``.
    """

    sheet: str
    rows: list[list[str | None]]
