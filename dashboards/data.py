"""The published build that a page shows, and its cached questions."""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import streamlit as st

from dashboards.access.session import find_who
from dashboards.queries.run import Recorder
from pipeline.asking.dictionary import TableNote, describe_tables
from pipeline.publish.builds import find_current_build
from pipeline.publish.manifest import Manifest, read_manifest
from pipeline.publish.public_database import open_public_database
from pipeline.publish.restricted import restrict_build
from pipeline.support.settings import resolve_settings

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl


@dataclass(frozen=True)
class Answered:
    """Answer of a query function.

    Attributes:
        frame: its rows.
        statement: the SQL that gave them, parameters filled in; runs as it stands.
    """

    frame: pl.DataFrame
    statement: str


_LOCK = threading.Lock()
_answered_build = [""]


def _forget_answers_of_others(build: str) -> None:
    """Drop what was answered by another build than the current: screens turn to it in seconds.

    A server that stays up for weeks would hold answers of every night.
    """
    if _answered_build[0] == build:
        return
    with _LOCK:
        if _answered_build[0] != build:
            _answered_build[0] = build
            _answer.clear()


def find_build() -> Path | None:
    """Folder of the current build as the reader may see it, asked anew at every rerun.

    Whatever is asked, shown or taken away comes from the database in it, so this is the one place
    where rights to data are kept. A stranger gets nothing.
    """
    settings = resolve_settings()
    build, person = find_current_build(settings), find_who()
    if build is None or person is None:
        return None
    _forget_answers_of_others(build.name)
    return build if person.sees_all else restrict_build(settings, build, person.units or ())


# A few: each holds memory of the engine until it is dropped.
@st.cache_resource(max_entries=6, show_spinner=False)
def _connect(build: str) -> duckdb.DuckDBPyConnection:
    """One connection per build and set of units; an older build keeps its own."""
    return open_public_database(Path(build))


def is_locked(error: BaseException) -> bool:
    """Whether something failed because another program holds the database for writing."""
    return isinstance(error, duckdb.IOException) and "Could not set lock" in str(error)


@st.cache_resource(max_entries=8, show_spinner=False)
def load_manifest(build: str) -> Manifest:
    """Manifest of a build."""
    return read_manifest(Path(build))


@st.cache_resource(max_entries=2, show_spinner=False)
def load_notes(build: str) -> list[TableNote]:
    """Documentation of the public tables of a build."""
    return describe_tables(Path(build))


# A resource, not data: the frames are never changed, and copying them out of the cache at every
# rerun cost more than asking.
@st.cache_resource(max_entries=1000, show_spinner=False)
def _answer(
    build: str,
    key: str,  # noqa: ARG001 (tells the queries apart in the cache)
    _query: Callable[..., pl.DataFrame],
    parameters: dict[str, Any],
) -> Answered:
    recorder = Recorder(_connect(build).cursor())
    frame = _query(recorder, **parameters)
    return Answered(frame, ";\n\n".join(recorder.statements))


def run_query(query: Callable[..., pl.DataFrame], **parameters: Any) -> Answered:  # noqa: ANN401
    """Answer of a query function on the current build, cached per build and parameters.

    Args:
        query: function of ``dashboards.queries``; takes a cursor and keyword parameters.
        parameters: hashable values.

    Returns:
        Its frame and the statement behind it.

    Raises:
        LookupError: there is no build yet.
    """
    build = find_build()
    if build is None:
        raise LookupError("no build")
    name = getattr(query, "__qualname__", repr(query))
    return _answer(str(build), f"{query.__module__}.{name}", query, parameters)


def ask(query: Callable[..., pl.DataFrame], **parameters: Any) -> pl.DataFrame:  # noqa: ANN401
    """Rows of ``run_query``, for what is shown without a chart."""
    return run_query(query, **parameters).frame


def short_hash(text: str) -> str:
    """A few characters that stand for a text, for widget keys."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]
