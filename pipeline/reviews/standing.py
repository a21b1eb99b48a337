"""Which decisions stand: the latest one of each record and content that nobody took back."""

from __future__ import annotations

import polars as pl

_SUBJECT = ("record_key", "what")
_ORDER = ("decided_at", "file_path", "source_row")


def mark_standing(decisions: pl.DataFrame) -> pl.DataFrame:
    """Fill ``is_standing``.

    Who undoes takes back what the same person decided, never what somebody else did; of those
    that are left the latest one counts.

    Args:
        decisions: rows of ``raw.review_decisions``.

    Returns:
        The same rows in the order in which they were decided.
    """
    numbered = decisions.sort(_ORDER, maintain_order=True).with_row_index("_order")
    is_undo = pl.col("decision") == "undo"
    undone = pl.col("_order").filter(is_undo).max().over(*_SUBJECT, "decided_by")
    is_left = ~is_undo & (undone.is_null() | (pl.col("_order") > undone))
    latest = pl.col("_order").filter(pl.col("_left")).max().over(*_SUBJECT)
    return (
        numbered.with_columns(is_left.alias("_left"))
        .with_columns((pl.col("_left") & (pl.col("_order") == latest)).alias("is_standing"))
        .drop("_left", "_order")
        .select(decisions.columns)
    )
