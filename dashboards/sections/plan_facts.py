"""What a plan is, what it declares, and what was found in it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import polars as pl
import streamlit as st

from dashboards.components.filters import say_years
from dashboards.components.quote import escape
from dashboards.components.tables import Column, draw_table

if TYPE_CHECKING:
    from dashboards.components.state import Shared


def _list_facts(plan: dict[str, Any], shared: Shared) -> pl.DataFrame:
    texts = shared.texts
    places = json.loads(plan["document_places"] or "{}")
    blank = texts("plans.blank")
    years = say_years(plan)
    place = plan["province_name"] or texts("app.none")
    if plan["boundary_version"] and plan["province_name"]:
        frame = texts("app.as_issued" if plan["boundary_version"] == "63" else "app.today")
        place = f"{place} ({frame})"
    owner = plan["unit_name"] or plan["unit_code"]
    if owner is None:
        owner = texts("app.none" if plan["owner_match"] == "national" else "plans.owner_unknown")
    facts = [
        ("column.doc_no", plan["doc_no"] or blank, "doc_no"),
        (
            "column.issued_on",
            texts.date(plan["issued_on"]) if plan["issued_on"] else blank,
            "issued_on",
        ),
        ("column.issuer", plan["issuer_name"] or texts("app.none"), "issuer_name"),
        ("column.owner_unit", owner, ""),
        ("column.place", place, "province_name"),
        ("plans.current_province", plan["current_province_name"] or texts("app.none"), ""),
        ("plans.period", years, "year_from"),
        ("column.replaces", plan["replaces_doc_no"] or texts("app.none"), "replaces_doc_no"),
        ("column.amends", plan["amends_doc_no"] or texts("app.none"), "amends_doc_no"),
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


def draw_findings(findings: pl.DataFrame, shared: Shared) -> None:
    """What has to be looked at again in a plan."""
    if findings.is_empty():
        st.success(shared.texts("plans.no_findings"))
        return
    columns = [
        Column("severity", "column.severity", kind="code", codes="severity"),
        Column("finding_kind", "column.finding", kind="code", codes="finding"),
        Column("place", "column.where", width="medium"),
        Column("message", "column.message", kind="said", width="large"),
    ]
    draw_table(findings, columns, shared, "can-xem-lai", lines=2)


def draw_facts(plan: dict[str, Any], waiting: int, shared: Shared) -> None:
    """Facts of a plan beside its counts.

    Args:
        plan: row of ``read_plan``.
        waiting: rows that wait for a review.
        shared: language.
    """
    texts = shared.texts
    st.subheader(escape(plan["plan_title"]))
    left, right = st.columns([3, 2])
    with left:
        facts = [
            Column("fact", "column.fact"),
            Column("value", "column.value", width="large"),
            Column("place", "column.document_place", width="medium"),
        ]
        draw_table(_list_facts(plan, shared), facts, shared, "thong-tin", height="content")
    with right:
        _draw_declared(plan, shared)
        if waiting:
            st.warning(texts("plans.waiting_review", count=waiting))
        if note := plan[texts.said_column("note")]:
            st.info(f"**{texts('plans.note')}.** {escape(note)}")
