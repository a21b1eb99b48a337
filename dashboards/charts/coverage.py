"""Grid of published figures: how many provinces have one, by index and year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt
import polars as pl

from dashboards.charts.rows import (
    NARROW,
    ROW_HEIGHT,
    draw_names,
    grid_axis,
    mark_shift,
    row_axis,
)

if TYPE_CHECKING:
    from dashboards.i18n.texts import Texts


def prepare_coverage(frame: pl.DataFrame, texts: Texts) -> pl.DataFrame:
    """One cell per index and year, of the boundary version that has more figures.

    Args:
        frame: rows of ``read_coverage``.
        texts: language.

    Returns:
        name, year, share (of the provinces, 0 to 1), count_text and texts for the tooltip.
    """
    cells = frame.sort("value_count", descending=True).unique(
        ["indicator_code", "year"], keep="first", maintain_order=True
    )
    return pl.DataFrame(
        [
            {
                "name": row[texts.name_column],
                "year": str(row["year"]),
                "share": row["value_count"] / row["province_count"],
                "count_text": str(row["value_count"]),
                "counts": f"{row['value_count']} / {row['province_count']}",
                "rank_only": str(row["rank_only_count"]),
                "doubted": str(row["doubted_count"]),
                "missing": str(row["missing_count"]),
            }
            for row in cells.iter_rows(named=True)
        ]
    )


def draw_coverage(frame: pl.DataFrame, texts: Texts) -> alt.Chart:
    """Grid of ``prepare_coverage``: indices downwards, years in order of time."""
    names = sorted(set(frame["name"]))
    rows = row_axis("name", names)
    base = alt.Chart(frame).encode(
        y=rows,
        x=grid_axis("year", sorted(set(frame["year"]))),
        tooltip=[
            alt.Tooltip("name:N", title=texts("column.indicator")),
            alt.Tooltip("year:N", title=texts("column.year")),
            alt.Tooltip("counts:N", title=texts("sources.with_value")),
            alt.Tooltip("rank_only:N", title=texts("sources.rank_only")),
            alt.Tooltip("doubted:N", title=texts("sources.doubted")),
            alt.Tooltip("missing:N", title=texts("sources.missing")),
        ],
    )
    cells = base.mark_rect(height=24, cornerRadius=3, yOffset=mark_shift()).encode(
        color=alt.Color("share:Q", scale=alt.Scale(scheme="blues", domain=[0, 1])).legend(
            title=texts("sources.view_coverage"),
            orient="bottom",
            direction="horizontal",
            gradientLength=220,
            format=".0%",
        )
    )
    counts = base.mark_text(
        fontSize=alt.ExprRef(f"{NARROW} ? 9 : 12"), yOffset=mark_shift()
    ).encode(
        text="count_text:N",
        color=alt.condition("datum.share >= 0.6", alt.value("#FFFFFF"), alt.value("#12263A")),
    )
    listed = alt.Chart(pl.DataFrame({"name": names})).encode(y=rows)
    return (
        alt.layer(cells, counts, *draw_names(listed, "name"))
        .properties(height=alt.Step(ROW_HEIGHT), width="container")
        .configure_view(stroke=None)
    )
