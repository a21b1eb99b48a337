"""SQL: ask the published build anything, with the tables explained beside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import polars as pl
import streamlit as st

from dashboards.access.session import note_question
from dashboards.components.address import was_followed
from dashboards.components.page import open_page
from dashboards.components.quote import escape
from dashboards.components.sql_job import SCREEN_LIMITS, Job, word_fault
from dashboards.data import find_build, load_notes
from dashboards.i18n.table_notes import translate_note
from dashboards.sections.sql_answer import draw_answer_rows, draw_history, remember_job, watch_job
from dashboards.sections.sql_question import (
    address_question,
    choose_question,
    edit_statement,
    enter_parameters,
    keep_statement,
    list_parameters,
    warn_of_bad_questions,
)
from pipeline.asking.questions.faults import ParameterError
from pipeline.asking.questions.library import NamedQuestion, bind_parameters

if TYPE_CHECKING:
    from dashboards.components.state import Shared
    from pipeline.asking.questions.library import Parameter


def _bind(
    statement: str, parameters: list[Parameter], values: dict[str, str], shared: Shared
) -> dict[str, Any] | None:
    """Values of the blanks; None where one does not fit, which is said on the screen."""
    try:
        return bind_parameters(NamedQuestion("", "", "", tuple(parameters), statement), values)
    except ParameterError as error:
        st.error(escape(word_fault(error, shared.texts)), icon=":material/error:")
        return None


def _start(statement: str, bound: dict[str, Any], shared: Shared) -> None:
    build = find_build()
    if build is None:
        return
    before: Job | None = st.session_state.get("sql-job")
    if before is not None:
        before.cancel()
    note_question(statement)
    job = Job(statement, bound).start(build)
    st.session_state["sql-job"] = job
    st.session_state["sql-build"] = shared.build_id
    # Most answers are there before anybody could read that they are awaited.
    job.wait(1.5)


def _draw_link(code: str, statement: str, values: dict[str, str], shared: Shared) -> None:
    texts = shared.texts
    with st.popover(texts("sql.share"), icon=":material/link:", type="tertiary"):
        st.caption(texts("sql.share_hint"))
        url = (st.context.url or "").split("?")[0]
        address = address_question(code, statement, values)
        st.code(f"{url}?{urlencode(address)}", language=None, wrap_lines=True)


def _draw_tables(shared: Shared) -> None:
    """Every public table and its columns, as dbt documents them."""
    texts = shared.texts
    st.subheader(texts("sql.tables"))
    notes = {note.name: note for note in load_notes(str(find_build()))}
    name = st.selectbox(texts("sql.table"), list(notes), key="sql-table")
    note = translate_note(notes[name], texts.language)
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


def _draw_question(shared: Shared) -> tuple[str, dict[str, Any] | None]:
    """The question as it stands; runs it when asked to, or when a link brought it."""
    texts = shared.texts
    brought = was_followed() and ("s" in st.query_params or "ask" in st.query_params)
    code = choose_question(shared)
    statement = edit_statement(code, shared)
    parameters = list_parameters(code, statement)
    values = enter_parameters(parameters, shared)
    bound = _bind(statement, parameters, values, shared)
    with st.container(horizontal=True, vertical_alignment="center"):
        run = st.button(texts("sql.run"), icon=":material/play_arrow:", disabled=bound is None)
        _draw_link(code, statement, values, shared)
    limits = {"seconds": f"{SCREEN_LIMITS.seconds:g}", "rows": texts.number(SCREEN_LIMITS.rows)}
    st.caption(texts("sql.limits", memory=SCREEN_LIMITS.memory, **limits))
    if (run or brought) and bound is not None:
        keep_statement(code, statement)
        _start(statement, bound, shared)
    return statement, bound


def _draw_answer(statement: str, bound: dict[str, Any] | None, shared: Shared) -> None:
    """The answer to the question above, never to another one."""
    job: Job | None = st.session_state.get("sql-job")
    if job is None:
        return
    if job.is_running:
        watch_job(job, shared)
        return
    remember_job(job)
    if (job.statement, job.parameters) != (statement, bound):
        st.info(shared.texts("sql.changed"), icon=":material/edit:")
        return
    draw_answer_rows(job, shared)
    st.caption(shared.texts("app.source_build", build=st.session_state["sql-build"]))


def main() -> None:
    """Draw the page."""
    shared = open_page("sql", needs_plans=False)
    left, right = st.columns([3, 2], gap="large")
    with left:
        warn_of_bad_questions(shared)
        statement, bound = _draw_question(shared)
        _draw_answer(statement, bound, shared)
        draw_history(shared)
    with right:
        _draw_tables(shared)


main()
