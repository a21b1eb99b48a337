"""Hand-ins under way, what was handed in before, and forms to fill in."""

from __future__ import annotations

import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import streamlit as st

from dashboards.access.guard import is_own
from dashboards.components.filters import choose_plan
from dashboards.components.hand_in_job import list_jobs, start_hand_in, stop_hand_in
from dashboards.components.quote import escape
from dashboards.components.tables import Column, draw_table
from dashboards.data import find_build
from pipeline.asking.prefill import UnknownPlanError, write_prefilled
from pipeline.handins.journal import find_last, read_journal
from pipeline.support.settings import resolve_settings

if TYPE_CHECKING:
    from dashboards.components.state import Shared
    from pipeline.handins.state import HandInState

_SHOWN = 3
_FORMS = ("indicator_results", "task_status")


def _draw_job(job: HandInState, shared: Shared) -> None:
    texts = shared.texts
    names = ", ".join(escape(name) for name in job.files)
    what = "job_build" if job.action == "build" else "job"
    said = texts(
        f"handin.{what}_{job.step}", files=names, by=escape(job.by), message=escape(job.message)
    )
    if job.step == "published":
        st.success(said, icon=":material/task_alt:")
        st.page_link("app_pages/weekly.py", label=texts("handin.see"), icon=":material/today:")
        for name in job.unused:
            st.warning(texts("handin.unused", name=escape(name)), icon=":material/warning:")
        for name in job.displaced:
            st.warning(texts("handin.displaced", name=escape(name)), icon=":material/sync_alt:")
        return
    if job.is_over:
        st.error(said, icon=":material/undo:")
        return
    total = job.total or max(job.done, 1)
    with st.container(border=True):
        st.progress(min(job.done / total, 1.0), text=f"{said} {escape(job.stage)}")
        if st.button(texts("handin.stop"), key=f"stop-{job.hand_in_id}", icon=":material/stop:"):
            stop_hand_in(job)


def _list_shown() -> list[HandInState]:
    """Hand-ins of this session, and those of others that are under way."""
    mine = set(st.session_state.get("hand-ins", []))
    return [j for j in list_jobs() if not j.is_over or j.hand_in_id in mine][:_SHOWN]


def draw_jobs(shared: Shared) -> None:
    """Hand-ins that concern this reader; asked again every second while one is under way."""
    waits = any(not job.is_over for job in _list_shown())
    st.fragment(_draw_jobs, run_every=1.0 if waits else None)(shared)


def _draw_jobs(shared: Shared) -> None:
    jobs = _list_shown()
    for job in jobs:
        _draw_job(job, shared)
    published = {j.hand_in_id for j in jobs if j.step == "published"}
    if published - st.session_state.setdefault("seen-hand-ins", set()):
        # The screen turns to the new build.
        st.session_state["seen-hand-ins"] |= published
        st.rerun(scope="app")
    was_waiting = st.session_state.get("hand-in-waits", False)
    st.session_state["hand-in-waits"] = waits = any(not job.is_over for job in jobs)
    if was_waiting and not waits:
        # Nothing is under way any more: the page stops asking.
        st.rerun(scope="app")


def draw_journal(shared: Shared, by: str) -> None:
    """Who handed in what, and the way back of the last."""
    texts, raw = shared.texts, resolve_settings().raw
    entries = [entry for entry in read_journal(raw) if is_own(entry.by)]
    st.subheader(texts("handin.journal_title"))
    if not entries:
        st.caption(texts("handin.journal_empty"))
        return
    columns = [
        Column("at", "handin.at"),
        Column("by", "handin.by"),
        Column("action", "handin.action", kind="code", codes="handin_action"),
        Column("file", "column.file", width="large"),
    ]
    frame = pl.DataFrame([asdict(e) for e in reversed(entries)]).with_columns(
        at=pl.col("at").str.to_datetime(strict=False).dt.strftime("%d/%m/%Y %H:%M")
    )
    draw_table(frame, columns, shared, "nhat-ky")
    last = find_last(raw)
    if last and is_own(last[0].by):
        names = ", ".join(escape(e.file) for e in last)
        with st.popover(texts("handin.undo"), icon=":material/undo:"):
            st.markdown(texts("handin.undo_ask", files=names, by=escape(last[0].by)))
            if st.button(texts("handin.undo_yes"), key="undo-yes", type="primary"):
                started = start_hand_in("undo", [], by, undoes=last[0].hand_in_id)
                st.session_state.setdefault("hand-ins", []).append(started)
                st.rerun()


@st.cache_data(max_entries=20, show_spinner=False)
def _write_form(build: str, layout: str, plan: str) -> bytes | str:
    """Bytes of a prefilled form, or why there is none."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "mau.xlsx"
        try:
            write_prefilled(out, Path(build), layout, plan)
        except UnknownPlanError as error:
            return str(error)
        return out.read_bytes()


def draw_forms(shared: Shared) -> None:
    """Forms with the targets or tasks of a plan in their rows."""
    texts, build = shared.texts, find_build()
    st.subheader(texts("handin.forms_title"))
    st.caption(texts("handin.forms_hint"))
    if build is None:
        return
    plan = choose_plan(shared, "fplan")["plan_code"]
    with st.container(horizontal=True):
        for layout in _FORMS:
            form = _write_form(str(build), layout, plan)
            if isinstance(form, str):
                st.caption(escape(form))
                continue
            st.download_button(
                texts(f"handin.form_{layout}"), form, f"{plan}-{layout}.xlsx",
                key=f"form-{layout}", icon=":material/download:", on_click="ignore",
            )  # fmt: skip
