"""The answer to a question: rows, a chart in two clicks, downloads, what was asked before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import streamlit as st

from dashboards.address_text import FREE_QUESTION
from dashboards.charts.answer import draw_answer, list_axes
from dashboards.components.chart import build_spec, draw_chart
from dashboards.components.quote import escape
from dashboards.components.sql_job import word_fault
from dashboards.components.tables import draw_downloads
from dashboards.sections.sql_question import address_question
from pipeline.tables.exporter import flatten_columns

if TYPE_CHECKING:
    from dashboards.components.sql_job import Job
    from dashboards.components.state import Shared
    from dashboards.i18n.texts import Texts

_POLL_SECONDS = 0.5


@st.fragment(run_every=_POLL_SECONDS)
def watch_job(job: Job, shared: Shared) -> None:
    """Seconds gone by and the way to stop it; draws the page again when it has ended."""
    if not job.is_running:
        st.rerun(scope="app")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(shared.texts("sql.running", seconds=shared.texts.number(job.seconds)))
        if st.button(shared.texts("sql.cancel"), icon=":material/stop:", key="sql-cancel"):
            job.cancel()
            job.wait(5)
            st.rerun(scope="app")


def _count_rows(job: Job, texts: Texts) -> str:
    if job.answer is None:
        return texts("app.none")
    rows, seconds = texts.number(job.answer.frame.height), texts.number(job.answer.seconds, 2)
    return texts("sql.answered", rows=rows, seconds=seconds)


def draw_answer_rows(job: Job, shared: Shared) -> None:
    """Rows of an answer, or why there are none."""
    texts = shared.texts
    if job.fault:
        st.error(escape(word_fault(job.fault, texts)), icon=":material/error:")
        return
    if job.answer is None:
        return
    frame = job.answer.frame
    st.markdown(_count_rows(job, texts))
    if job.answer.is_cut:
        st.warning(texts("sql.cut", rows=texts.number(frame.height)), icon=":material/content_cut:")
    height = min(560, 36 * (frame.height + 1) + 2)
    days = [name for name, dtype in frame.schema.items() if dtype == pl.Date]
    st.dataframe(
        frame, hide_index=True, key="sql-rows", height=height, placeholder="–",
        column_config={name: st.column_config.DateColumn(format="DD/MM/YYYY") for name in days},
    )  # fmt: skip
    draw_downloads(flatten_columns(frame), shared, "hoi", statement=job.statement)
    _draw_chart(frame, shared)


def _draw_chart(frame: pl.DataFrame, shared: Shared) -> None:
    texts = shared.texts
    axes, measures = list_axes(frame)
    if not measures or frame.is_empty():
        return
    if not st.toggle(texts("sql.chart"), key="sql-chart"):
        return
    left, middle, right = st.columns(3)
    along = left.selectbox(texts("sql.along"), axes, key="sql-along")
    rest = [m for m in measures if m != along] or measures
    measured = middle.selectbox(texts("sql.measured"), rest, key="sql-measured")
    shapes = {s: texts(f"sql.shape_{s}") for s in ("bar", "line", "point")}
    shape = right.segmented_control(
        texts("sql.shape"), list(shapes), default="bar", format_func=shapes.__getitem__,
        key="sql-shape", required=True,
    )  # fmt: skip
    spec = build_spec(draw_answer, frame, shared, along, measured, shape or "bar")
    draw_chart(spec, shared, "sql-answer", f"{measured}, {along}")


def remember_job(job: Job) -> None:
    """Keep a question in the history of this session, the newest first."""
    history: list[Job] = st.session_state.setdefault("sql-history", [])
    if job not in history:
        history.insert(0, job)
        del history[20:]


def draw_history(shared: Shared) -> None:
    """What was asked in this session; each can be opened again."""
    history: list[Job] = st.session_state.get("sql-history", [])
    texts = shared.texts
    with st.expander(texts("sql.history", count=len(history)), icon=":material/history:"):
        if not history:
            st.caption(texts("sql.no_history"))
        for job in history:
            first = " ".join(job.statement.replace("`", "'").split())[:110]
            outcome = word_fault(job.fault, texts) if job.fault else _count_rows(job, texts)
            st.page_link(
                "app_pages/sql.py",
                label=f"`{first}`",
                query_params=address_question(FREE_QUESTION, job.statement, job.parameters),
            )
            st.caption(outcome)
