"""Targets and tasks of a plan beside the text that they came from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import streamlit as st

from dashboards.components.quote import escape
from dashboards.components.review_file import list_decided, read_decisions
from dashboards.components.reviewer import recall_reviewer
from dashboards.components.source_note import draw_source_note
from dashboards.components.tables import Column, draw_table
from dashboards.sections.origin import Subject, draw_origin, read_origin
from dashboards.sections.plan_facts import draw_findings
from dashboards.sections.record_decision import draw_record_decision
from dashboards.sections.review_choice import decide
from pipeline.reviews.append import Decision
from pipeline.support.text import fold

if TYPE_CHECKING:
    from dashboards.components.state import Shared
    from dashboards.sections.plan_choice import Choice, View
    from dashboards.sections.plan_document import PlanDocument

_HEIGHT = 300
# Indices of many things at once contradict no section.
_OTHER_FIELD = 7
_TARGET_WORDS = ("target_text", "measure_label", "lead_agency")
_TASK_WORDS = ("task_text", "lead_agency", "coord_agency")


def search_rows(frame: pl.DataFrame, columns: tuple[str, ...], wanted: str) -> pl.DataFrame:
    """Rows that contain every word, marks and case aside."""
    words = fold(wanted).split()
    if not words:
        return frame
    rows = frame.select(columns).rows()
    folded = [fold(" ".join(text or "" for text in row)) for row in rows]
    kept = [all(word in text for word in words) for text in folded]
    return frame.filter(pl.Series(kept, dtype=pl.Boolean))


def _target_columns(shared: Shared) -> list[Column]:
    return [
        Column("target_ref", "column.ref"),
        Column(f"field_short_{shared.texts.language}", "column.field"),
        Column("target_text", "column.text", width="large"),
        Column("measure_label", "column.measure", width="medium"),
        Column("comparator", "column.comparator", kind="code", codes="comparator"),
        Column("value", "column.value", kind="number"),
        Column("unit", "column.unit", kind="code", codes="unit"),
        Column("scope_level", "column.scope", kind="code", codes="scope"),
        Column("baseline", "column.baseline"),
        Column("due_year", "column.due_year", kind="year"),
        Column("is_nested", "column.nested", kind="flag"),
        Column("is_conditional", "column.conditional", kind="flag"),
        Column("lead_agency", "column.lead_agency", width="medium"),
        Column(shared.texts.name_column, "column.indicator", width="medium"),
        Column("document_place", "column.document_place", width="medium"),
        Column("source_locator", "column.locator"),
    ]


def _task_columns(shared: Shared) -> list[Column]:
    return [
        Column("task_ref", "column.ref"),
        Column(f"field_short_{shared.texts.language}", "column.field"),
        Column("task_text", "column.text", width="large"),
        Column("products", "column.products", kind="list", width="medium"),
        Column("lead_agency", "column.lead_agency", width="medium"),
        Column("coord_agency", "column.coord_agency", width="medium"),
        Column("due_text", "column.due_text"),
        Column("due_on", "column.due_on", kind="date"),
        Column("budget_million_vnd", "column.budget", kind="number"),
        Column("budget_note", "column.budget_note"),
        Column("evidence", "column.evidence", kind="list", width="medium"),
        Column("unsure", "column.unsure", kind="remarks"),
        Column("document_place", "column.document_place", width="medium"),
        Column("source_locator", "column.locator"),
    ]


def _reading_columns(frame: pl.DataFrame) -> list[Column]:
    """What the machine's reading of a document adds; nothing where only an export was read."""
    columns = []
    if frame["reading_doubts"].list.len().fill_null(0).sum():
        columns.append(
            Column("reading_doubts", "column.reading_doubts", kind="remarks", width="medium")
        )
    if frame["source_quote"].is_not_null().any():
        columns += [
            Column("source_quote", "column.quote", width="large"),
            Column("quote_file", "column.quote_file"),
            Column("quote_locator", "column.quote_locator"),
        ]
    return columns


def _with_reading(columns: list[Column], frame: pl.DataFrame) -> list[Column]:
    """The mark of doubt right behind the reference, the words of the document at the end."""
    marks = []
    if frame["needs_review"].any():
        marks.append(Column("needs_review", "column.needs_review", kind="flag"))
    return [columns[0], *marks, *columns[1:], *_reading_columns(frame)]


def _accept_page(
    subject: Subject, rows: pl.DataFrame, page: int, document: PlanDocument, shared: Shared
) -> None:
    """Every record of the page that waits is right: one press for a page that was read.

    Those of which nobody knows the page are not among them: nobody saw where they stand.
    """
    decided = list_decided(read_decisions())
    keys = [
        row["record_key"]
        for row in rows.filter("needs_review").iter_rows(named=True)
        if document.find_page(subject, row[f"{subject}_key"]) == page
        and f"{row['record_key']}|reading" not in decided
    ]
    who = recall_reviewer()
    if len(keys) < 2:
        return
    if st.button(
        shared.texts("review.accept_page", count=len(keys), page=page), key="accept-page",
        disabled=not who, icon=":material/done_all:",
        help=None if who else shared.texts("review.who_first"),
    ):  # fmt: skip
        decide(shared, [Decision(k, "reading", "accept", decided_by=who) for k in keys])


