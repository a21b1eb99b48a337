"""Kế hoạch: one plan whole, its document beside its records, and how to put them right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboards.components.address import enter_text
from dashboards.components.filters import choose_plan
from dashboards.components.page import open_page
from dashboards.components.review_file import read_decisions
from dashboards.components.reviewer import recall_reviewer
from dashboards.data import ask
from dashboards.queries.plans import (
    read_plan,
    read_plan_documents,
    read_plan_findings,
    read_plan_targets,
    read_plan_tasks,
    read_unread_passages,
)
from dashboards.sections.hand_in_history import draw_jobs
from dashboards.sections.passage_card import (
    choose_passage,
    draw_judged,
    draw_passage,
    keep_undecided,
    list_judged,
)
from dashboards.sections.plan_choice import read_choice
from dashboards.sections.plan_document import choose_page, draw_plan_document, open_document
from dashboards.sections.plan_facts import draw_facts
from dashboards.sections.plan_records import draw_lists
from dashboards.sections.plan_versions import draw_version
from dashboards.sections.record_decision import draw_pending

if TYPE_CHECKING:
    from dashboards.components.state import Shared
    from dashboards.sections.plan_document import PlanDocument


def _choose_document(
    code: str, frames: tuple[Any, Any, Any], shared: Shared
) -> PlanDocument | None:
    """The document that is shown, None where the store holds none of this plan."""
    rows = {row["source_file"]: row for row in ask(read_plan_documents, plan_code=code).to_dicts()}
    if not rows:
        return None
    file = next(iter(rows))
    if len(rows) > 1:
        file = st.selectbox(shared.texts("document.file"), list(rows), key=f"document-of-{code}")
    return open_document(rows[file], *frames, shared)


def main() -> None:
    """Draw the page."""
    shared = open_page("plans")
    texts = shared.texts
    code = choose_plan(shared)["plan_code"]
    plan = ask(read_plan, plan_code=code).row(0, named=True)
    targets, tasks = ask(read_plan_targets, plan_code=code), ask(read_plan_tasks, plan_code=code)
    findings = ask(read_plan_findings, plan_code=code)
    decisions = read_decisions()
    judged = list_judged(decisions, code)
    unread = keep_undecided(ask(read_unread_passages, plan_code=code), judged)
    waiting = sum(frame.filter("needs_review").height for frame in (targets, tasks))
    draw_jobs(shared)
    note = st.session_state.pop("review-note", None)
    if note:
        st.toast(note, icon=":material/check_circle:")
    draw_pending(decisions, recall_reviewer(), shared)
    draw_facts(plan, waiting, shared)
    draw_version(plan, shared)
    choice = read_choice(code)
    document = _choose_document(code, (targets, tasks, unread), shared)
    if document is not None:
        choose_passage(unread, choice, shared)
        draw_judged(judged, shared)
    wanted = enter_text(texts("plans.search"), "q", texts("plans.search_help"))
    if document is None:
        st.info(texts("plans.no_document"), icon=":material/note_add:")
        draw_lists(plan, (targets, tasks, findings), wanted, choice, None, shared)
        return
    left, right = st.columns(2, gap="medium")
    with left:
        choose_page(document, choice, shared)
        shown = st.container()
    with right:
        if choice.subject == "passage":
            draw_passage(plan, choice, document, shared)
        draw_lists(plan, (targets, tasks, findings), wanted, choice, document, shared)
    # Last, so that it marks what was chosen in the lists.
    with shown:
        draw_plan_document(document, choice, shared)


main()
