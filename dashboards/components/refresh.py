"""Screens that stay open: a new build appears by itself, and old data say that they are old."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import streamlit as st

from dashboards.data import find_build

if TYPE_CHECKING:
    from dashboards.components.state import Shared

_SECONDS = 10
# Weekly reports come weekly; two weeks without any is a gap that a director must know of.
_OLD_AFTER_DAYS = 14


@st.fragment(run_every=_SECONDS)
def watch_build(shown: str) -> None:
    """Draw the page again when another build is published; filters and choices stay.

    Args:
        shown: build_id that the page was drawn from.
    """
    build = find_build()
    if build is not None and build.name != shown:
        st.rerun(scope="app")


def say_age(newest: dt.date, shared: Shared) -> str | None:
    """What a screen must say where its newest data are older than two weeks."""
    # The clock of the machine that people sit at; builds themselves never look at it.
    today = dt.datetime.now(dt.UTC).astimezone().date()
    days = (today - newest).days
    if days <= _OLD_AFTER_DAYS:
        return None
    return shared.texts("weekly.old", day=shared.texts.date(newest), days=days)
