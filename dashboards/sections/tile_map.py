"""Tile map: one indicator and year over the provinces."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, Any

import polars as pl
import streamlit as st

from dashboards.charts.tiles import draw_tiles, prepare_tiles
from dashboards.components.address import choose_one, stop_with_nothing
from dashboards.components.chart import build_spec, draw_chart
from dashboards.components.metrics import Metric, draw_metrics
from dashboards.components.page import keep_chosen
from dashboards.components.source_note import draw_source_note
from dashboards.components.tables import Column, draw_table
from dashboards.data import ask, pose
from dashboards.queries.comparison import list_map_choices, read_map

if TYPE_CHECKING:
    from dashboards.components.state import Shared

_SOURCE = [Column("source_file", "column.file"), Column("source_locator", "column.locator")]
_PLANNED = [
    Column("province_name", "column.place"),
    Column("comparator", "column.comparator", kind="code", codes="comparator"),
    Column("value", "column.value", kind="number"),
    Column("unit", "column.unit", kind="code", codes="unit"),
    Column("issuer_name", "column.issuer", width="large"),
    Column("crosses_boundary", "column.old_boundary", kind="flag"),
    Column("place_in_source", "column.document_place", width="medium"),
    *_SOURCE,
]
_PUBLISHED = [
    Column("province_name", "column.place"),
    Column("value", "column.value", kind="number"),
    Column("unit", "column.unit", kind="code", codes="unit"),
    Column("stated_rank", "comparison.stated_rank", kind="number"),
    Column("change_since_year_before", "comparison.change_since", kind="number"),
    Column("national_value", "comparison.national_value", kind="number"),
    Column("issuer_name", "column.citation", width="large"),
    *_SOURCE,
]


def _choose(shared: Shared, frame: str) -> dict[str, Any]:
    texts = shared.texts
    rows = ask(list_map_choices, boundary_frame=frame).to_dicts()
    choices = {f"{r['indicator_code']}.{r['year']}.{r['source']}": r for r in rows}
    if not choices:
        stop_with_nothing()

    def show(key: str) -> str:
        row = choices[key]
        is_planned = row["source"] == "planned"
        source = texts("comparison.planned" if is_planned else "comparison.published")
        return texts(
            "comparison.map_option", name=row[texts.name_column], year=row["year"],
            source=source, count=row["place_count"],
        )  # fmt: skip

    return choices[choose_one(texts("comparison.map_choice"), "map", list(choices), show)]


def _draw_figures(rows: pl.DataFrame, shared: Shared) -> None:
    texts = shared.texts
    known = rows.filter(pl.col("value").is_not_null() & pl.col("part_name").is_null())
    if known.is_empty():
        return
    values: list[float] = known["value"].to_list()
    unit = known["unit"][0]
    draw_metrics(
        [
            Metric(texts("comparison.places"), str(known.height)),
            Metric(texts("column.median"), texts.share(median(values), unit)),
            Metric(texts("column.best"), texts.share(max(values), unit)),
        ]
    )


def draw_tile_map(shared: Shared, frame: str) -> None:
    """One value per province, where one is known."""
    texts = shared.texts
    choice = _choose(shared, frame)
    keys = ("indicator_code", "year", "source")
    asked = pose(read_map, boundary_frame=frame, **{k: choice[k] for k in keys})
    rows = asked.frame
    _draw_figures(rows, shared)
    if rows["crosses_boundary"].any():
        st.warning(texts("comparison.map_crosses"), icon=":material/map:")
    left, right = st.columns([2, 3])
    with left:
        spec = build_spec(draw_tiles, prepare_tiles(rows, texts), shared)
        title = texts("comparison.map_title")
        clicked = draw_chart(spec, shared, "tile-map", title, asked, select="tile")
        st.caption(texts("comparison.islands"))
    with right:
        known = rows.filter(pl.col("value").is_not_null() & pl.col("part_name").is_null())
        known = keep_chosen(known, "province_name", [p["province_name"] for p in clicked])
        columns = _PLANNED if choice["source"] == "planned" else _PUBLISHED
        draw_table(known.sort("value", descending=True), columns, shared, "ban-do")
    draw_source_note(rows, shared)
