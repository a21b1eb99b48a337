"""Kế hoạch: one plan whole, and where each of its lines stands in the document."""

from __future__ import annotations

import polars as pl
import streamlit as st

from dashboards.components.address import enter_text
from dashboards.components.filters import choose_plan
from dashboards.components.page import open_page
from dashboards.components.review_file import read_decisions
from dashboards.data import ask
from dashboards.queries.plans import (
    read_plan,
    read_plan_findings,
    read_plan_targets,
    read_plan_tasks,
)
from dashboards.sections.hand_in_history import draw_jobs
from dashboards.sections.plan_facts import draw_facts, draw_findings
from dashboards.sections.plan_records import draw_records, search_rows
from dashboards.sections.record_decision import draw_pending

_TARGET_WORDS = ("target_text", "measure_label", "lead_agency")
_TASK_WORDS = ("task_text", "lead_agency", "coord_agency")


def main() -> None:
    """Draw the page."""
    shared = open_page("plans")
    texts = shared.texts
    code = choose_plan(shared)["plan_code"]
    plan = ask(read_plan, plan_code=code).row(0, named=True)
    targets, tasks = ask(read_plan_targets, plan_code=code), ask(read_plan_tasks, plan_code=code)
    findings = ask(read_plan_findings, plan_code=code)
    waiting = sum(frame.filter("needs_review").height for frame in (targets, tasks))
    draw_jobs(shared)
    note = st.session_state.pop("review-note", None)
    if note:
        st.toast(note, icon=":material/check_circle:")
    draw_pending(read_decisions(), st.session_state.get("who-target", ""), shared)
    draw_facts(plan, waiting, shared)
    left = findings.filter(pl.col("finding_kind") == "number_unclaimed").height
    if left:
        st.warning(texts("plans.numbers_left", count=left), icon=":material/pin:")
    if not any(frame["source_quote"].is_not_null().any() for frame in (targets, tasks)):
        st.info(texts("plans.no_document", name=code), icon=":material/note_add:")
    wanted = enter_text(texts("plans.search"), "q", texts("plans.search_help"))
    targets = search_rows(targets, _TARGET_WORDS, wanted)
    tasks = search_rows(tasks, _TASK_WORDS, wanted)
    target_tab, task_tab, finding_tab = st.tabs(
        [
            texts("plans.targets_tab", count=targets["target_ref"].n_unique()),
            texts("plans.tasks_tab", count=tasks.height),
            texts("plans.findings_tab", count=findings.height),
        ],
        # A link to a task opens where the task is.
        default=texts("plans.tasks_tab", count=tasks.height) if "task" in st.query_params else None,
    )
    with target_tab:
        draw_records("target", targets, "chi-tieu", shared)
    with task_tab:
        draw_records("task", tasks, "nhiem-vu-ke-hoach", shared)
    with finding_tab:
        draw_findings(findings, shared)


main()
