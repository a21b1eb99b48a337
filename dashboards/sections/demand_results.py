"""What provinces and the nation demand, beside what was published of the same thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import streamlit as st

from dashboards.charts.demand_result import draw_demands, prepare_demands, state_of_demand
from dashboards.components.chart import build_spec, draw_chart
from dashboards.components.source_note import draw_source_note
from dashboards.components.tables import Column, draw_table
from dashboards.data import run_query
from dashboards.queries.published import read_demand_results

if TYPE_CHECKING:
    from dashboards.components.state import Shared


def draw_demand_results(shared: Shared) -> None:
    """Demand and result of every plan; nothing where no plan speaks of what is published."""
    texts = shared.texts
    asked = run_query(read_demand_results)
    rows = asked.frame
    if rows.is_empty():
        return
    title = texts("attainment.demands_title")
    st.subheader(title)
    known = rows["published"].is_not_null().sum()
    st.caption(texts("attainment.demands_hint", known=known, total=rows.height))
    drawn = prepare_demands(rows, texts)
    if not drawn.is_empty():
        spec = build_spec(draw_demands, drawn, shared)
        draw_chart(spec, shared, "demand-chart", title, asked)
    states = [state_of_demand(row) for row in rows.iter_rows(named=True)]
    columns = [
        Column("plan_name", "trends.plan", width="medium"),
        Column(texts.name_column, "column.indicator", width="large"),
        Column("comparator", "column.comparator", kind="code", codes="comparator"),
        Column("demanded", "attainment.demanded", kind="number"),
        Column("unit", "column.unit", kind="code", codes="unit"),
        Column("due_year", "column.due_year", kind="year"),
        Column("published", "attainment.published", kind="number"),
        Column("published_year", "attainment.published_year", kind="year"),
        Column("state", "column.status", kind="code", codes="demand_state"),
        Column("source_confidence", "sources.confidence", kind="code", codes="source_confidence"),
        Column("citation", "column.citation", width="large"),
        Column("document_place", "column.document_place", width="medium"),
        Column("target_file", "attainment.target_file"),
        Column("target_locator", "column.locator"),
        Column("source_file", "attainment.result_file"),
        Column("source_locator", "attainment.result_place"),
    ]
    listed = rows.with_columns(state=pl.Series(states, dtype=pl.String))
    draw_table(listed, columns, shared, "dat-ra-va-cong-bo", height="content")
    draw_source_note(rows, shared)
