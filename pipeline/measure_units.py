"""Names of units of measure, as one name each."""

from __future__ import annotations

import polars as pl

from pipeline.text import fold

_ALIASES = {
    "phan tram": "%",
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
    return pl.col(column).map_elements(normalise_unit, return_dtype=pl.String)
