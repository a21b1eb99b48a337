"""Nhiệm vụ: what is late, what is due soon, and who leads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboards.charts.palette import STATE_COLOURS, STATE_ICONS
from dashboards.charts.states import draw_states, keep_clicked, prepare_states
from dashboards.charts.timeline import draw_timeline, prepare_timeline
from dashboards.components.address import choose_many, choose_segment
from dashboards.components.chart import build_spec, draw_chart
from dashboards.components.filters import choose_day, choose_fields, choose_plan
from dashboards.components.metrics import Metric, draw_metrics
from dashboards.components.page import keep_chosen, list_values, open_page, warn_of_simulated
from dashboards.components.source_note import draw_source_note
from dashboards.components.tables import Column, draw_table
from dashboards.data import Answered, pose
from dashboards.queries.tasks import read_tasks
from dashboards.sections.origin import draw_origin

if TYPE_CHECKING:
    import datetime as dt

    import polars as pl

    from dashboards.components.state import Shared

_DONE = ("done_on_time", "done_late", "done_undated")


def _draw_counts(rows: pl.DataFrame, shared: Shared) -> None:
    texts, states = shared.texts, rows["state"].to_list()
    done = sum(states.count(s) for s in _DONE)
    judged = sum(states.count(s) for s in ("done_on_time", "done_late", "late"))
    on_time = 100 * states.count("done_on_time") / judged if judged else None
    live = len(states) - states.count("cancelled")
    completion = 100 * done / live if live else None
    draw_metrics(
        [
            Metric(texts("tasks.late"), str(states.count("late"))),
            Metric(texts("tasks.due_soon"), str(states.count("due_soon"))),
            Metric(texts("tasks.on_time"), texts.share(on_time), texts("tasks.on_time_help")),
            Metric(
                texts("tasks.completion"),
                texts.share(completion),
                texts("tasks.completion_help"),
            ),
            Metric(texts("tasks.unknown"), str(states.count("unknown"))),
        ]
    )


def _filter_rows(rows: pl.DataFrame, shared: Shared) -> pl.DataFrame:
    texts = shared.texts
    left, middle, right = st.columns(3)
    with left:
        rows = keep_chosen(rows, "field_code", choose_fields(rows, shared))
    with middle:
        agencies = choose_many(
            texts("tasks.agency"), "agency", list_values(rows, "lead_agency"), texts("app.all")
        )
        rows = keep_chosen(rows, "lead_agency", agencies)
    with right:
        options = [s for s in STATE_COLOURS if s in list_values(rows, "state")]
        chosen = choose_many(
            texts("tasks.states"),
            "state",
            options,
            texts("app.all"),
            lambda s: f"{STATE_ICONS[s]} {texts('state.' + s)}",
        )
    return keep_chosen(rows, "state", chosen)


def _table_columns(shared: Shared) -> list[Column]:
    return [
        Column("state", "column.state", kind="code", codes="state"),
        Column("task_ref", "column.ref"),
        Column("task_text", "column.text", width="large"),
        Column("lead_agency", "column.lead_agency", width="medium"),
        Column("due_text", "column.due_text"),
        Column("due_on", "column.due_on", kind="date"),
        Column("days_left", "column.days_left", kind="number"),
        Column("percent_done", "column.percent_done", kind="number"),
        Column("completed_on", "column.completed_on", kind="date"),
        Column("evidence", "column.evidence", kind="list", width="medium"),
        Column("products", "column.products", kind="list", width="medium"),
        Column(f"field_short_{shared.texts.language}", "column.field"),
        Column("data_kind", "column.data_kind", kind="code", codes="data_kind"),
        Column("document_place", "column.document_place", width="medium"),
        Column("task_file", "column.file"),
        Column("task_locator", "column.locator"),
    ]


def _draw_states(rows: pl.DataFrame, asked: Answered, shared: Shared) -> pl.DataFrame:
    """Bars by agency; those clicked filter the list."""
    texts = shared.texts
    st.subheader(texts("tasks.chart_title"))
    spec = build_spec(draw_states, prepare_states(rows, texts), shared)
    title = texts("tasks.chart_title")
    clicked = draw_chart(spec, shared, "states-chart", title, asked, select="state")
    return keep_clicked(rows, clicked, texts)


def _draw_timeline(
    rows: pl.DataFrame, day: dt.date, asked: Answered, shared: Shared
) -> pl.DataFrame:
    """Deadlines over the year; those clicked filter the list."""
    texts = shared.texts
    st.subheader(texts("tasks.timeline_title"))
    dated = prepare_timeline(rows, texts)
    if dated.is_empty():
        st.info(texts("tasks.no_dates"))
        return rows
    st.caption(texts("tasks.timeline_hint", count=rows.height - dated.height))
    # A plan without reports is asked as of a day far ahead, which no timeline should stretch to.
    heard: list[dt.date] = rows["as_of_date"].drop_nulls().to_list()
    today = min(day, max(heard, default=min(dated["due_on"].to_list())))
    spec = build_spec(draw_timeline, dated, shared, today)
    title = texts("tasks.timeline_title")
    clicked = draw_chart(spec, shared, "timeline-chart", title, asked, select="due")
    return keep_chosen(rows, "task_key", [point["task_key"] for point in clicked])


def _draw_list(rows: pl.DataFrame, shared: Shared) -> None:
    texts = shared.texts
    st.subheader(texts("tasks.table_title"))
    st.caption(texts("tasks.detail_hint"))
    chosen = draw_table(
        rows, _table_columns(shared), shared, "nhiem-vu", select=True, height=460
    )  # fmt: skip
    # A link from the weekly screen points at one task; a click in the list overrules it.
    key = st.query_params.get("task")
    if chosen is not None:
        key = rows["task_key"][chosen]
    if key:
        with st.container(border=True):
            draw_origin("task", key, shared)


def main() -> None:
    """Draw the page."""
    shared = open_page("tasks")
    texts = shared.texts
    left, right = st.columns([2, 1])
    with left:
        plan = choose_plan(shared)["plan_code"]
    with right:
        day = choose_day(shared, plan, "mart_task_status", "tday", "tasks.as_of")
    simulated = shared.with_simulated
    asked = pose(read_tasks, plan_code=plan, as_of=day, with_simulated=simulated)
    warn_of_simulated(asked.frame, shared)
    rows = _filter_rows(asked.frame, shared)
    _draw_counts(rows, shared)
    if rows.is_empty():
        st.info(texts("app.no_match"))
        return
    view = choose_segment(
        texts("tasks.view"), "tview", ["states", "timeline"], lambda v: texts(f"tasks.view_{v}")
    )
    if view == "states":
        shown = _draw_states(rows, asked, shared)
    else:
        shown = _draw_timeline(rows, day, asked, shared)
    draw_source_note(rows, shared)
    _draw_list(shown, shared)


main()
