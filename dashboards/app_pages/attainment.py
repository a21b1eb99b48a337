"""Mức độ hoàn thành: actual, target and expected value of every measure of a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import streamlit as st

from dashboards.charts.palette import BAD_STATUSES, STATUS_COLOURS, STATUS_ICONS
from dashboards.components.address import choose_many, choose_segment, explain_nothing
from dashboards.components.filters import choose_day, choose_fields, choose_plan
from dashboards.components.metrics import Metric, draw_metrics
from dashboards.components.page import keep_chosen, list_values, open_page, warn_of_simulated
from dashboards.data import Answered, ask, run_query
from dashboards.queries.attainment import read_attainment
from dashboards.queries.plans import read_plan
from dashboards.sections.bullets import draw_bullet_rows
from dashboards.sections.demand_results import draw_demand_results
from dashboards.sections.multiples import draw_multiples
from dashboards.sections.one_figure import draw_one_figure
from dashboards.sections.plan_versions import say_version
from dashboards.sections.published_indices import draw_published_indices

if TYPE_CHECKING:
    import datetime as dt

    from dashboards.components.state import Shared

_VIEWS = ("bullets", "multiples")


def _draw_counts(rows: pl.DataFrame, shared: Shared) -> None:
    # A number that its plan states twice counts once.
    once = rows.filter(pl.col("repeats_target_key").is_null())
    statuses, total = once["status"].to_list(), once.height
    counts = {
        "met": statuses.count("met"),
        "on_track": statuses.count("on_track"),
        "not_met_yet": statuses.count("not_met_yet"),
        "behind": sum(statuses.count(s) for s in BAD_STATUSES),
        "unknown": statuses.count("unknown"),
    }
    draw_metrics(
        [
            Metric(shared.texts(f"attainment.{key}"), f"{count} / {total}")
            for key, count in counts.items()
        ]
    )


def _filter_rows(rows: pl.DataFrame, shared: Shared) -> pl.DataFrame:
    texts = shared.texts
    left, right = st.columns(2)
    with left:
        rows = keep_chosen(rows, "field_code", choose_fields(rows, shared))
    with right:
        options = [s for s in STATUS_COLOURS if s in list_values(rows, "status")]
        chosen = choose_many(
            texts("attainment.statuses"),
            "status",
            options,
            texts("app.all"),
            lambda s: f"{STATUS_ICONS[s]} {texts('status.' + s)}",
        )
    return keep_chosen(rows, "status", chosen)


def _draw_numbers(asked: Answered, day: dt.date, shared: Shared) -> None:
    texts = shared.texts
    rows = _filter_rows(asked.frame, shared)
    _draw_counts(rows, shared)
    if rows.is_empty():
        st.info(texts("app.no_match"))
        return
    view = choose_segment(
        texts("attainment.view"), "aview", list(_VIEWS), lambda v: texts(f"attainment.view_{v}")
    )
    if view == "bullets":
        draw_bullet_rows(rows, asked, shared)
    else:
        draw_multiples(rows, day, shared)
    draw_one_figure(rows, day, shared)


def main() -> None:
    """Draw the page."""
    shared = open_page("attainment")
    left, right = st.columns([2, 1])
    with left:
        plan = choose_plan(shared)["plan_code"]
    with right:
        day = choose_day(shared, plan, "target", "day", "attainment.as_of")
    if version := say_version(ask(read_plan, plan_code=plan).row(0, named=True), shared):
        st.caption(version)
    simulated = shared.with_simulated
    asked = run_query(read_attainment, plan_code=plan, as_of=day, with_simulated=simulated)
    warn_of_simulated(asked.frame, shared)
    if asked.frame.is_empty():
        explain_nothing(plan)
    elif set(asked.frame["status"]) == {"unknown"} and asked.frame["actual"].is_null().all():
        st.info(shared.texts("app.nothing_reported"), icon=":material/inbox:")
    if not asked.frame.is_empty():
        _draw_numbers(asked, day, shared)
    draw_demand_results(shared)
    draw_published_indices(plan, shared)


main()
