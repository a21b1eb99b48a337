"""Moments as people write them in a cell, day and hour or the day alone."""

from __future__ import annotations

import polars as pl

# Accepted ways to write a moment, tried in this order.
_MOMENTS = ("%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M")
_DAYS = ("%Y-%m-%d", "%d/%m/%Y")


def read_moment(column: str) -> pl.Expr:
    """A text column as local time; null where it is no moment, midnight for a bare day.

    Args:
        column: name of the column.
    """
    text = pl.col(column).str.strip_chars()
    moments = [text.str.to_datetime(form, strict=False) for form in _MOMENTS]
    days = [text.str.to_date(form, strict=False).cast(pl.Datetime("us")) for form in _DAYS]
    return pl.coalesce(*moments, *days)
