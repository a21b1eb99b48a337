"""Lines over time: observations of a measure, and published indices of places."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt
import polars as pl

from dashboards.charts.layout import PLAIN_TICKS, month_axis, number_locale, spread_labels
from dashboards.charts.palette import BLUE, GREY, VERMILLION

if TYPE_CHECKING:
    from dashboards.i18n.texts import Texts

# Share of the range of values that a label needs for itself.
_LABEL_GAP = 0.24


def draw_series(frame: pl.DataFrame, texts: Texts) -> alt.Chart:
    """Actual against expected and target over the year.

    Args:
        frame: rows of ``read_series``; at least one.
        texts: language.
    """
    x = alt.X("as_of_date:T", title=None).axis(**month_axis(frame["as_of_date"]))
    base = alt.Chart(frame).encode(x=x)
    domain = [texts("column.actual"), texts("column.expected"), texts("column.target")]
    colour = alt.Color(
        "line:N", scale=alt.Scale(domain=domain, range=[BLUE, GREY, VERMILLION])
    ).legend(title=None, orient="top")
    layers = []
    for column, label, dash in zip(
        ("actual", "expected_now", "target_value"), domain, ([1, 0], [4, 3], [1, 0]), strict=True
    ):
        layers.append(
            base.transform_calculate(line=f"'{label}'")
            .mark_line(strokeDash=dash, strokeWidth=2.5, interpolate="linear")
            .encode(
                y=alt.Y(f"{column}:Q", title="%").scale(zero=False).axis(format=PLAIN_TICKS),
                color=colour,
            )
        )
    points = base.mark_point(filled=True, size=36, color=BLUE).encode(
        y="actual:Q",
        tooltip=[
            alt.Tooltip("as_of_date:T", title=texts("column.as_of"), format="%d/%m/%Y"),
            alt.Tooltip("actual:Q", title=texts("column.actual"), format=".2f"),
            alt.Tooltip("expected_now:Q", title=texts("column.expected"), format=".2f"),
            alt.Tooltip("source_locator:N", title=texts("column.source")),
        ],
    )
    return (
        alt.layer(*layers, points)
        .properties(height=260, width="container")
        .configure(locale=number_locale(texts.language))
        .configure_view(stroke=None)
    )


def _place_labels(frame: pl.DataFrame) -> pl.DataFrame:
    """Where the labels stand, one at the newest value of each place, so that none covers another.

    The other values are read on hovering and in the table.
    """
    values = frame["value"].to_list()
    low, high = min(values), max(values)
    frame = frame.filter(pl.col("year") == pl.col("year").max().over("place_name"))
    gap = max(high - low, 1) * _LABEL_GAP
    parts = [
        year.with_columns(
            label_y=pl.Series(spread_labels(year["value"].to_list(), gap, low - gap, high + gap))
        )
        for year in frame.partition_by("year", maintain_order=True)
    ]
    return pl.concat(parts)


def draw_indices(frame: pl.DataFrame, texts: Texts) -> alt.Chart:
    """Published index of several places over years.

    Args:
        frame: place_name, year, value, value_text, rank_text, citation of one index.
        texts: language.
    """
    years = sorted(set(frame["year"].to_list()))
    labels = _place_labels(frame)
    x = alt.X("year:O", title=None, scale=alt.Scale(domain=list(range(years[0], years[-1] + 1))))
    base = alt.Chart(frame).encode(
        x=x.axis(labelAngle=0),
        y=alt.Y("value:Q", title=None).scale(zero=False, padding=18).axis(format=PLAIN_TICKS),
        color=alt.Color("place_name:N").legend(title=None, orient="top"),
        tooltip=[
            alt.Tooltip("place_name:N", title=texts("column.place")),
            alt.Tooltip("year:O", title=texts("column.year")),
            alt.Tooltip("value_text:N", title=texts("column.value")),
            alt.Tooltip("rank_text:N", title=texts("column.rank")),
            alt.Tooltip("citation:N", title=texts("column.source")),
        ],
    )
    return (
        alt.layer(
            base.mark_line(strokeWidth=2, opacity=0.6),
            base.mark_point(filled=True, size=80),
            base.properties(data=labels)
            .mark_text(align="left", dx=10, fontSize=12)
            .encode(y="label_y:Q", text="value_text:N"),
        )
        .properties(height=230, width="container")
        .configure(locale=number_locale(texts.language))
        .configure_view(stroke=None)
    )
