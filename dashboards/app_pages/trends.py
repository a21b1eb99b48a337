"""Xu hướng chỉ tiêu: what two plans demand, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import streamlit as st

from dashboards.charts.ambition import draw_ambition, prepare_ambition
from dashboards.charts.palette import CHANGE_COLOURS, CHANGE_ICONS
from dashboards.charts.slope import draw_slopes, prepare_slopes
from dashboards.components.address import choose_many, choose_one
from dashboards.components.chart import build_spec, draw_chart
from dashboards.components.filters import choose_fields, choose_frame
from dashboards.components.metrics import Metric, draw_metrics
from dashboards.components.page import keep_chosen, list_values, open_page
from dashboards.components.source_note import draw_source_note
from dashboards.components.tables import Column, draw_table
from dashboards.data import Answered, ask, pose
from dashboards.queries.trends import compare_stages, list_pairs, list_places, read_ambition
from dashboards.sections.origin import draw_origin

if TYPE_CHECKING:
    from dashboards.components.state import Shared


def _choose_place(shared: Shared, frame: str) -> str:
    places = dict(ask(list_places, boundary_frame=frame).select("place_code", "place_name").rows())
    return choose_one(shared.texts("trends.place"), "place", list(places), places.__getitem__)


def _name_pair(pair: dict[str, Any], shared: Shared) -> str:
    texts = shared.texts
    if pair["from_plan"] is None:
        return f"{pair['to_year']} · {pair['to_issuer']}"
    issuers = (
        pair["to_issuer"]
        if pair["from_issuer"] == pair["to_issuer"]
        else f"{pair['from_issuer']} → {pair['to_issuer']}"
    )
    years = {"from_year": pair["from_year"], "to_year": pair["to_year"]}
    return texts("trends.pair_option", issuers=issuers, **years)


def _choose_pair(shared: Shared, frame: str, place: str) -> dict[str, Any]:
    pairs = {
        f"{p['from_plan']}.{p['from_year']}~{p['to_plan']}.{p['to_year']}": p
        for p in ask(list_pairs, boundary_frame=frame, place_code=place).to_dicts()
    }
    label = shared.texts("trends.pair")
    return pairs[choose_one(label, "pair", list(pairs), lambda key: _name_pair(pairs[key], shared))]


def _filter_rows(rows: pl.DataFrame, shared: Shared) -> pl.DataFrame:
    texts = shared.texts
    left, middle, right = st.columns(3)
    with left:
        rows = keep_chosen(rows, "field_code", choose_fields(rows, shared))
    with middle:
        rows = rows.with_columns(scope=pl.col("scope_level").fill_null("all"))
        scopes = [
            s for s in ("all", "province", "district", "commune") if s in list_values(rows, "scope")
        ]
        chosen = choose_many(
            texts("trends.scope"),
            "scope",
            scopes,
            texts("app.all"),
            lambda s: texts(f"scope.{s}"),
        )
        rows = keep_chosen(rows, "scope", chosen)
    with right:
        classes = choose_many(
            texts("trends.classes"),
            "change",
            list(CHANGE_COLOURS),
            texts("app.all"),
            lambda c: f"{CHANGE_ICONS[c]} {texts('change.' + c)}",
        )
        return keep_chosen(rows, "change_class", classes)


def _draw_counts(rows: pl.DataFrame, shared: Shared) -> None:
    counts = dict(rows.group_by("change_class").len().iter_rows())
    draw_metrics(
        [
            Metric(
                f"{CHANGE_ICONS[code]} {shared.texts('change.' + code)}", str(counts.get(code, 0))
            )
            for code in CHANGE_COLOURS
        ]
    )


def _draw_slope(
    rows: pl.DataFrame, pair: dict[str, Any], asked: Answered, shared: Shared
) -> pl.DataFrame:
    """Slopes; those clicked filter the table."""
    texts = shared.texts
    st.subheader(texts("trends.slope_title", from_year=pair["from_year"], to_year=pair["to_year"]))
    slopes = prepare_slopes(rows, texts)
    if slopes.is_empty():
        st.info(texts("trends.no_slopes"))
        return rows
    years = str(pair["from_year"]), str(pair["to_year"])
    spec = build_spec(draw_slopes, slopes, shared, *years)
    title = texts("trends.slope_title", from_year=years[0], to_year=years[1])
    clicked = draw_chart(spec, shared, "slope-chart", title, asked, select="slope")
    draw_source_note(rows, shared)
    return keep_chosen(rows, "trend_key", [point["trend_key"] for point in clicked])


def _table_columns(pair: dict[str, Any], shared: Shared) -> list[Column]:
    language = shared.texts.language
    return [
        Column(shared.texts.name_column, "column.indicator", width="large"),
        Column(f"field_short_{language}", "column.field"),
        Column("scope", "column.scope", kind="code", codes="scope"),
        Column("from_value", heading=str(pair["from_year"]), kind="number"),
        Column("to_value", heading=str(pair["to_year"]), kind="number"),
        Column("unit", "column.unit"),
        Column("change_points", "column.points", kind="number"),
        Column("change_class", "column.change", kind="code", codes="change"),
        Column("comparability", "column.comparability", kind="code", codes="comparability"),
        Column("note" if language == "vi" else "note_en", "column.note", width="large"),
        Column("from_place", "column.from_place", width="medium"),
        Column("to_place", "column.to_place", width="medium"),
        Column("indicator_code", "column.indicator_code"),
    ]


def _draw_detail(row: dict[str, Any], shared: Shared) -> None:
    """Both numbers, each with its line in the document."""
    sides = [side for side in ("from", "to") if row[f"{side}_target_key"]]
    for column, side in zip(st.columns(len(sides)), sides, strict=True):
        with column, st.container(border=True):
            st.markdown(f"**{row[f'{side}_year']}**")
            draw_origin("target", row[f"{side}_target_key"], shared)


def _draw_table(rows: pl.DataFrame, pair: dict[str, Any], shared: Shared) -> None:
    texts = shared.texts
    st.subheader(texts("trends.table_title"))
    if rows.is_empty():
        st.info(texts("app.no_match"))
        return
    st.caption(texts("trends.detail_hint"))
    chosen = draw_table(rows, _table_columns(pair, shared), shared, "xu-huong", select=True)
    if chosen is None and rows.height == 1:
        chosen = 0
    if chosen is not None:
        _draw_detail(rows.row(chosen, named=True), shared)
    draw_source_note(rows, shared)


def _draw_time(shared: Shared, frame: str, place: str, pair: dict[str, Any]) -> None:
    stages = {k: pair[k] for k in ("from_plan", "from_year", "to_plan", "to_year")}
    asked = pose(compare_stages, boundary_frame=frame, place_code=place, **stages)
    rows = _filter_rows(asked.frame, shared)
    if pair["from_plan"] is None:
        st.info(shared.texts("trends.lone"))
    elif pair["crosses_boundary"]:
        st.warning(shared.texts("trends.crosses"), icon=":material/map:")
    shown = rows
    if pair["from_plan"] is not None:
        _draw_counts(rows, shared)
        shown = _draw_slope(rows, pair, asked, shared)
        _draw_ambition(pair, frame, place, shared)
    _draw_table(shown, pair, shared)


def _draw_ambition(pair: dict[str, Any], frame: str, place: str, shared: Shared) -> None:
    texts = shared.texts
    stages = {k: pair[k] for k in ("from_plan", "from_year", "to_plan", "to_year")}
    asked = pose(read_ambition, boundary_frame=frame, place_code=place, **stages)
    if asked.frame.is_empty():
        return
    st.subheader(texts("trends.ambition_title"))
    st.caption(texts("trends.ambition_hint"))
    spec = build_spec(draw_ambition, prepare_ambition(asked.frame, texts), shared)
    draw_chart(spec, shared, "ambition-chart", texts("trends.ambition_title"), asked)
    with st.expander(texts("app.table_twin")):
        counts = [
            Column(f"{code}_count", heading=texts("change." + code), kind="number")
            for code in CHANGE_COLOURS
        ]
        columns = [
            Column(f"field_short_{texts.language}", "column.field"),
            *counts,
            Column("mean_ambition_points", "trends.mean_title", kind="number"),
        ]
        draw_table(asked.frame, columns, shared, "linh-vuc")


def main() -> None:
    """Draw the page."""
    shared = open_page("trends")
    left, middle, right = st.columns([1, 1, 2])
    with left:
        frame = choose_frame(shared)
    with middle:
        place = _choose_place(shared, frame)
    with right:
        pair = _choose_pair(shared, frame, place)
    _draw_time(shared, frame, place, pair)


main()
