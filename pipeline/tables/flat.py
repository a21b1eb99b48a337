"""Columns that a csv file or a cell of a workbook can hold."""

from __future__ import annotations

import polars as pl


def flatten_columns(frame: pl.DataFrame) -> pl.DataFrame:
    """Lists and other nested values as texts; every other column as it is.

    Args:
        frame: rows of any query.
    """
    flat = []
    for name, kind in frame.schema.items():
        if kind == pl.List(pl.String):
            flat.append(pl.col(name).list.join("; "))
        elif kind.is_nested() or kind in (pl.Duration, pl.Object):
            texts = [None if value is None else str(value) for value in frame[name].to_list()]
            flat.append(pl.Series(name, texts, dtype=pl.String))
    return frame.with_columns(flat)
