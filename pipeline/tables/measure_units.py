"""Names of units of measure, as one name each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.support.text import fold
from pipeline.tables.typed import map_words

if TYPE_CHECKING:
    import polars as pl

_ALIASES = {
    "phan tram": "%",
    "hang": "bậc",
    "thu hang": "bậc",
    "percent": "%",
    "pct": "%",
    "ty le": "%",
    "ty le %": "%",
    "% nam": "%",
    "%": "%",
}


def normalise_unit(unit: str | None) -> str | None:
    """One name for the ways to write a unit; unknown ones stay as they are.

    >>> normalise_unit("Phần trăm")
    '%'
    """
    return _ALIASES.get(fold(unit), unit) if unit else None


def unit_expr(column: str) -> pl.Expr:
    """The same for a whole column."""
    return map_words(column, normalise_unit)
