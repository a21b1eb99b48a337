"""Headline figures as a picture: large enough to be read from three metres."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt

from dashboards.charts.layout import number_locale

if TYPE_CHECKING:
    import polars as pl

    from dashboards.i18n.texts import Texts

_HEIGHT = 148
_COLUMNS = 9


def draw_headline_figures(frame: pl.DataFrame, texts: Texts) -> alt.Chart:
    """One cell per figure, side by side.

    Args:
        frame: order (from 0), label, value, change (text), colour.
        texts: language.
    """
    columns = max(_COLUMNS, frame.height)
    base = alt.Chart(frame).encode(
        x=alt.X("order:O", axis=None, scale=alt.Scale(domain=list(range(columns)), padding=0.06)),
        tooltip=["label:N", "value:N", "change:N"],
    )

    def write(field: str, size: int, y: int, weight: str) -> alt.Chart:
        return base.mark_text(
            fontSize=size, fontWeight=weight, baseline="middle",
            limit=alt.ExprRef(f"width / {columns} - 8"),
        ).encode(y=alt.value(y), text=f"{field}:N")  # fmt: skip

    cells = base.mark_bar(opacity=0.22, cornerRadius=8).encode(
        y=alt.value(0), y2=alt.value(_HEIGHT), color=alt.Color("colour:N", scale=None)
    )
    stripes = base.mark_bar(cornerRadius=3).encode(
        y=alt.value(0), y2=alt.value(9), color=alt.Color("colour:N", scale=None)
    )
    return (
        alt.layer(
            cells,
            stripes,
            write("label", 21, 32, "normal"),
            write("value", 54, 80, "bold"),
            write("change", 20, 126, "normal"),
        )
        .properties(height=_HEIGHT, width="container")
        .configure(locale=number_locale(texts.language))
        .configure_view(stroke=None)
    )
