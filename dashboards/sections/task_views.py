"""Tasks as bars by agency, on a timeline of deadlines, and as a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import streamlit as st

from dashboards.charts.states import draw_states, keep_clicked, prepare_states
from dashboards.charts.timeline import draw_timeline, prepare_timeline
from dashboards.components.chart import build_spec, draw_chart
from dashboards.components.page import keep_chosen
from dashboards.components.tables import Column, draw_table
from dashboards.sections.explanation_card import draw_explanation
from dashboards.sections.origin import draw_origin, read_origin

if TYPE_CHECKING:
    import datetime as dt

    from dashboards.components.state import Shared
    from dashboards.data import Answered
    from dashboards.i18n.texts import Texts


def say_deadline(text: str, texts: Texts) -> str:
    """One of several deadlines of a task in words.

    >>> say_deadline("31/03/2025: late", Texts("vi"))
    '31/03/2025: Trễ hạn'
    """
    day, state = text.split(": ")
    return f"{day}: {texts(f'state.{state}')}"


def _table_columns(shared: Shared) -> list[Column]:
    return [
        Column("state", "column.state", kind="code", codes="state"),
        Column("task_ref", "column.ref"),
        Column("task_text", "column.text", width="large"),
        Column("lead_agency", "column.lead_agency", width="medium"),
        Column("due_text", "column.due_text"),
        Column("due_on", "column.due_on", kind="date"),
        Column("days_left", "column.days_left", kind="number"),
        Column("missing_reason", "column.missing_reason", kind="code", codes="reason"),
        Column("silent_days", "column.silent_days", kind="number"),
        Column("said_deadlines", "column.deadline_states", kind="list", width="medium"),
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


def draw_state_bars(rows: pl.DataFrame, asked: Answered, shared: Shared) -> pl.DataFrame:
    """Bars by agency; those clicked filter the list."""
    texts = shared.texts
    st.subheader(texts("tasks.chart_title"))
    spec = build_spec(draw_states, prepare_states(rows, texts), shared)
    title = texts("tasks.chart_title")
    clicked = draw_chart(spec, shared, "states-chart", title, asked, select="state")
    return keep_clicked(rows, clicked, texts)


def draw_deadlines(
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


def draw_task_list(rows: pl.DataFrame, keys: set[str], shared: Shared) -> None:
    """The list, what is late first, and the line behind the task that is chosen.

    Args:
        rows: of ``read_tasks``, filtered.
        keys: every task of the plan; a link may point at one that the filters hide.
        shared: language and build.
    """
    texts = shared.texts
    st.subheader(texts("tasks.table_title"))
    st.caption(texts("tasks.detail_hint"))
    said = [
        [say_deadline(text, texts) for text in states] if len(states) > 1 else []
        for states in rows["deadline_states"].to_list()
    ]
    rows = rows.with_columns(pl.Series("said_deadlines", said, dtype=pl.List(pl.String)))
    chosen = draw_table(
        rows, _table_columns(shared), shared, "nhiem-vu", select=True, height=460
    )  # fmt: skip
    # A link from the weekly screen points at one task; a click in the list overrules it.
    key = st.query_params.get("task")
    if key and key not in keys:
        del st.query_params["task"]
        key = None
    if chosen is not None:
        key = rows["task_key"][chosen]
    if key:
        with st.container(border=True):
            draw_origin("task", key, shared)
            origin = read_origin("task", key)
            if origin is not None:
                draw_explanation(
                    origin["record_key"],
                    origin["lead_agency"] or origin["issuer_name"],
                    origin["record_text"],
                    shared,
                )
