"""What plans demand and what was published of the same thing: two marks a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt
import polars as pl

from dashboards.charts.layout import number_locale
from dashboards.charts.palette import BLUE, GREEN, GREY, INK
from dashboards.charts.rows import (
    ROW_HEIGHT,
    draw_names,
    legend_columns,
    mark_shift,
    row_axis,
    value_range,
)

if TYPE_CHECKING:
    from dashboards.i18n.texts import Texts

_NAME_LENGTH = 66
_TEXT_ROOM = 330


def state_of_demand(row: dict) -> str:
    """``met``, ``short``, or ``unknown`` where no result was found."""
    if row["published"] is None:
        return "unknown"
    return "met" if row["is_demand_met"] else "short"


def prepare_demands(frame: pl.DataFrame, texts: Texts) -> pl.DataFrame:
    """Shares of ``read_demand_results`` with their texts; other units are left to the table.

    Returns:
        name, demanded, published (null where nothing was found), word, label and source.
    """
    rows = []
    for row in frame.filter(pl.col("unit") == "%").iter_rows(named=True):
        name = f"{row['plan_name']}: {row[texts.name_column]}"
        sign = texts("comparator." + row["comparator"])
        demand = f"{sign} {texts.share(row['demanded'], row['unit'])} ({row['due_year']})"
        found = texts("place_state.not_found")
        if row["published"] is not None:
            value = texts.share(row["published"], row["unit"], 2)
            found = f"{value} ({row['published_year']})"
        rows.append(
            {
                "name": name if len(name) <= _NAME_LENGTH else name[: _NAME_LENGTH - 1] + "…",
                "demanded": row["demanded"],
                "published": row["published"],
                "word": texts(f"demand_state.{state_of_demand(row)}"),
                "label": f"{demand} · {found}",
                "source": row["citation"] or "",
            }
        )
    return pl.DataFrame(rows, infer_schema_length=None)


def draw_demands(frame: pl.DataFrame, texts: Texts) -> alt.Chart:
    """Chart of ``prepare_demands``: a tick for the demand, a dot for what was published."""
    names = list(dict.fromkeys(frame["name"]))
    states = {"met": GREEN, "short": BLUE, "unknown": GREY}
    colour = alt.Color(
        "word:N",
        scale=alt.Scale(
            domain=[texts(f"demand_state.{s}") for s in states], range=list(states.values())
        ),
        legend=alt.Legend(orient="top", title=None, columns=legend_columns(3), labelLimit=320),
    )
    base = alt.Chart(frame).encode(
        y=row_axis("name", names),
        tooltip=[
            alt.Tooltip("name:N", title=texts("column.indicator")),
            alt.Tooltip("label:N", title=texts("column.value")),
            alt.Tooltip("word:N", title=texts("column.status")),
            alt.Tooltip("source:N", title=texts("column.source")),
        ],
    )
    scale = alt.Scale(domain=[0, 100], range=value_range(_TEXT_ROOM))
    axis = alt.Axis(orient="top", grid=True, tickCount=5, labelExpr="datum.label + '%'")
    lines = base.mark_rule(strokeWidth=3, opacity=0.4, yOffset=mark_shift()).encode(
        x=alt.X("demanded:Q", scale=scale, axis=axis, title=None), x2="published:Q", color=colour
    )
    ticks = base.mark_tick(thickness=4, size=18, color=INK, yOffset=mark_shift()).encode(
        x=alt.X("demanded:Q", scale=scale, title=None)
    )
    dots = base.mark_circle(size=130, opacity=1, yOffset=mark_shift()).encode(
        x=alt.X("published:Q", scale=scale, title=None), color=colour
    )
    labels = base.mark_text(
        align="right", fontSize=12, baseline="middle", yOffset=mark_shift()
    ).encode(x=alt.value(alt.expr("width")), text="label:N")
    heads = alt.Chart(pl.DataFrame({"name": names})).encode(y=row_axis("name", names))
    return (
        alt.layer(lines, ticks, dots, labels, *draw_names(heads, "name"))
        .properties(height=alt.Step(ROW_HEIGHT), width="container")
        .configure(locale=number_locale(texts.language))
        .configure_view(stroke=None)
    )
