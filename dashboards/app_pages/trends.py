"""Xu hướng chỉ tiêu: what two plans demand, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import streamlit as st

from dashboards.charts.palette import CHANGE_COLOURS, CHANGE_ICONS
from dashboards.components.address import choose_many, choose_one, choose_segment
from dashboards.components.filters import choose_fields, choose_frame
from dashboards.components.left_out import draw_left_out
from dashboards.components.metrics import Metric, draw_metrics
from dashboards.components.office import put_own_first
from dashboards.components.page import keep_chosen, list_values, open_page
from dashboards.data import ask, run_query
from dashboards.queries.trends import compare_stages, list_pairs, list_places
from dashboards.sections.ambition import draw_field_ambition
from dashboards.sections.demand_course import draw_demand_course
from dashboards.sections.slopes import draw_slope_rows
from dashboards.sections.trend_table import draw_trend_table

if TYPE_CHECKING:
    from dashboards.components.state import Shared


def _choose_place(shared: Shared, frame: str) -> str:
    rows = ask(list_places, boundary_frame=frame).to_dicts()
    places = put_own_first(
        {row["place_code"]: row for row in rows}, shared.office, lambda _, row: row["plans"]
    )
    return choose_one(
        shared.texts("trends.place"), "place", list(places), lambda code: places[code]["place_name"]
    )


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
    pairs = put_own_first(pairs, shared.office, lambda _, p: (p["from_plan"], p["to_plan"]))
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
            "level",
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


# Of the others only those that there are: most comparisons have few.
_ALWAYS_COUNTED = ("raised", "kept", "lowered", "new")


def _draw_counts(rows: pl.DataFrame, shared: Shared) -> None:
    counts = dict(rows.group_by("change_class").len().iter_rows())
    draw_metrics(
        [
            Metric(
                f"{CHANGE_ICONS[code]} {shared.texts('change.' + code)}", str(counts.get(code, 0))
            )
            for code in CHANGE_COLOURS
            if counts.get(code) or code in _ALWAYS_COUNTED
        ]
    )


def _draw_time(shared: Shared, frame: str, place: str, pair: dict[str, Any]) -> None:
    stages = {k: pair[k] for k in ("from_plan", "from_year", "to_plan", "to_year")}
    asked = run_query(compare_stages, boundary_frame=frame, place_code=place, **stages)
    rows = _filter_rows(asked.frame, shared)
    if pair["from_plan"] is None:
        st.info(shared.texts("trends.lone"))
    elif pair["crosses_boundary"]:
        st.warning(shared.texts("trends.crosses"), icon=":material/map:")
    shown = rows
    if pair["from_plan"] is not None:
        _draw_counts(rows, shared)
        shown = draw_slope_rows(rows, pair, asked, shared)
        draw_field_ambition(pair, frame, place, shared)
    draw_trend_table(shown, pair, shared)


def main() -> None:
    """Draw the page."""
    shared = open_page("trends")
    draw_left_out(shared, needs_place=True)
    texts = shared.texts
    views = {"pair": texts("trends.view_pair"), "course": texts("trends.view_course")}
    view = choose_segment(texts("trends.view"), "xview", list(views), views.__getitem__)
    if view == "course":
        left, _ = st.columns([1, 3])
        with left:
            frame = choose_frame(shared)
        draw_demand_course(shared, frame)
        return
    left, middle, right = st.columns([1, 1, 2])
    with left:
        frame = choose_frame(shared)
    with middle:
        place = _choose_place(shared, frame)
    with right:
        pair = _choose_pair(shared, frame, place)
    _draw_time(shared, frame, place, pair)


main()
