"""Heat table: what each place demands of each indicator."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt
import polars as pl

from dashboards.charts.layout import CHANGE_COMPARATORS, number_locale
from dashboards.charts.palette import ORANGE
from dashboards.charts.rows import (
    NARROW,
    ROW_HEIGHT,
    draw_names,
    mark_shift,
    row_axis,
    value_range,
)

if TYPE_CHECKING:
    from dashboards.i18n.texts import Texts

_NAME_LENGTH = 72


def prepare_places(frame: pl.DataFrame, texts: Texts) -> pl.DataFrame:
    """Indicators that at least two stages speak of, one cell per stage and indicator.

    Args:
        frame: rows of ``compare_places``, already filtered.
        texts: language.

    Returns:
        indicator, column (place, year, issuer), value, value_text and tooltip texts; where a
        stage gives several levels the cell shows the highest and lists them all.
    """
    shared = frame.filter(pl.col("plan_code").n_unique().over("chain_code") > 1)
    if shared.is_empty():
        return pl.DataFrame()
    cells = shared.group_by("chain_code", "plan_code", "stage_year", maintain_order=True).agg(
        pl.col(texts.name_column).first().alias("name"),
        pl.col("field_code").first(),
        pl.col("place_name").first(),
        pl.col("issuer_name").first(),
        pl.col("value").max(),
        pl.col("unit").first(),
        pl.col("comparator").first(),
        pl.struct("scope_level", "value", "unit").alias("parts"),
        pl.col("comparability").first(),
        pl.col("document_place").first(),
        pl.col("crosses_boundary").first(),
    )
    return pl.DataFrame(
        [_describe_cell(row, texts) for row in cells.iter_rows(named=True)],
        infer_schema_length=None,
    )


def _describe_cell(row: dict, texts: Texts) -> dict:
    parts = [
        (texts("scope." + p["scope_level"]) + " " if p["scope_level"] else "")
        + texts.share(p["value"], p["unit"])
        for p in row["parts"]
    ]
    name, comparator = row["name"], row["comparator"]
    is_level = row["unit"] == "%" and comparator not in CHANGE_COMPARATORS
    sign = f"{texts('comparator.' + comparator)} " if comparator in CHANGE_COMPARATORS else ""
    return {
        "indicator": name if len(name) <= _NAME_LENGTH else name[: _NAME_LENGTH - 1] + "…",
        "field_code": row["field_code"],
        "chain_code": row["chain_code"],
        "column": f"{row['stage_year']} {row['place_name']} {row['plan_code']}",
        "place": row["place_name"],
        "plan_code": row["plan_code"],
        "stage_year": row["stage_year"],
        "issuer": row["issuer_name"],
        # Ranks, days and changes have no scale in common with shares.
        "value": row["value"] if is_level else None,
        "value_text": sign
        + (
            texts.number(row["value"])
            if row["unit"] == "%"
            else texts.share(row["value"], row["unit"])
        )
        + ("*" if len(parts) > 1 else "")
        + ("†" if row["crosses_boundary"] else ""),
        "all_values": "; ".join(parts),
        "comparability": texts("comparability." + row["comparability"]),
        "document_place": row["document_place"],
    }


def _draw_heads(frame: pl.DataFrame, place: alt.X) -> list[alt.Chart]:
    """Year, place and issuer above each column; the issuer only where there is room."""
    heads = frame.select("column", "place", "stage_year", "issuer").unique()
    columns = alt.Chart(heads).encode(x=place)
    per_column = alt.ExprRef(f"({NARROW} ? width : width - 430) / {heads.height} - 6")
    lines = (("stage_year:N", 13, 10, -36), ("place:N", 13, 9.5, -20), ("issuer:N", 11, 0, -6))
    return [
        columns.mark_text(
            baseline="bottom",
            fontWeight="bold" if field != "issuer:N" else "normal",
            fontSize=alt.ExprRef(f"{NARROW} ? {narrow} : {wide}"),
            limit=per_column,
        ).encode(y=alt.value(y), text=field, tooltip="issuer:N")
        for field, wide, narrow, y in lines
    ]


def draw_places(frame: pl.DataFrame, texts: Texts) -> alt.Chart:
    """Heat table of ``prepare_places``: rows are indicators, columns are places and years.

    Returns:
        Chart whose point parameter ``cell`` selects by chain_code, plan_code and stage_year.
    """
    # An indicator and its successor stand side by side.
    rows = (
        frame.select("indicator", "field_code", "chain_code")
        .unique()
        .sort("field_code", "chain_code", "indicator")
    )
    base = alt.Chart(frame).encode(
        y=row_axis("indicator", rows["indicator"].to_list()),
        tooltip=[
            alt.Tooltip("indicator:N", title=texts("column.indicator")),
            alt.Tooltip("issuer:N", title=texts("column.issuer")),
            alt.Tooltip("all_values:N", title=texts("column.value")),
            alt.Tooltip("comparability:N", title=texts("column.comparability")),
            alt.Tooltip("document_place:N", title=texts("column.document_place")),
        ],
    )
    place = alt.X(
        "column:N", sort="ascending", title=None, axis=None, scale=alt.Scale(range=value_range())
    )
    picked = alt.selection_point(
        name="cell", fields=["chain_code", "plan_code", "stage_year"], empty=False, on="click"
    )
    cells = base.mark_rect(
        cornerRadius=3, height=22, yOffset=mark_shift(), cursor="pointer"
    ).encode(
        x=place,
        stroke=alt.when(picked).then(alt.value(ORANGE)).otherwise(alt.value("#FFFFFF")),
        strokeWidth=alt.when(picked).then(alt.value(4)).otherwise(alt.value(2)),
        color=alt.when("isValid(datum.value)")
        .then(
            alt.Color("value:Q", scale=alt.Scale(scheme="blues", domain=[0, 100])).legend(
                title="%", orient="bottom", direction="horizontal", gradientLength=220
            )
        )
        .otherwise(alt.value("#E4E7EB")),
    )
    numbers = base.mark_text(fontSize=12.5, baseline="middle", yOffset=mark_shift()).encode(
        x=place,
        text="value_text:N",
        color=alt.condition("datum.value >= 60", alt.value("#FFFFFF"), alt.value("#12263A")),
    )
    names = alt.Chart(rows).encode(y=row_axis("indicator", rows["indicator"].to_list()))
    heads = _draw_heads(frame, place)
    return (
        alt.layer(cells, numbers, *heads, *draw_names(names, "indicator"))
        .add_params(picked)
        .properties(height=alt.Step(ROW_HEIGHT), width="container")
        .configure(locale=number_locale(texts.language))
        .configure_view(stroke=None)
    )
