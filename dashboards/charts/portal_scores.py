"""Heat table of QĐ 766: provinces by group of scores."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt
import polars as pl

from dashboards.charts.layout import number_locale
from dashboards.charts.rows import (
    NARROW,
    ROW_HEIGHT,
    draw_heads,
    draw_names,
    grid_columns,
    mark_shift,
    row_axis,
)

if TYPE_CHECKING:
    from dashboards.i18n.texts import Texts


def prepare_portal(frame: pl.DataFrame, texts: Texts) -> pl.DataFrame:
    """One cell per province and group.

    Args:
        frame: rows of ``read_portal_scores``.
        texts: language.

    Returns:
        place, group (its short name and the most that can be had), order, share (0 to 1, null
        where nothing was found), value_text and texts for the tooltip.
    """
    rows = []
    for row in frame.iter_rows(named=True):
        code = row["indicator_code"]
        rows.append(
            {
                "place": row["place_name"],
                "group": _name_group(row, texts),
                "order": "" if row["is_total"] else code,
                "share": row["share"],
                "value_text": texts.number(row["value"]),
                "name": row[texts.name_column],
                "hint": texts("place_state.not_found")
                if row["value"] is None
                else texts("comparison.out_of", value=texts.number(row["value"], 2),
                           most=texts.number(row["max_value"], 0)),
                "captured": texts.date(row["as_of_date"]),
            }
        )  # fmt: skip
    return pl.DataFrame(rows, infer_schema_length=None)


def _name_group(row: dict, texts: Texts) -> str:
    """The group without the name of the index, and the most that can be had."""
    name = row[texts.name_column]
    group = name.partition(": ")[2] or name
    return f"{group} /{texts.number(row['max_value'], 0)}"


def draw_portal(frame: pl.DataFrame, texts: Texts) -> alt.Chart:
    """Heat table of ``prepare_portal``; a colour is the share of the most that can be had."""
    places = list(dict.fromkeys(frame["place"]))
    groups = frame.select("group", "order").unique(maintain_order=True).sort("order")
    heads = groups["group"].to_list()
    rows = row_axis("place", places)
    base = alt.Chart(frame).encode(
        y=rows,
        x=grid_columns("group", heads),
        tooltip=[
            alt.Tooltip("place:N", title=texts("column.place")),
            alt.Tooltip("name:N", title=texts("column.indicator")),
            alt.Tooltip("hint:N", title=texts("column.value")),
            alt.Tooltip("captured:N", title=texts("comparison.captured_on")),
        ],
    )
    height = alt.ExprRef(f"{NARROW} ? 20 : 26")
    cells = base.mark_rect(height=height, cornerRadius=3, yOffset=mark_shift()).encode(
        color=alt.Color("share:Q", scale=alt.Scale(scheme="blues", domain=[0.3, 1], clamp=True))
        .legend(None)
    )  # fmt: skip
    values = base.mark_text(
        fontSize=alt.ExprRef(f"{NARROW} ? 10 : 12.5"), baseline="middle", yOffset=mark_shift()
    ).encode(
        text="value_text:N",
        color=alt.condition("datum.share >= 0.75", alt.value("#FFFFFF"), alt.value("#12263A")),
    )
    names = alt.Chart(pl.DataFrame({"place": places})).encode(y=rows)
    return (
        alt.layer(cells, values, draw_heads("group", heads), *draw_names(names, "place"))
        .properties(height=alt.Step(ROW_HEIGHT), width="container")
        .configure(locale=number_locale(texts.language))
        .configure_view(stroke=None)
    )