def _draw_record(
    subject: Subject, key: str, rows: pl.DataFrame, plan: dict[str, Any],
    document: PlanDocument | None, shared: Shared,
) -> None:  # fmt: skip
    """What is known of the chosen record, and how to put it right."""
    row = read_origin(subject, key)
    if row is None:
        st.info(shared.texts("app.no_match"))
        return
    record = rows.row(rows[f"{subject}_key"].to_list().index(key), named=True)
    if row["made_as"]:
        st.caption(shared.texts(f"made_as.{row['made_as']}"))
    if subject == "target":
        _warn_of_field(record, shared)
    with st.container(border=True):
        draw_origin(subject, key, shared, links=False, quote=document is None)
        if record["reading_doubts"]:
            doubts = "; ".join(map(escape, shared.texts.remarks(record["reading_doubts"])))
            st.markdown(f"{shared.texts('review_why.reading')} {doubts}")
    draw_record_decision(subject, record, rows, plan, shared)


def _warn_of_field(record: dict[str, Any], shared: Shared) -> None:
    """An indicator is of one field, whatever section a plan puts it in."""
    texts = shared.texts
    if record["indicator_field_code"] not in (None, _OTHER_FIELD, record["field_code"]):
        st.warning(
            texts(
                "plans.field_differs",
                section=record[f"field_short_{texts.language}"],
                indicator=record[f"indicator_field_{texts.language}"],
            ),
            icon=":material/alt_route:",
        )


def _draw_records(
    subject: Subject, frame: pl.DataFrame, whole: pl.DataFrame, plan: dict[str, Any],
    choice: Choice, document: PlanDocument | None, shared: Shared,
) -> None:  # fmt: skip
    """A list, and below it the record that is chosen.

    Args:
        subject: ``target`` or ``task``.
        frame: rows of ``read_plan_targets`` or ``read_plan_tasks`` that are listed.
        whole: all of them.
        plan: row of ``read_plan``.
        choice: changed by a selection in the list.
        document: shown beside it, None where there is none.
        shared: language and build.
    """
    columns = _target_columns(shared) if subject == "target" else _task_columns(shared)
    name = "chi-tieu" if subject == "target" else "nhiem-vu-ke-hoach"
    chosen = draw_table(
        frame, _with_reading(columns, frame), shared, name, select=True, height=_HEIGHT,
        round_no=choice.round_no,
    )  # fmt: skip
    draw_source_note(frame, shared)
    if choice.page is not None and document is not None:
        _accept_page(subject, frame, choice.page, document, shared)
    keys = frame[f"{subject}_key"].to_list()
    if chosen is not None:
        choice.subject, choice.key = subject, keys[chosen]
    elif choice.subject != subject or choice.key not in whole[f"{subject}_key"]:
        if choice.subject == "passage":
            return
        choice.subject, choice.key = subject, keys[0] if keys else ""
    if not choice.key:
        st.info(shared.texts("app.no_match"))
        return
    _draw_record(subject, choice.key, whole, plan, document, shared)


def draw_lists(
    plan: dict[str, Any],
    frames: tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame],
    wanted: str,
    choice: Choice,
    document: PlanDocument | None,
    shared: Shared,
) -> None:
    """Targets, tasks and findings, one list at a time.

    Args:
        plan: row of ``read_plan``.
        frames: of ``read_plan_targets``, ``read_plan_tasks`` and ``read_plan_findings``.
        wanted: words that the rows listed contain.
        choice: which list is open, and what is chosen in it.
        document: shown beside them, None where there is none.
        shared: language and build.
    """
    texts = shared.texts
    targets, tasks, findings = frames
    listed = {
        "target": search_rows(targets, _TARGET_WORDS, wanted),
        "task": search_rows(tasks, _TASK_WORDS, wanted),
    }
    if document is not None:
        listed = {s: document.keep_page(s, rows, choice.page) for s, rows in listed.items()}
    labels: dict[View, str] = {
        "target": texts("plans.targets_tab", count=listed["target"]["target_ref"].n_unique()),
        "task": texts("plans.tasks_tab", count=listed["task"].height),
        "finding": texts("plans.findings_tab", count=findings.height),
    }
    key = f"plan-view-{choice.round_no}"
    view = st.segmented_control(
        texts("plans.view"), list(labels), default=choice.view, required=True,
        format_func=labels.__getitem__, key=key, label_visibility="collapsed",
    )  # fmt: skip
    choice.view = view
    if view == "finding":
        draw_findings(findings, shared)
    elif view == "target":
        _draw_records("target", listed["target"], targets, plan, choice, document, shared)
    else:
        _draw_records("task", listed["task"], tasks, plan, choice, document, shared)
