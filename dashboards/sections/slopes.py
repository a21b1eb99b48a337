"""What was demanded in one year and in another, as slopes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboards.charts.slope import draw_slopes, prepare_slopes
from dashboards.components.chart import build_spec, draw_chart
from dashboards.components.page import keep_chosen
from dashboards.components.source_note import draw_source_note

if TYPE_CHECKING:
    import polars as pl

    from dashboards.components.state import Shared
    from dashboards.data import Answered


def draw_slope_rows(
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
