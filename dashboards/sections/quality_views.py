"""The views of the quality screen: freshness, reports, findings, files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import streamlit as st

from dashboards.charts.palette import REPORT_COLOURS, REPORT_ICONS
from dashboards.charts.reports import draw_reports, prepare_reports
from dashboards.components.address import choose_many
from dashboards.components.chart import build_spec, draw_chart
from dashboards.components.page import keep_chosen, list_values, warn_of_simulated
from dashboards.components.refresh import find_today
from dashboards.components.source_note import draw_source_note
from dashboards.components.tables import Column, draw_table
from dashboards.data import ask, run_query
from dashboards.queries.quality import (
    count_findings,
    read_files,
    read_findings,
    read_freshness,
    read_reports,
    read_unused,
)
from dashboards.sections.report_columns import REPORT_COLUMNS

if TYPE_CHECKING:
    from dashboards.components.state import Shared


def draw_freshness(shared: Shared) -> None:
    """The newest day of every plan."""
    st.caption(shared.texts("quality.freshness_hint"))
    rows = ask(read_freshness, with_simulated=shared.with_simulated)
    warn_of_simulated(rows, shared)
    columns = [
        Column("issuer_name", "column.issuer", width="large"),
        Column("year_from", "column.year", kind="year"),
        Column("newest_on", "quality.newest_on", kind="date"),
        Column("last_observation_on", "quality.last_observation_on", kind="date"),
        Column("last_task_report_on", "quality.last_task_report_on", kind="date"),
        Column("data_kind", "column.data_kind", kind="code", codes="data_kind"),
        Column("source_file", "column.file"),
    ]
    draw_table(rows, columns, shared, "do-moi")
    draw_source_note(rows, shared)


def draw_report_grid(shared: Shared) -> None:
    """Who reported for which period."""
    texts = shared.texts
    st.caption(texts("quality.reports_hint"))
    asked = run_query(read_reports, day=find_today(), with_simulated=shared.with_simulated)
    rows = asked.frame
    warn_of_simulated(rows, shared)
    options = [s for s in REPORT_COLOURS if s in list_values(rows, "state")]
    chosen = choose_many(
        texts("column.state"), "report", options, texts("app.all"),
        lambda s: f"{REPORT_ICONS[s]} {texts('report_state.' + s)}",
    )  # fmt: skip
    rows = keep_chosen(rows, "state", chosen)
    if rows.is_empty():
        st.info(texts("app.no_match"))
        return
    spec = build_spec(draw_reports, prepare_reports(rows, texts), shared)
    draw_chart(spec, shared, "reports-chart", texts("quality.reports_hint"), asked)
    draw_source_note(rows, shared)
    draw_table(rows, REPORT_COLUMNS, shared, "bao-cao")


def draw_findings(shared: Shared) -> None:
    """What the checks found, the gravest first."""
    texts = shared.texts
    counts, rows = ask(count_findings), ask(read_findings)
    left, right, last = st.columns(3)
    with left:
        severities = choose_many(
            texts("column.severity"), "severity", list_values(counts, "severity"),
            texts("app.all"), lambda s: texts(f"severity.{s}"),
        )  # fmt: skip
    with right:
        kinds = choose_many(
            texts("column.finding"), "finding", list_values(counts, "finding_kind"),
            texts("app.all"), lambda k: texts.find(f"finding.{k}") or k,
        )  # fmt: skip
    with last:
        files = choose_many(
            texts("column.file"), "file", list_values(rows, "source_file"), texts("app.all"),
        )  # fmt: skip
    rows = keep_chosen(keep_chosen(rows, "severity", severities), "finding_kind", kinds)
    rows = keep_chosen(rows, "source_file", files)
    if rows.is_empty():
        st.success(texts("plans.no_findings"), icon=":material/task_alt:")
        return
    if rows.height < int(counts["findings"].sum()):
        whole = texts.number(int(counts["findings"].sum()))
        st.caption(texts("quality.findings_shown", shown=texts.number(rows.height), count=whole))
    columns = [
        Column("severity", "column.severity", kind="code", codes="severity"),
        Column("finding_kind", "column.finding", kind="code", codes="finding", width="medium"),
        Column("source_file", "column.file", width="medium"),
        Column("place", "column.where", width="medium"),
        Column("message", "column.message", kind="said", width="large"),
        Column("remedy", "quality.remedy", kind="said", width="large"),
        Column("plan_code", "column.code"),
    ]
    draw_table(rows, columns, shared, "phat-hien", height=520, lines=2)
    draw_source_note(rows, shared)


def draw_unused(shared: Shared) -> None:
    """Results that reach no plan: whose they are, and what comes near."""
    texts = shared.texts
    st.caption(texts("quality.unused_hint"))
    rows = ask(read_unused, with_simulated=shared.with_simulated)
    if rows.is_empty():
        st.success(texts("quality.nothing_unused"), icon=":material/task_alt:")
        return
    columns = [
        Column("unit_name", "column.unit_name", width="large"),
        Column("unit_code", "column.code"),
        Column("reason", "quality.unused_reason", kind="code", codes="unused_reason"),
        Column("observation_count", "quality.unused_count", kind="number"),
        Column("first_date", "quality.first_date", kind="date"),
        Column("last_date", "quality.newest_on", kind="date"),
        Column("is_published", "quality.is_published", kind="flag"),
        Column("indicators", "column.indicator", kind="list", width="large"),
        Column("candidates", "quality.candidates", kind="list", width="large"),
        Column("source_file", "column.file"),
    ]
    draw_table(rows, columns, shared, "so-lieu-chua-dung", height=520)
    draw_source_note(rows, shared)


def draw_files(shared: Shared) -> None:
    """Every raw file: what was read, loaded, rejected."""
    rows = ask(read_files)
    if rows.is_empty():
        st.info(shared.texts("app.nothing_to_choose"))
        return
    columns = [
        Column("file_path", "column.file", width="large"),
        Column("layout", "quality.layout"),
        Column("received_on", "quality.received_on", kind="date"),
        Column("is_loaded", "quality.is_loaded", kind="flag"),
        Column("rows_read", "quality.rows_read", kind="number"),
        Column("rows_loaded", "quality.rows_loaded", kind="number"),
        Column("rows_rejected", "quality.rows_rejected", kind="number"),
        Column("rows_ignored", "quality.rows_ignored", kind="number"),
        Column("warnings", "quality.warnings", kind="number"),
        Column("first_build_id", "quality.first_build_id"),
    ]
    draw_table(rows, columns, shared, "tep-da-doc", height=520)
    shown = rows.select(pl.col("file_path").alias("source_file"))
    draw_source_note(shown, shared)
