"""What a child plan makes of each number of its parent: two marks a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt
import polars as pl

from dashboards.charts.layout import number_locale
from dashboards.charts.palette import CASCADE_COLOURS, CASCADE_ICONS
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

_NAME_LENGTH = 62
_TEXT_ROOM = 190


def prepare_cascade(frame: pl.DataFrame, texts: Texts) -> pl.DataFrame:
    """Shares of ``read_cascade``, one row each, the missing and softer first.

    Returns:
        name, parent, child (null where missing), word and texts; other units are left to the
        table.
    """
    order = {code: i for i, code in enumerate(CASCADE_COLOURS)}
    rows = []
    for row in frame.filter(pl.col("unit") == "%").iter_rows(named=True):
        name = row[texts.name_column]
        if row["scope_level"]:
            name = f"{name}, {texts('scope.' + row['scope_level'])}"
        code = row["cascade_class"]
        parent = texts.share(row["parent_value"], row["unit"])
        child = (
            texts.share(row["child_value"], row["unit"]) if row["child_value"] is not None else "–"
        )
        rows.append(
            {
                "name": name if len(name) <= _NAME_LENGTH else name[: _NAME_LENGTH - 1] + "…",
                "parent": row["parent_value"],
                "child": row["child_value"],
                "code": code,
                "order": order[code],
                "word": f"{CASCADE_ICONS[code]} {texts('cascade.' + code)}",
                "label": f"{CASCADE_ICONS[code]} {parent} → {child}",
            }
        )
    if not rows:
        return pl.DataFrame()
    return pl.DataFrame(rows, infer_schema_length=None).sort("order", "name")


def draw_cascade(frame: pl.DataFrame, texts: Texts) -> alt.Chart:
    """Chart of ``prepare_cascade``: a tick for the parent, a dot for the child."""
    names = list(dict.fromkeys(frame["name"]))
    base = alt.Chart(frame).encode(
        y=row_axis("name", names),
        tooltip=[
            alt.Tooltip("name:N", title=texts("column.indicator")),
            alt.Tooltip("label:N", title=texts("column.value")),
            alt.Tooltip("word:N", title=texts("column.cascade")),
        ],
    )
    scale = alt.Scale(domain=[0, 100], range=value_range(_TEXT_ROOM))
    colour = alt.Color(
        "word:N",
        scale=alt.Scale(
            domain=[f"{CASCADE_ICONS[c]} {texts('cascade.' + c)}" for c in CASCADE_COLOURS],
            range=list(CASCADE_COLOURS.values()),
        ),
        legend=alt.Legend(orient="top", title=None, columns=legend_columns(5)),
    )
    axis = alt.Axis(orient="top", grid=True, tickCount=5, labelExpr="datum.label + '%'")
    lines = base.mark_rule(strokeWidth=3, yOffset=mark_shift(), opacity=0.5).encode(
        x=alt.X("parent:Q", scale=scale, axis=axis, title=None), x2="child:Q", color=colour
    )
    parents = base.mark_tick(thickness=4, size=18, yOffset=mark_shift()).encode(
        x=alt.X("parent:Q", scale=scale, title=None), color=colour
    )
    children = base.mark_circle(size=130, opacity=1, yOffset=mark_shift()).encode(
        x=alt.X("child:Q", scale=scale, title=None), color=colour
    )
    labels = base.mark_text(
        align="right", fontSize=12, baseline="middle", yOffset=mark_shift()
    ).encode(x=alt.value(alt.expr("width")), text="label:N")
    heads = alt.Chart(pl.DataFrame({"name": names})).encode(y=row_axis("name", names))
    return (
        alt.layer(lines, parents, children, labels, *draw_names(heads, "name"))
        .properties(height=alt.Step(ROW_HEIGHT), width="container")
        .configure(locale=number_locale(texts.language))
        .configure_view(stroke=None)
    )
