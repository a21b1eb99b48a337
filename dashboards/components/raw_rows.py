"""Rows that people append from the screens, read from the raw folder ahead of any build."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import streamlit as st

from dashboards.access.guard import find_own_plans
from pipeline.inputs.reading import read_file
from pipeline.support.raw_tables import empty_frame
from pipeline.support.settings import resolve_settings

if TYPE_CHECKING:
    from pathlib import Path


def find_raw_folder(folder: str) -> Path:
    """Where files of a kind lie."""
    return resolve_settings().raw / folder


@st.cache_data(max_entries=60, show_spinner=False)
def _read(path: str, folder: str, table: str, changed: int, _path: Path) -> pl.DataFrame:  # noqa: ARG001
    frame = read_file(_path, folder).frames.get(table, empty_frame(table))
    return frame.with_columns(pl.lit(path).alias("file_path"))


def read_raw_rows(folder: str, table: str) -> pl.DataFrame:
    """Rows of a table in the files of a folder, those of other people too.

    Rows about plans of units that the reader has no right to are left out.

    Args:
        folder: as ``reviews``.
        table: of ``RAW_TABLES``.

    Returns:
        Rows in the order of files and lines; those that no build has seen included.
    """
    root = find_raw_folder(folder)
    files = sorted(p for p in root.rglob("*") if p.is_file()) if root.exists() else []
    frames = [_read(str(p), folder, table, p.stat().st_mtime_ns, p) for p in files]
    rows, plans = pl.concat([empty_frame(table), *frames]), find_own_plans()
    if plans is None:
        return rows
    # The key by content of a record begins with the code of its plan.
    return rows.filter(pl.col("record_key").str.split("#").list.first().is_in(list(plans)))
