"""Chất lượng: how fresh, complete and sound the data are."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import streamlit as st

from dashboards.components.address import choose_segment
from dashboards.components.metrics import Metric, draw_metrics
from dashboards.components.page import open_page
from dashboards.sections.quality_views import (
    draw_files,
    draw_findings,
    draw_freshness,
    draw_report_grid,
    draw_unused,
)

if TYPE_CHECKING:
    from dashboards.components.state import Shared
    from pipeline.publish.manifest import Manifest

_VIEWS = {
    "fresh": draw_freshness,
    "reports": draw_report_grid,
    "findings": draw_findings,
    "unused": draw_unused,
    "files": draw_files,
}


def _say_age(age: dt.timedelta, shared: Shared) -> str:
    texts = shared.texts
    hours = age / dt.timedelta(hours=1)
    if hours < 1:
        return texts("quality.minutes", minutes=texts.number(hours * 60, 0))
    if hours < 48:
        return texts("quality.hours", hours=texts.number(hours, 0))
    return texts("quality.days", days=texts.number(hours / 24, 0))


def _draw_build(manifest: Manifest, shared: Shared) -> None:
    texts = shared.texts
    built = dt.datetime.fromisoformat(manifest.built_at).astimezone()
    age = _say_age(dt.datetime.now(dt.UTC) - built, shared)

    def count(key: str) -> str:
        return texts.number(sum(f.get(key, 0) for f in manifest.files))

    unread = sum(not f["is_loaded"] for f in manifest.files)
    tests = manifest.tests
    kept = tests.get("kept", 0)
    st.markdown(texts("quality.built", day=texts.date(built), time=f"{built:%H:%M}", age=age))
    draw_metrics(
        [
            Metric(texts("quality.files"), texts.number(len(manifest.files))),
            Metric(texts("quality.files_unread"), texts.number(unread)),
            Metric(texts("quality.rows_read"), count("rows_read"), texts("quality.balance")),
            Metric(texts("quality.rows_loaded"), count("rows_loaded")),
            Metric(texts("quality.rows_rejected"), count("rows_rejected")),
            Metric(texts("quality.rows_ignored"), count("rows_ignored")),
            Metric(
                texts("quality.tests_passed"),
                texts.number(tests.get("passed", 0) + kept),
                texts("quality.tests_help", kept=texts.number(kept)),
            ),
            Metric(texts("quality.tests_warned"), texts.number(tests.get("warned", 0))),
        ]
    )


def main() -> None:
    """Draw the page."""
    shared = open_page("quality", needs_plans=False)
    texts = shared.texts
    if shared.manifest is not None:
        _draw_build(shared.manifest, shared)
    view = choose_segment(
        texts("quality.view"), "qview", list(_VIEWS), lambda v: texts(f"quality_view.{v}")
    )
    _VIEWS[view](shared)


main()
