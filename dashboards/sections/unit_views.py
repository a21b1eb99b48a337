"""Parts of the page of a unit: who it is, its plans, numbers, tasks, reports and results."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import streamlit as st

from dashboards.charts.palette import STATE_COLOURS
from dashboards.charts.unit_plans import draw_unit_plans, prepare_unit_plans
from dashboards.components.chart import build_spec, draw_chart
from dashboards.components.filters import say_years
from dashboards.components.metrics import Metric, draw_metrics
from dashboards.components.page import warn_of_simulated
from dashboards.components.quote import escape
from dashboards.components.refresh import find_today
from dashboards.components.source_note import draw_source_note
from dashboards.components.tables import Column, draw_table
from dashboards.data import ask, run_query
from dashboards.queries.units import (
    count_unit_numbers,
    list_relatives,
    list_unit_mergers,
    list_unit_plans,
    read_unit_reports,
    read_unit_results,
    read_unit_tasks,
)
from dashboards.sections.plan_versions import draw_version_changes, list_later, say_version
from dashboards.sections.report_columns import REPORT_COLUMNS

if TYPE_CHECKING:
    from dashboards.components.state import Shared

_RELATIVES_SHOWN = 12
_FONT_SIZE = 13
# A place among so few says nothing of a place in the country.
_FEWEST_PEERS = 20


def _say_relatives(relation: str, rows: list[dict[str, Any]], shared: Shared) -> None:
    """Units of one relation as links to their own pages."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        label = shared.texts(f"relation.{relation}")
        st.markdown(f"{label}:", width="content")
        for row in rows[:_RELATIVES_SHOWN]:
            if not row["is_known"]:
                st.markdown(escape(row["unit_name"]), width="content")
                continue
            st.page_link(
                "app_pages/units.py",
                label=escape(row["unit_name"]),
                query_params={"unit": row["unit_code"]},
                width="content",
            )
        if len(rows) > _RELATIVES_SHOWN:
            more = shared.texts("units.more", count=len(rows) - _RELATIVES_SHOWN)
            st.caption(more, width="content")


def draw_identity(unit: dict[str, Any], shared: Shared) -> None:
    """Name, kind, territory, days, and the units before, after, above and below."""
    texts = shared.texts
    st.subheader(escape(unit["unit_name"]))
    kind = texts.find(f"unit_kind.{unit['unit_kind']}") or texts("unit_kind.unknown")
    parts = [kind]
    if unit["province_name"] and unit["unit_kind"] != "province":
        parts.append(escape(unit["province_name"]))
    parts.append(texts(f"units.frame_{unit['boundary_version']}"))
    if unit["valid_to"]:
        parts.append(texts("units.ended", day=texts.date(unit["valid_to"])))
    st.caption(" · ".join(parts))
    rows = ask(list_relatives, unit_code=unit["unit_code"]).to_dicts()
    for relation in dict.fromkeys(row["relation"] for row in rows):
        _say_relatives(relation, [r for r in rows if r["relation"] == relation], shared)
    _draw_mergers(unit, shared)


def _draw_mergers(unit: dict[str, Any], shared: Shared) -> None:
    texts = shared.texts
    for row in ask(list_unit_mergers, unit_code=unit["unit_code"]).iter_rows(named=True):
        said = texts(
            "units.merged",
            old=escape(row["old_agency"]),
            new=escape(row["new_agency"]),
            change=texts(f"agency_change.{row['change_kind']}"),
            day=texts.date(row["effective_on"]),
            count=row["task_count"],
        )
        st.caption(f"{said} {escape(row['citation'] or '')}")


def draw_plans(unit: dict[str, Any], shared: Shared) -> None:
    """Plans through the years, each a link, and how its numbers stand today."""
    texts = shared.texts
    st.subheader(texts("units.plans"))
    plans = ask(list_unit_plans, unit_code=unit["unit_code"]).to_dicts()
    if not plans:
        st.info(texts("units.no_plans"), icon=":material/folder_open:")
        return
    left, right = st.columns([4, 5], gap="medium")
    with left, st.container(gap="small"):
        for plan in plans:
            doc_no = f" · {escape(plan['doc_no'])}" if plan["doc_no"] else ""
            name = plan["issuer_name"] or plan["plan_title"]
            st.page_link(
                "app_pages/plans.py",
                label=f"**{say_years(plan)}**{doc_no} · {escape(name)}",
                query_params={"plan": plan["plan_code"]},
            )
            counts = texts(
                "units.plan_counts",
                targets=plan["target_count"],
                numbers=plan["number_count"],
                tasks=plan["task_count"],
            )
            partial = texts("units.partial") if plan["is_partial"] else ""
            said = (counts, partial, say_version(plan, shared))
            st.caption(" · ".join(part for part in said if part))
            code = plan["plan_code"]
            for later in list_later(plan):
                draw_version_changes(code, later, f"unit-{code}-{later}", shared)
    with right:
        _draw_numbers(unit, shared)


