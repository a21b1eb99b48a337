"""The published build that a page shows, and its cached questions."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import streamlit as st

from pipeline.publish.builds import DATABASE, find_current_build
from pipeline.publish.manifest import Manifest, read_manifest
from pipeline.settings import resolve_settings

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl


def find_build() -> Path | None:
    """Folder of the current build, asked anew at every rerun (it costs microseconds)."""
    return find_current_build(resolve_settings())


@st.cache_resource(max_entries=2, show_spinner=False)
def _connect(build: str) -> duckdb.DuckDBPyConnection:
    """One connection per build; a session that still shows an older build keeps that one."""
    connection = duckdb.connect(Path(build) / DATABASE, read_only=True)
    connection.execute("set enable_external_access = false")
    return connection


@st.cache_resource(max_entries=4, show_spinner=False)
def load_manifest(build: str) -> Manifest:
    """Manifest of a build."""
    return read_manifest(Path(build))


@st.cache_data(max_entries=1000, show_spinner=False)
def _answer(build: str, key: str, _query: Callable[..., pl.DataFrame], parameters: dict[str, Any]):  # noqa: ANN202, ARG001
    return _query(_connect(build).cursor(), **parameters)


def ask(query: Callable[..., pl.DataFrame], **parameters: Any) -> pl.DataFrame:  # noqa: ANN401
    """Answer of a query function on the current build, cached per build and parameters.

    Args:
        query: function of ``dashboards.queries``; takes a cursor and keyword parameters.
        parameters: hashable values.

    Returns:
        Its frame.

    Raises:
        LookupError: there is no build yet.
    """
    build = find_build()
    if build is None:
        raise LookupError("no build")
    name = getattr(query, "__qualname__", repr(query))
    return _answer(str(build), f"{query.__module__}.{name}", query, parameters)


def short_hash(text: str) -> str:
    """A few characters that stand for a text, for widget keys."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]
