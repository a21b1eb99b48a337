"""The line under every chart: build, files, dates, kinds of data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboards.components.quote import escape

if TYPE_CHECKING:
    import polars as pl

    from dashboards.components.state import Shared

_FILES_SHOWN = 3
# Columns of rows that speak of reports, whose kind is not that of a plan.
_OF_REPORTS = {"observation_count", "rows_read"}
_FILE_COLUMNS = ("from_file", "to_file", "source_file", "target_file", "task_file")


def list_source_files(frame: pl.DataFrame) -> list[str]:
    """Files that the rows of a frame come from, without their folders, sorted."""
    files: set[str] = set()
    for column in _FILE_COLUMNS:
        if column in frame.columns:
            files |= {f.rsplit("/", 1)[-1] for f in frame[column].drop_nulls().to_list()}
    return sorted(files)


def _describe_dates(frame: pl.DataFrame, shared: Shared) -> str | None:
    if "as_of_date" not in frame.columns:
        return None
    days = frame["as_of_date"].drop_nulls()
    if days.is_empty():
        return None
    first, last = shared.texts.date(days.min()), shared.texts.date(days.max())
    return first if first == last else f"{first} – {last}"


def _describe_kinds(frame: pl.DataFrame, shared: Shared) -> str | None:
    """Kinds of data; rows of a plan alone carry none, of other rows none is known."""
    kinds: list[str] = []
    if "data_kind" in frame.columns:
        kinds = frame["data_kind"].drop_nulls().unique().sort().to_list()
    if not kinds and _OF_REPORTS & set(frame.columns):
        return None
    return ", ".join(shared.texts(f"data_kind.{k}") for k in kinds or ["plan"])


def draw_source_note(frame: pl.DataFrame, shared: Shared) -> None:
    """Say where the numbers above come from.

    Args:
        frame: the rows shown; its file, date and kind columns are used where it has them.
        shared: language and build.
    """
    texts, files = shared.texts, list_source_files(frame)
    shown = ", ".join(map(escape, files[:_FILES_SHOWN])) or texts("app.none")
    if len(files) > _FILES_SHOWN:
        shown = texts("app.source_files_more", files=shown, more=len(files) - _FILES_SHOWN)
    parts = [texts("app.source_files", files=shown)]
    dates = _describe_dates(frame, shared)
    if dates:
        parts.append(texts("app.source_dates", dates=dates))
    kinds = _describe_kinds(frame, shared)
    if kinds:
        parts.append(texts("app.source_kinds", kinds=kinds))
    parts.append(texts("app.source_build", build=shared.build_id))
    st.caption(" · ".join(parts))
