"""SQL: ask the published build anything, with the tables explained beside."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

import polars as pl
import streamlit as st

from dashboards.components.address import pack_text
from dashboards.components.page import open_page
from dashboards.components.sql_job import SCREEN_LIMITS, Job
from dashboards.data import find_build, load_notes
from dashboards.sections.sql_answer import draw_answer_rows, draw_history, remember_job, watch_job
from dashboards.sections.sql_question import (
    FREE,
    choose_question,
    edit_statement,
    enter_parameters,
    list_parameters,
)
from pipeline.questions.library import (
    NamedQuestion,
    ParameterError,
    bind_parameters,
)

if TYPE_CHECKING:
    from dashboards.components.state import Shared
    from pipeline.questions.library import Parameter


def _start(
    statement: str, parameters: list[Parameter], values: dict[str, str], shared: Shared
) -> None:
    build = find_build()
    try:
        bound = bind_parameters(NamedQuestion("", "", "", tuple(parameters), statement), values)
    except ParameterError as error:
        st.error(str(error), icon=":material/error:")
        return
    if build is None:
        return
    job = Job(statement, bound).start(build)
    st.session_state["sql-job"] = job
    # Most answers are there before anybody could read that they are awaited.
    job.wait(0.4)
    st.session_state["sql-build"] = shared.build_id


def _write_address(code: str, statement: str) -> None:
    """The question as the address carries it, so that a link shows the same."""
    if code == FREE:
        st.query_params["s"] = pack_text(statement)
    elif "s" in st.query_params:
        del st.query_params["s"]


def _draw_link(shared: Shared) -> None:
    texts = shared.texts
    with st.popover(texts("sql.share"), icon=":material/link:", type="tertiary"):
        st.caption(texts("sql.share_hint"))
        url = (st.context.url or "").split("?")[0]
        st.code(f"{url}?{urlencode(st.query_params.to_dict())}", language=None, wrap_lines=True)


def _draw_tables(shared: Shared) -> None:
    """Every public table and its columns, as dbt documents them."""
    texts = shared.texts
    st.subheader(texts("sql.tables"))
    notes = {note.name: note for note in load_notes(str(find_build()))}
    name = st.selectbox(texts("sql.table"), list(notes), key="sql-table")
    note = notes[name]
    st.caption(note.grain)
    columns = pl.DataFrame(
        {
            texts("sql.column"): [c.name for c in note.columns],
            texts("sql.type"): [c.data_type for c in note.columns],
            texts("sql.meaning"): [c.meaning for c in note.columns],
        }
    )
    st.dataframe(
        columns, hide_index=True, key="sql-columns",
        height=min(600, 36 * (columns.height + 1) + 2),
        column_config={texts("sql.meaning"): st.column_config.TextColumn(width="large")},
    )  # fmt: skip


def _draw_question(shared: Shared) -> None:
    texts = shared.texts
    brought = "s" in st.query_params or "ask" in st.query_params
    code = choose_question(shared)
    statement = edit_statement(code, shared)
    parameters = list_parameters(code, statement)
    values = enter_parameters(parameters, shared)
    with st.container(horizontal=True, vertical_alignment="center"):
        run = st.button(texts("sql.run"), icon=":material/play_arrow:")
        _draw_link(shared)
    limits = {"seconds": f"{SCREEN_LIMITS.seconds:g}", "rows": texts.number(SCREEN_LIMITS.rows)}
    st.caption(texts("sql.limits", memory=SCREEN_LIMITS.memory, **limits))
    # A shared link shows what it was copied for without another click.
    if run or (brought and "sql-job" not in st.session_state):
        _write_address(code, statement)
        _start(statement, parameters, values, shared)


def main() -> None:
    """Draw the page."""
    shared = open_page("sql", needs_plans=False)
    left, right = st.columns([3, 2], gap="large")
    with left:
        _draw_question(shared)
        job: Job | None = st.session_state.get("sql-job")
        if job is not None and job.is_running:
            watch_job(job, shared)
        elif job is not None:
            remember_job(job)
            draw_answer_rows(job, shared)
            asked_of = shared.texts("app.source_build", build=st.session_state["sql-build"])
            st.caption(asked_of)
        draw_history(shared)
    with right:
        _draw_tables(shared)


main()
