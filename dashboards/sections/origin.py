"""From a number or a task to the line it came from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal

import streamlit as st

from dashboards.components.quote import draw_quote, escape
from dashboards.data import ask
from dashboards.queries.origin import list_successors, read_target_origin, read_task_origin
from dashboards.sections.plan_versions import list_version_facts
from pipeline.support.text import fold

if TYPE_CHECKING:
    from dashboards.components.state import Shared

Subject = Literal["target", "task"]


def read_origin(subject: Subject, key: str) -> dict[str, Any] | None:
    """Row of ``read_target_origin`` or ``read_task_origin``; None for an unknown key."""
    if subject == "target":
        rows = ask(read_target_origin, target_key=key)
    else:
        rows = ask(read_task_origin, task_key=key)
    return rows.row(0, named=True) if rows.height else None


def _say_demand(row: dict[str, Any], shared: Shared) -> str | None:
    texts = shared.texts
    if row.get("value") is None:
        return None
    sign = texts("comparator." + row["comparator"])
    scope = f", {texts('scope.' + row['scope_level'])}" if row["scope_level"] else ""
    year = f", {row['due_year']}" if row["due_year"] else ""
    return f"**{sign} {texts.share(row['value'], row['unit'])}**{scope}{year}"


def _list_facts(subject: Subject, row: dict[str, Any], shared: Shared) -> list[str]:
    texts = shared.texts
    lines = []
    if subject == "target" and row["indicator_code"]:
        lines.append(f"{texts('column.indicator')}: **{escape(row[texts.name_column])}**")
        lines.append(f"{texts('trends.definition')}: {escape(row['definition_vi'])}")
    if subject == "target" and row["numerator_vi"]:
        parts = {"top": row["numerator_vi"], "bottom": row["denominator_vi"] or texts("app.none")}
        lines.append(texts("origin.ratio", **{k: escape(v) for k, v in parts.items()}))
    if row["lead_agency"]:
        lines.append(f"{texts('column.lead_agency')}: {escape(row['lead_agency'])}")
        lines += _say_successors(row, shared)
    if subject == "task" and row["due_text"]:
        lines.append(f"{texts('column.due_text')}: {escape(row['due_text'])}")
    if row["document_place"]:
        lines.append(f"{texts('trends.in_document')}: {escape(row['document_place'])}")
    key = row["target_key" if subject == "target" else "task_key"]
    lines += list_version_facts(key, shared)
    lines.append(
        f"{texts('trends.in_file')}: {escape(row['source_file'])}, {escape(row['source_locator'])}"
    )
    return lines


def _say_successors(row: dict[str, Any], shared: Shared) -> list[str]:
    """What the lead agency is called today, where a source says so."""
    texts, lead = shared.texts, fold(row["lead_agency"])
    return [
        texts(
            "origin.successor",
            old=escape(found["old_agency"]),
            new=escape(found["new_agency"]),
            change=texts(f"agency_change.{found['change_kind']}"),
            day=texts.date(found["effective_on"]),
            source=escape(found["citation"]),
        )
        for found in ask(list_successors, plan_code=row["plan_code"]).to_dicts()
        if re.search(rf"\b{re.escape(fold(found['old_agency']))}\b", lead)
    ]


def draw_origin(
    subject: Subject, key: str, shared: Shared, links: bool = True, quote: bool = True
) -> None:
    """Definition, demand, place and words of one record.

    Args:
        subject: ``target`` or ``task``.
        key: target_key or task_key.
        shared: language.
        links: whether the way to the plan's page is offered.
        quote: whether its words are shown, which the page may show already.
    """
    texts, row = shared.texts, read_origin(subject, key)
    if row is None:
        st.info(texts("app.no_match"))
        return
    number = f", {escape(row['doc_no'])}" if row["doc_no"] else ""
    kind = texts("review_kind." + subject)
    st.markdown(f"**{escape(row['issuer_name'])}**{number} · {kind} {escape(row['record_ref'])}")
    demand = _say_demand(row, shared)
    if demand:
        st.markdown(demand)
    st.markdown("\n".join(f"- {line}" for line in _list_facts(subject, row, shared)))
    if quote:
        st.markdown(f"**{texts('origin.quote')}**")
        draw_quote(row, shared, height=220)
    if links:
        st.page_link(
            "app_pages/plans.py",
            label=texts("origin.open_plan"),
            icon=":material/description:",
            query_params={"plan": row["plan_code"], subject: key},
        )
