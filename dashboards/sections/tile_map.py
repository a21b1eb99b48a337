"""Tile map: one indicator and year over the provinces."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, Any

import polars as pl
import streamlit as st

from dashboards.charts.tiles import draw_tiles, prepare_tiles
from dashboards.components.address import choose_many, choose_one, stop_with_nothing
from dashboards.components.chart import build_spec, draw_chart
from dashboards.components.metrics import Metric, draw_metrics
from dashboards.components.page import keep_chosen
from dashboards.components.source_note import draw_source_note
from dashboards.components.tables import Column, draw_table
from dashboards.data import ask, run_query
from dashboards.queries.comparison import list_map_choices, read_map

if TYPE_CHECKING:
    from dashboards.components.state import Shared

_SOURCE = [Column("source_file", "column.file"), Column("source_locator", "column.locator")]
_PLANNED = [
    Column("province_name", "column.place"),
    Column("regions", "comparison.region"),
    Column("state", "comparison.place_state", kind="code", codes="place_state"),
    Column("comparator", "column.comparator", kind="code", codes="comparator"),
    Column("value", "column.value", kind="number"),
    Column("unit", "column.unit", kind="code", codes="unit"),
    Column("issuer_name", "column.issuer", width="large"),
    Column("crosses_boundary", "column.old_boundary", kind="flag"),
    Column("place_in_source", "column.document_place", width="medium"),
    *_SOURCE,
]


def _list_published(since: int | None, shared: Shared) -> list[Column]:
    heading = shared.texts("comparison.change_since", year=since)
    return [
        Column("province_name", "column.place"),
        Column("regions", "comparison.region"),
        Column("state", "comparison.place_state", kind="code", codes="place_state"),
        Column("value", "column.value", kind="number"),
        Column("unit", "column.unit", kind="code", codes="unit"),
        Column("stated_rank", "comparison.stated_rank", kind="number"),
        *([Column("change_since", heading=heading, kind="number")] if since else []),
        Column("national_value", "comparison.national_value", kind="number"),
        Column("points_to_nation", "comparison.points_to_nation", kind="number"),
        Column("issuer_name", "column.citation", width="large"),
        *_SOURCE,
    ]


def _choose(shared: Shared, frame: str) -> dict[str, Any]:
    """One of ``list_map_choices``, and ``since``: the years it can be set against."""
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

    chosen = choices[choose_one(texts("comparison.map_choice"), "map", list(choices), show)]
    same = ("indicator_code", "source")
    years = {r["year"] for r in rows if all(r[k] == chosen[k] for k in same)}
    return {**chosen, "since": sorted((y for y in years if y < chosen["year"]), reverse=True)}


def _choose_since(choice: dict[str, Any], shared: Shared) -> int | None:
    """The year that published results are set against; None where there is none before."""
    years = [str(y) for y in choice["since"]]
    if choice["source"] == "planned" or not years:
        return None
    return int(choose_one(shared.texts("comparison.since"), "since", years))


def _add_words(rows: pl.DataFrame, shared: Shared) -> pl.DataFrame:
    """Regions in words, and why a place has no value; one row per place."""
    regions = [
        " + ".join(shared.texts(f"region.{code}") for code in codes or [])
        for codes in rows["region_codes"].to_list()
    ]
    return rows.with_columns(
        regions=pl.Series(regions, dtype=pl.String),
        # What has a value needs no word.
        state=pl.when(pl.col("place_state") != "known").then("place_state"),
    ).filter(pl.col("part_name").is_null())


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


def _draw_list(
    rows: pl.DataFrame, choice: dict[str, Any], since: int | None, shared: Shared
) -> None:
    """Every place of the frame, those without a value last: nobody is left off."""
    texts = shared.texts
    codes = sorted({code for codes in rows["region_codes"].to_list() for code in codes or []})
    chosen = choose_many(
        texts("comparison.region"), "region", codes, texts("app.all"),
        lambda code: texts(f"region.{code}"),
    )  # fmt: skip
    if chosen:
        rows = rows.filter(pl.col("region_codes").list.set_intersection(chosen).list.len() > 0)
    columns = _PLANNED if choice["source"] == "planned" else _list_published(since, shared)
    rows = rows.sort("value", descending=True, nulls_last=True, maintain_order=True)
    draw_table(rows, columns, shared, "ban-do", height=560)


def draw_tile_map(shared: Shared, frame: str) -> None:
    """One value per province, and every province in the list."""
    texts = shared.texts
    left, right = st.columns([3, 1])
    with left:
        choice = _choose(shared, frame)
    with right:
        since = _choose_since(choice, shared)
    keys = ("indicator_code", "year", "source")
    asked = run_query(read_map, boundary_frame=frame, since=since, **{k: choice[k] for k in keys})
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
        listed = _add_words(rows, shared)
        listed = keep_chosen(listed, "province_name", [p["province_name"] for p in clicked])
        _draw_list(listed, choice, since, shared)
    draw_source_note(rows, shared)
