"""Nhiệm vụ: what is late, what is due soon, and who leads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboards.charts.palette import STATE_COLOURS, STATE_ICONS
from dashboards.charts.states import draw_states, prepare_states
from dashboards.components.address import choose_many
from dashboards.components.filters import choose_day, choose_fields, choose_plan
from dashboards.components.metrics import Metric, draw_metrics
from dashboards.components.page import keep_chosen, list_values, open_page, warn_of_simulated
from dashboards.components.source_note import draw_source_note
from dashboards.components.tables import Column, draw_table
from dashboards.data import ask
from dashboards.queries.tasks import read_tasks

if TYPE_CHECKING:
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


def main() -> None:
    """Draw the page."""
    shared = open_page("tasks")
    texts = shared.texts
    left, right = st.columns([2, 1])
    with left:
        plan = choose_plan(shared)
    with right:
        day = choose_day(shared, plan["plan_code"], "mart_task_status", "tday", "tasks.as_of")
    rows = ask(
        read_tasks, plan_code=plan["plan_code"], as_of=day, with_simulated=shared.with_simulated
    )
    warn_of_simulated(rows, shared)
    rows = _filter_rows(rows, shared)
    _draw_counts(rows, shared)
    if rows.is_empty():
        st.info(texts("app.no_match"))
        return
    st.subheader(texts("tasks.chart_title"))
    chart = draw_states(prepare_states(rows, texts), texts)
    st.altair_chart(chart, key="states-chart", alt=texts("tasks.chart_title"))
    draw_source_note(rows, shared)
    st.subheader(texts("tasks.table_title"))
    draw_table(rows, _table_columns(shared), shared, "nhiem-vu", height=520)


main()
