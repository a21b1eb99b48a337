"""Nguồn số liệu: every source of real figures, and what no source was found for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import streamlit as st

from dashboards.charts.coverage import draw_coverage, prepare_coverage
from dashboards.components.address import choose_one, choose_segment
from dashboards.components.chart import build_spec, draw_chart
from dashboards.components.page import open_page
from dashboards.components.quote import escape
from dashboards.components.source_note import draw_source_note
from dashboards.components.tables import Column, draw_table
from dashboards.data import ask, run_query
from dashboards.queries.sources import (
    list_mergers,
    list_reporting_rules,
    list_sources,
    read_coverage,
)

if TYPE_CHECKING:
    from dashboards.components.state import Shared


def _draw_list(shared: Shared) -> None:
    asked = run_query(list_sources)
    rows = asked.frame
    counts = {"count": rows["source"].n_unique(), "rows": int(rows["row_count"].sum())}
    st.caption(shared.texts("sources.counted", **counts))
    columns = [
        Column("source", "column.citation", width="large"),
        Column("source_group", "sources.group", kind="code", codes="source_group"),
        Column("data_kind", "column.data_kind", kind="code", codes="data_kind"),
        Column("source_confidence", "sources.confidence", kind="code", codes="source_confidence"),
        Column("received_on", "sources.date", kind="date"),
        Column("row_count", "sources.rows", kind="number"),
        Column("value_count", "sources.values", kind="number"),
        Column("place_count", "sources.places", kind="number"),
        Column("first_year", "sources.first_year", kind="year"),
        Column("last_year", "sources.last_year", kind="year"),
        Column("source_file", "column.file", width="medium"),
        Column("source_locator", "column.locator", width="medium"),
    ]
    draw_table(rows, columns, shared, "nguon-so-lieu", height=560)
    draw_source_note(rows, shared)


def _draw_missing(rows: pl.DataFrame, shared: Shared) -> None:
    """Year by year, the provinces that nothing was found for."""
    texts = shared.texts
    names = dict(
        rows.select("indicator_code", texts.name_column).unique(maintain_order=True).rows()
    )
    code = choose_one(texts("sources.index"), "index", list(names), names.__getitem__)
    chosen = rows.filter(pl.col("indicator_code") == code).sort("year", descending=True)
    columns = [
        Column("year", "column.year", kind="year"),
        Column("boundary_version", "sources.frame"),
        Column("province_count", "sources.provinces", kind="number"),
        Column("value_count", "sources.with_value", kind="number"),
        Column("doubted_count", "sources.doubted", kind="number"),
        Column("rank_only_count", "sources.rank_only", kind="number"),
        Column("missing_count", "sources.missing", kind="number"),
        Column("missing_names", "sources.missing_names", width="large"),
    ]
    draw_table(chosen, columns, shared, "do-phu")
    for row in chosen.filter(pl.col("missing_count") > 0).head(1).iter_rows(named=True):
        st.caption(
            texts(
                "sources.not_found",
                index=escape(names[code]),
                year=row["year"],
                count=row["missing_count"],
                total=row["province_count"],
                names=escape(row["missing_names"]),
            )
        )


def _draw_coverage(shared: Shared) -> None:
    texts = shared.texts
    asked = run_query(read_coverage)
    rows = asked.frame
    if rows.is_empty():
        st.info(texts("sources.nothing"), icon=":material/folder_open:")
        return
    st.subheader(texts("sources.coverage_title"))
    st.caption(texts("sources.coverage_hint"))
    spec = build_spec(draw_coverage, prepare_coverage(rows, texts), shared)
    draw_chart(spec, shared, "coverage-chart", texts("sources.coverage_title"), asked)
    _draw_missing(rows, shared)


def _draw_rules(shared: Shared) -> None:
    """Reporting rules and mergers of agencies, each with its source."""
    texts = shared.texts
    st.subheader(texts("sources.rules_title"))
    confidence = Column(
        "source_confidence", "sources.confidence", kind="code", codes="source_confidence"
    )
    citation = Column("citation", "column.citation", width="large")
    rules = [
        Column("report_kind", "sources.report_kind", width="medium"),
        Column(f"period_{texts.language}", "sources.period"),
        Column("data_from", "sources.data_from"),
        Column("data_to", "sources.data_to"),
        Column("send_by", "sources.send_by"),
        Column("sender", "sources.sender", width="medium"),
        Column("receiver", "sources.receiver", width="medium"),
        Column("is_cumulative", "sources.cumulative", kind="flag"),
        Column("doc_no", "column.doc_no"),
        Column("issued_on", "column.issued_on", kind="date"),
        confidence,
        citation,
        Column("note", "column.note", width="medium"),
    ]
    draw_table(ask(list_reporting_rules), rules, shared, "che-do-bao-cao", height="content")
    st.subheader(texts("sources.mergers_title"))
    st.caption(texts("sources.mergers_hint"))
    mergers = [
        Column("unit_name", "column.place"),
        Column("old_agency", "sources.old_agency", width="large"),
        Column("new_agency", "sources.new_agency", width="large"),
        Column("change_kind", "column.change", kind="code", codes="agency_change"),
        Column("effective_on", "sources.effective_on", kind="date"),
        Column("doc_no", "column.doc_no"),
        confidence,
        citation,
        Column("note", "column.note", width="medium"),
    ]
    draw_table(ask(list_mergers), mergers, shared, "sap-xep-co-quan", height=560)


def main() -> None:
    """Draw the page."""
    shared = open_page("sources", needs_plans=False)
    texts = shared.texts
    views = {name: texts(f"sources.view_{name}") for name in ("coverage", "list", "rules")}
    view = choose_segment(texts("sources.view"), "nview", list(views), views.__getitem__)
    if view == "list":
        _draw_list(shared)
    elif view == "rules":
        _draw_rules(shared)
    else:
        _draw_coverage(shared)


main()
