"""Screens that stay open: a new build appears by itself, and old data say that they are old."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import streamlit as st

from dashboards.data import find_build, load_manifest
from pipeline.support.reference import read_threshold

if TYPE_CHECKING:
    from dashboards.components.state import Shared

_SECONDS = 10


@st.fragment(run_every=_SECONDS)
def watch_build(shown: str) -> None:
    """Draw the page again when another build is published; filters and choices stay.

    Args:
        shown: build_id that the page was drawn from.
    """
    build = find_build()
    if build is not None and load_manifest(str(build)).build_id != shown:
        st.rerun(scope="app")


def find_today() -> dt.date:
    """By the clock of the machine that people sit at; builds themselves never look at it."""
    return dt.datetime.now(dt.UTC).astimezone().date()


def say_age(newest: dt.date, shared: Shared) -> str | None:
    """What a screen must say where its newest data are old."""
    days = (find_today() - newest).days
    # Weekly reports come weekly: a gap that a director must know of.
    if days <= read_threshold("build_old_days"):
        return None
    return shared.texts("weekly.old", day=shared.texts.date(newest), days=days)