def _draw_numbers(unit: dict[str, Any], shared: Shared) -> None:
    texts = shared.texts
    asked = run_query(
        count_unit_numbers,
        unit_code=unit["unit_code"],
        day=find_today(),
        with_simulated=shared.with_simulated,
    )
    if asked.frame.is_empty():
        st.info(texts("units.no_numbers"), icon=":material/inbox:")
        return
    if simulated := int(asked.frame["simulated"].sum()):
        st.warning(texts("app.simulated_banner", count=simulated), icon=":material/science:")
    title = texts("units.numbers")
    spec = build_spec(draw_unit_plans, prepare_unit_plans(asked.frame, texts), shared, _FONT_SIZE)
    draw_chart(spec, shared, "unit-plans-chart", title, asked)
    st.caption(texts("units.repeats"))
    draw_source_note(asked.frame, shared)


def draw_tasks(unit: dict[str, Any], shared: Shared) -> None:
    """Tasks of its own plans, and those that plans of its province give it."""
    texts = shared.texts
    st.subheader(texts("units.tasks"))
    st.caption(texts("units.tasks_hint"))
    rows = ask(
        read_unit_tasks,
        unit_code=unit["unit_code"],
        day=find_today(),
        with_simulated=shared.with_simulated,
    )
    if rows.is_empty():
        st.info(texts("units.no_tasks"), icon=":material/inbox:")
        return
    warn_of_simulated(rows, shared)
    counts = dict(rows["part"].value_counts().iter_rows())
    metrics = [
        Metric(texts(f"unit_part.{part}"), str(counts[part]))
        for part in ("own", "lead", "coord")
        if counts.get(part)
    ]
    states = rows["state"].to_list()
    metrics += [
        Metric(texts(f"state.{state}"), str(states.count(state)))
        for state in STATE_COLOURS
        if state in states
    ]
    draw_metrics(metrics)
    columns = [
        Column("part", "units.part", kind="code", codes="unit_part"),
        Column("state", "column.state", kind="code", codes="state"),
        Column("due_on", "column.due_on", kind="date"),
        Column("task_text", "column.text", width="large"),
        Column("plan_name", "plans.plan", width="medium"),
        Column("task_ref", "column.ref"),
        Column("lead_agency", "column.lead_agency", width="medium"),
        Column("coord_agency", "column.coord_agency", width="medium"),
        Column("named_as", "units.named_as", width="medium"),
        Column("document_place", "column.document_place", width="medium"),
        Column("task_file", "column.file"),
        Column("task_locator", "column.locator", width="medium"),
    ]
    draw_table(rows, columns, shared, "nhiem-vu-don-vi")


def draw_reports(unit: dict[str, Any], shared: Shared) -> None:
    """Reports that were due from the unit, the newest first."""
    texts = shared.texts
    st.subheader(texts("units.reports"))
    rows = ask(
        read_unit_reports,
        unit_code=unit["unit_code"],
        day=find_today(),
        with_simulated=shared.with_simulated,
    )
    if rows.is_empty():
        st.info(texts("units.no_reports"), icon=":material/inbox:")
        return
    states = rows["state"].to_list()
    draw_metrics(
        [
            Metric(texts(f"report_state.{state}"), str(states.count(state)))
            for state in dict.fromkeys(states)
        ]
    )
    draw_table(rows, REPORT_COLUMNS, shared, "bao-cao-don-vi")


def _say_place(row: dict[str, Any], shared: Shared) -> str:
    """The rank that the source states; else a place among those with a figure of that day."""
    if row["rank"] is not None:
        return shared.texts("units.rank_stated", rank=row["rank"])
    if row["peer_count"] < _FEWEST_PEERS:
        return "–"
    return shared.texts("units.rank_counted", rank=row["place"], count=row["peer_count"])


def draw_results(unit: dict[str, Any], shared: Shared) -> None:
    """The newest published result of each index, with its place among units of the kind."""
    texts = shared.texts
    st.subheader(texts("units.results"))
    rows = ask(read_unit_results, unit_code=unit["unit_code"])
    if rows.is_empty():
        st.info(texts("units.no_results"), icon=":material/inbox:")
        return
    places = [_say_place(row, shared) for row in rows.iter_rows(named=True)]
    rows = rows.with_columns(pl.Series("said_place", places, pl.String))
    columns = [
        Column(texts.name_column, "column.indicator", width="large"),
        Column("as_of_date", "column.as_of", kind="date"),
        Column("value", "column.value", kind="number"),
        Column("unit", "column.unit", kind="code", codes="unit"),
        Column("said_place", "units.place", width="medium"),
        Column("median", "column.median", kind="number"),
        Column("peer_count", "units.peer_count", kind="number"),
        Column("data_kind", "column.data_kind", kind="code", codes="data_kind"),
        Column("citation", "column.citation", width="large"),
        Column("source_file", "column.file"),
        Column("source_locator", "column.locator", width="medium"),
    ]
    draw_table(rows, columns, shared, "ket-qua-don-vi")
    draw_source_note(rows, shared)
