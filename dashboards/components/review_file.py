"""Decisions already written to the raw folder, and writing more of them."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import TYPE_CHECKING

import polars as pl

from dashboards.access.guard import NotAllowedError, require_right, require_right_to_records
from dashboards.components.raw_rows import find_raw_folder, read_raw_rows
from dashboards.components.state import read_shared
from pipeline.reviews.append import Decision, append_decisions
from pipeline.reviews.standing import mark_standing

if TYPE_CHECKING:
    from collections.abc import Sequence

_FOLDER = "reviews"


def read_decisions() -> pl.DataFrame:
    """Every decision in the folder, those of other analysts too, oldest first.

    Returns:
        Columns of raw.review_decisions; decisions that a build has not applied yet included.
    """
    rows = read_raw_rows(_FOLDER, "review_decisions")
    return rows.sort("decided_at", maintain_order=True)


def list_decided(decisions: pl.DataFrame) -> set[str]:
    """Keys of the queue (record and content) that somebody has decided."""
    kept = mark_standing(decisions).filter("is_standing")
    # A correction of any column says that the reading was looked at.
    own = pl.col("what").is_in(["link", "owner"])
    what = pl.when(own).then(pl.col("what")).otherwise(pl.lit("reading"))
    return set(kept.select(pl.col("record_key") + "|" + what).to_series())


def write_decisions(decisions: Sequence[Decision]) -> str | None:
    """Append decisions.

    Returns:
        None, or why it could not be done.
    """
    try:
        person = require_right_to_records("decision", [made.record_key for made in decisions])
        # Whose plan it is concerns whoever is said to own it.
        owners = [made.new_value for made in decisions if made.what == "owner" and made.new_value]
        if owners:
            require_right("decision_owner", owners)
    except NotAllowedError:
        return read_shared().texts("access.not_allowed")
    if person.is_signed_in:
        decisions = [dataclasses.replace(made, decided_by=person.name) for made in decisions]
    now = dt.datetime.now(dt.UTC).astimezone().replace(tzinfo=None)
    try:
        append_decisions(find_raw_folder(_FOLDER), decisions, now)
    except OSError as error:
        return str(error)
    return None
