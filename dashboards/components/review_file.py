"""Decisions already written to the raw folder, and writing more of them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import polars as pl
import streamlit as st

from pipeline.inputs.reading import read_file
from pipeline.reviews.append import Decision, append_decisions
from pipeline.reviews.standing import mark_standing
from pipeline.support.raw_tables import empty_frame
from pipeline.support.settings import resolve_settings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_FOLDER = "reviews"


def find_review_folder() -> Path:
    """Where decisions lie."""
    return resolve_settings().raw / _FOLDER


@st.cache_data(max_entries=20, show_spinner=False)
def _read(path: str, _path: Path, changed: float) -> pl.DataFrame:  # noqa: ARG001
    frames = read_file(_path, _FOLDER).frames
    return frames.get("review_decisions", empty_frame("review_decisions"))


def read_decisions() -> pl.DataFrame:
    """Every decision in the folder, those of other analysts too, oldest first.

    Returns:
        Columns of raw.review_decisions; decisions that a build has not applied yet included.
    """
    folder = find_review_folder()
    files = sorted(p for p in folder.rglob("*") if p.is_file()) if folder.exists() else []
    frames = [_read(str(p), p, p.stat().st_mtime) for p in files]
    return pl.concat([empty_frame("review_decisions"), *frames]).sort(
        "decided_at", maintain_order=True
    )


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
    now = dt.datetime.now(dt.UTC).astimezone().replace(tzinfo=None)
    try:
        append_decisions(find_review_folder(), decisions, now)
    except OSError as error:
        return str(error)
    return None
