"""What was demanded in one year and in another, as slopes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import streamlit as st

from dashboards.charts.layout import CHANGE_COMPARATORS
from dashboards.charts.slope import draw_slopes, prepare_slopes
from dashboards.components.chart import build_spec, draw_chart
from dashboards.components.page import keep_chosen
from dashboards.components.source_note import draw_source_note

if TYPE_CHECKING:
    from dashboards.components.state import Shared
    from dashboards.data import Answered


def draw_slope_rows(
    rows: pl.DataFrame, pair: dict[str, Any], asked: Answered, shared: Shared
) -> pl.DataFrame:
    """Slopes; those clicked filter the table."""
    texts = shared.texts
    st.subheader(texts("trends.slope_title", from_year=pair["from_year"], to_year=pair["to_year"]))
    is_change = pl.any_horizontal(
        pl.col(f"{end}_comparator").is_in(CHANGE_COMPARATORS).fill_null(value=False)
        for end in ("from", "to")
    )
    years = str(pair["from_year"]), str(pair["to_year"])
    title = texts("trends.slope_title", from_year=years[0], to_year=years[1])
    clicked: list[dict[str, Any]] = []
    drawn = 0
    for key, part, note in (
        ("slope-chart", rows.filter(~is_change), None),
        ("slope-changes", rows.filter(is_change), texts("trends.slope_changes")),
    ):
        slopes = prepare_slopes(part, texts)
        if slopes.is_empty():
            continue
        drawn += 1
        if note:
            st.markdown(f"**{note}**")
        spec = build_spec(draw_slopes, slopes, shared, *years)
        clicked += draw_chart(spec, shared, key, note or title, asked, select="slope")
    if not drawn:
        st.info(texts("trends.no_slopes"))
        return rows
    draw_source_note(rows, shared)
    return keep_chosen(rows, "trend_key", [point["trend_key"] for point in clicked])
