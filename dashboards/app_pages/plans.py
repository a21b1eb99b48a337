"""Kế hoạch: one plan whole, and where each of its lines stands in the document."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import polars as pl
import streamlit as st

from dashboards.components.address import enter_text
from dashboards.components.filters import choose_plan
from dashboards.components.page import open_page
from dashboards.components.source_note import draw_source_note
from dashboards.components.tables import Column, draw_table
from dashboards.data import ask
from dashboards.queries.plans import (
    read_plan,
    read_plan_findings,
    read_plan_targets,
    read_plan_tasks,
)
from pipeline.text import fold

if TYPE_CHECKING:
    from dashboards.components.state import Shared


def _list_facts(plan: dict[str, Any], shared: Shared) -> pl.DataFrame:
    texts = shared.texts
    places = json.loads(plan["document_places"] or "{}")
    blank = texts("plans.blank")
    years = (
        str(plan["year_from"])
        if plan["year_from"] == plan["year_to"]
        else f"{plan['year_from']}–{plan['year_to']}"
    )
    frame = texts("app.as_issued" if plan["boundary_version"] == "63" else "app.today")
    facts = [
        ("column.doc_no", plan["doc_no"] or blank, "doc_no"),
        (
            "column.issued_on",
            texts.date(plan["issued_on"]) if plan["issued_on"] else blank,
            "issued_on",
        ),
        ("column.issuer", plan["issuer_name"], "issuer_name"),
        ("column.place", f"{plan['province_name']} ({frame})", "province_name"),
        ("plans.current_province", plan["current_province_name"] or texts("app.none"), ""),
        ("plans.period", years, "year_from"),
        ("column.replaces", plan["replaces_doc_no"] or texts("app.none"), "replaces_doc_no"),
        ("column.source_document", plan["source_document"] or texts("app.none"), ""),
        ("column.file", f"{plan['source_file']} ({plan['source_locator']})", ""),
    ]
    rows = [
        {"fact": texts(key), "value": value, "place": places.get(name, "")}
        for key, value, name in facts
    ]
    return pl.DataFrame(rows)


def _draw_declared(plan: dict[str, Any], shared: Shared) -> None:
    """Found counts, with what the document itself declares beneath each."""
    texts = shared.texts
    st.markdown(f"**{texts('plans.declared')}**")
    targets, measures, tasks = st.columns(3)
    nothing = texts("plans.not_declared")
    said_targets = said_tasks = nothing
    if plan["declared_targets"] is not None:
        said_targets = texts(
            "plans.declared_line",
            declared=plan["declared_targets"],
            numbered=plan["numbered_targets"],
        )
    if plan["declared_tasks"] is not None:
        said_tasks = texts("plans.declared_tasks_line", declared=plan["declared_tasks"])
    for column, key, count, said in (
        (targets, "found_targets", plan["found_targets"], said_targets),
        (measures, "found_measures", plan["found_measures"], None),
        (tasks, "found_tasks", plan["found_tasks"], said_tasks),
    ):
        with column:
            st.metric(texts(f"plans.{key}"), count, border=True)
            if said:
                st.caption(said)


def _search(frame: pl.DataFrame, columns: tuple[str, ...], wanted: str) -> pl.DataFrame:
    """Rows that contain every word, marks and case aside."""
    words = fold(wanted).split()
    if not words:
        return frame
    text = pl.concat_str([pl.col(c).fill_null("") for c in columns], separator=" ")
    folded = text.map_elements(fold, return_dtype=pl.String)
    return frame.filter(pl.all_horizontal(folded.str.contains(w, literal=True) for w in words))


def _target_columns(shared: Shared) -> list[Column]:
    return [
        Column("target_ref", "column.ref"),
        Column(f"field_short_{shared.texts.language}", "column.field"),
        Column("target_text", "column.text", width="large"),
        Column("measure_label", "column.measure", width="medium"),
        Column("comparator", "column.comparator", kind="code", codes="comparator"),
        Column("value", "column.value", kind="number"),
        Column("unit", "column.unit"),
        Column("scope_level", "column.scope", kind="code", codes="scope"),
        Column("baseline", "column.baseline"),
        Column("due_year", "column.due_year", kind="year"),
        Column("is_nested", "column.nested", kind="flag"),
        Column("is_conditional", "column.conditional", kind="flag"),
        Column("lead_agency", "column.lead_agency", width="medium"),
        Column("indicator_code", "column.indicator_code"),
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
        Column("unsure", "column.unsure", kind="list"),
        Column("document_place", "column.document_place", width="medium"),
        Column("source_locator", "column.locator"),
    ]


def _reading_columns(frame: pl.DataFrame) -> list[Column]:
    """What the machine's reading of a document adds; nothing where only an export was read."""
    columns = []
    if frame["reading_doubts"].list.len().fill_null(0).sum():
        columns.append(
            Column("reading_doubts", "column.reading_doubts", kind="list", width="medium")
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


def _draw_findings(findings: pl.DataFrame, shared: Shared) -> None:
    if findings.is_empty():
        st.success(shared.texts("plans.no_findings"))
        return
    columns = [
        Column("severity", "column.severity", kind="code", codes="severity"),
        Column("finding_kind", "column.finding", kind="code", codes="finding"),
        Column("place", "column.where", width="medium"),
        Column("message", "column.message", width="large"),
    ]
    draw_table(findings, columns, shared, "can-xem-lai")


def main() -> None:
    """Draw the page."""
    shared = open_page("plans")
    texts = shared.texts
    code = choose_plan(shared)["plan_code"]
    plan = ask(read_plan, plan_code=code).row(0, named=True)
    targets, tasks = ask(read_plan_targets, plan_code=code), ask(read_plan_tasks, plan_code=code)
    findings = ask(read_plan_findings, plan_code=code)
    st.subheader(plan["plan_title"])
    left, right = st.columns([3, 2])
    with left:
        facts = [
            Column("fact", "column.fact"),
            Column("value", "column.value", width="large"),
            Column("place", "column.document_place", width="medium"),
        ]
        draw_table(_list_facts(plan, shared), facts, shared, "thong-tin")
    with right:
        _draw_declared(plan, shared)
        waiting = sum(frame.filter("needs_review").height for frame in (targets, tasks))
        if waiting:
            st.warning(texts("plans.waiting_review", count=waiting))
        if plan["note"]:
            st.info(f"**{texts('plans.note')}.** {plan['note']}")
    wanted = enter_text(texts("plans.search"), "q", texts("plans.search_help"))
    targets = _search(targets, ("target_text", "measure_label", "lead_agency"), wanted)
    tasks = _search(tasks, ("task_text", "lead_agency", "coord_agency"), wanted)
    target_tab, task_tab, finding_tab = st.tabs(
        [
            texts("plans.targets_tab", count=targets["target_ref"].n_unique()),
            texts("plans.tasks_tab", count=tasks.height),
            texts("plans.findings_tab", count=findings.height),
        ]
    )
    with target_tab:
        columns = _with_reading(_target_columns(shared), targets)
        draw_table(targets, columns, shared, "chi-tieu", height=560)
        draw_source_note(targets, shared)
    with task_tab:
        columns = _with_reading(_task_columns(shared), tasks)
        draw_table(tasks, columns, shared, "nhiem-vu-ke-hoach", height=560)
        draw_source_note(tasks, shared)
    with finding_tab:
        _draw_findings(findings, shared)


main()
