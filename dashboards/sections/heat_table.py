"""Heat table: indicators by places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import streamlit as st

from dashboards.charts.places import draw_places, prepare_places
from dashboards.components.address import choose_many
from dashboards.components.chart import build_spec, draw_chart
from dashboards.components.filters import choose_fields
from dashboards.components.page import keep_chosen, list_values
from dashboards.components.source_note import draw_source_note
from dashboards.components.tables import Column, draw_table, open_twin
from dashboards.data import run_query
from dashboards.queries.comparison import compare_places
from dashboards.sections.origin import draw_origin

if TYPE_CHECKING:
    from dashboards.components.state import Shared


def _draw_clicked(rows: pl.DataFrame, clicked: list[dict[str, Any]], shared: Shared) -> None:
    """The lines behind the cells that were clicked."""
    for point in clicked:
        cell = rows.filter(
            pl.col("chain_code") == point["chain_code"],
            pl.col("plan_code") == point["plan_code"],
            pl.col("stage_year") == point["stage_year"],
        )
        for key in cell["target_key"].unique(maintain_order=True):
            with st.container(border=True):
                draw_origin("target", key, shared)


def draw_heat_table(shared: Shared, frame: str) -> None:
    """What every place demands of each indicator that at least two plans speak of."""
    texts = shared.texts
    asked = run_query(compare_places, boundary_frame=frame)
    rows = asked.frame
    years = sorted({str(y) for y in list_values(rows, "stage_year")})
    left, right = st.columns(2)
    with left:
        chosen = choose_many(texts("comparison.heat_years"), "years", years, texts("app.all"))
    with right:
        fields = choose_fields(rows, shared, key="field")
    rows = keep_chosen(rows, "stage_year", [int(y) for y in chosen])
    rows = keep_chosen(rows, "field_code", fields)
    st.subheader(texts("comparison.heat_title"))
    st.caption(texts("comparison.heat_hint"))
    cells = prepare_places(rows, texts)
    if cells.is_empty():
        st.info(texts("app.no_match"))
        return
    spec = build_spec(draw_places, cells, shared)
    title = texts("comparison.heat_title")
    clicked = draw_chart(spec, shared, "places-chart", title, asked, select="cell")
    draw_source_note(rows, shared)
    _draw_clicked(rows, clicked, shared)
    twin = open_twin(shared, "giua-cac-noi")
    if twin is not None:
        with twin:
            columns = [
                Column(texts.name_column, "column.indicator", width="large"),
                Column("place_name", "column.place"),
                Column("stage_year", "column.year", kind="year"),
                Column("issuer_name", "column.issuer"),
                Column("scope_level", "column.scope", kind="code", codes="scope"),
                Column("comparator", "column.comparator", kind="code", codes="comparator"),
                Column("value", "column.value", kind="number"),
                Column("unit", "column.unit", kind="code", codes="unit"),
                Column("peer_median", "column.median", kind="number"),
                Column("peer_best", "column.best", kind="number"),
                Column("peer_count", "column.peers", kind="number"),
                Column("national_value", "column.national", kind="number"),
                Column("crosses_boundary", "column.old_boundary", kind="flag"),
                Column("comparability", "column.comparability", kind="code", codes="comparability"),
                Column("document_place", "column.document_place", width="medium"),
                Column("source_file", "column.file"),
                Column("source_locator", "column.locator"),
            ]
            draw_table(rows, columns, shared, "giua-cac-noi")
