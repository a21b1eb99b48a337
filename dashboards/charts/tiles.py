"""Tile map of the provinces: one square each, so that small ones are seen as well as large."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt
import polars as pl

from dashboards.charts.layout import number_locale, wrap_text

if TYPE_CHECKING:
    from dashboards.i18n.texts import Texts

_ROW_HEIGHT = 44
_NAME_WIDTH = 12
_NO_VALUE = "#E4E7EB"
# From this share of the way to the highest value on, white letters are easier to read.
_DARK_FROM = 0.6


def prepare_tiles(frame: pl.DataFrame, texts: Texts) -> pl.DataFrame:
    """Rows of ``read_map`` with the texts of their tiles.

    Returns:
        The rows with name (in lines), value_text, hint and is_dark.
    """
    low, high = frame["value"].min(), frame["value"].max()
    span = (high - low) if isinstance(low, float) and isinstance(high, float) else 0.0
    rows = []
    for row in frame.iter_rows(named=True):
        name = row["part_name"] or row["province_name"]
        value = row["value"]
        mark = "†" if row["crosses_boundary"] else ""
        share = (value - low) / span if value is not None and span else 1.0
        rows.append(
            {
                "tile_column": row["tile_column"],
                "tile_row": row["tile_row"],
                "name": "\n".join(wrap_text(name, _NAME_WIDTH)[:2]),
                "province_name": row["province_name"],
                "full_name": _say_name(row, texts),
                "value": value,
                "value_text": "–" if value is None else texts.number(value) + mark,
                "hint": _say_value(row, texts),
                "issuer": row["issuer_name"],
                "is_dark": value is not None and share >= _DARK_FROM,
            }
        )
    return pl.DataFrame(rows, infer_schema_length=None)


def _say_name(row: dict, texts: Texts) -> str:
    if not row["part_name"]:
        return row["province_name"]
    return texts("comparison.part_of", part=row["part_name"], whole=row["province_name"])


def _say_value(row: dict, texts: Texts) -> str:
    if row["value"] is None:
        return texts("place_state." + row["place_state"])
    sign = texts("comparator." + row["comparator"]) + " " if row["comparator"] else ""
    text = sign + texts.share(row["value"], row["unit"])
    return f"{text} ({texts('comparison.old_boundary')})" if row["crosses_boundary"] else text


def draw_tiles(tiles: pl.DataFrame, texts: Texts) -> alt.Chart:
    """Map of ``prepare_tiles``.

    Returns:
        Chart whose point parameter ``tile`` selects by province_name.
    """
    base = alt.Chart(tiles).encode(
        x=alt.X("tile_column:O", axis=None, scale=alt.Scale(paddingInner=0.06)),
        y=alt.Y("tile_row:O", axis=None, scale=alt.Scale(paddingInner=0.08)),
        tooltip=[
            alt.Tooltip("full_name:N", title=texts("column.place")),
            alt.Tooltip("hint:N", title=texts("column.value")),
            alt.Tooltip("issuer:N", title=texts("column.source")),
        ],
    )
    picked = alt.selection_point(name="tile", fields=["province_name"], on="click")
    letters = alt.condition("datum.is_dark", alt.value("#FFFFFF"), alt.value("#12263A"))
    ground = base.mark_rect(cornerRadius=4, color=_NO_VALUE, cursor="pointer")
    squares = (
        base.transform_filter("isValid(datum.value)")
        .mark_rect(cornerRadius=4)
        .encode(
            color=alt.Color("value:Q", scale=alt.Scale(scheme="blues")).legend(
                title=texts("column.value"),
                orient="bottom",
                direction="horizontal",
                gradientLength=alt.ExprRef("min(width - 40, 260)"),
            ),
            opacity=alt.when(picked).then(alt.value(1)).otherwise(alt.value(0.35)),
        )
    )
    small = alt.ExprRef("width < 480 ? 7.5 : 10.5")
    names = base.mark_text(
        fontSize=small, baseline="middle", lineBreak="\n", lineHeight=9, dy=-10
    ).encode(text="name:N", color=letters)
    values = base.mark_text(
        fontSize=alt.ExprRef("width < 480 ? 10 : 13"), fontWeight="bold", baseline="middle", dy=11
    ).encode(text="value_text:N", color=letters)
    return (
        alt.layer(ground, squares, names, values)
        .add_params(picked)
        .properties(height=alt.Step(_ROW_HEIGHT), width="container")
        .configure(locale=number_locale(texts.language))
        .configure_view(stroke=None)
    )
