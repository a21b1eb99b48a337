"""Two figures of one thing on a line: a tick, a dot, the way between them, a name, a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt
import polars as pl

from dashboards.charts.layout import number_locale
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

_LABEL_LIMIT = 320


def draw_pairs(
    frame: pl.DataFrame, ends: tuple[str, str], words: dict[str, str], room: int, texts: Texts
) -> alt.Chart:
    """Shares side by side.

    Args:
        frame: one row a line: ``name``, both ends (0 to 100; the second may be null), ``word``
            (what the pair amounts to) and ``label``; columns of ``texts`` named by no one else.
        ends: column of the tick and of the dot.
        words: word -> colour, in the order of the legend.
        room: pixels kept free for the labels on a wide screen.
        texts: language.
    """
    first, second = ends
    names = list(dict.fromkeys(frame["name"]))
    tooltip = [
        alt.Tooltip("name:N", title=texts("column.indicator")),
        alt.Tooltip("label:N", title=texts("column.value")),
        alt.Tooltip("word:N", title=texts("column.status")),
    ]
    if "source" in frame.columns:
        tooltip.append(alt.Tooltip("source:N", title=texts("column.source")))
    base = alt.Chart(frame).encode(y=row_axis("name", names), tooltip=tooltip)
    scale = alt.Scale(domain=[0, 100], range=value_range(room))
    colour = alt.Color(
        "word:N",
        scale=alt.Scale(domain=list(words), range=list(words.values())),
        legend=alt.Legend(
            orient="top", title=None, columns=legend_columns(len(words)), labelLimit=_LABEL_LIMIT
        ),
    )
    axis = alt.Axis(orient="top", grid=True, tickCount=5, labelExpr="datum.label + '%'")
    lines = base.mark_rule(strokeWidth=3, yOffset=mark_shift(), opacity=0.5).encode(
        x=alt.X(f"{first}:Q", scale=scale, axis=axis, title=None), x2=f"{second}:Q", color=colour
    )
    ticks = base.mark_tick(thickness=4, size=18, yOffset=mark_shift()).encode(
        x=alt.X(f"{first}:Q", scale=scale, title=None), color=colour
    )
    dots = base.mark_circle(size=130, opacity=1, yOffset=mark_shift()).encode(
        x=alt.X(f"{second}:Q", scale=scale, title=None), color=colour
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
