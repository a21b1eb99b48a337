"""Small multiples: one small chart per number, all on the same scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt

from dashboards.charts.layout import month_axis, number_locale, wrap_text
from dashboards.charts.palette import BLUE, GREY, STATUS_COLOURS, STATUS_ICONS

if TYPE_CHECKING:
    import polars as pl

    from dashboards.i18n.texts import Texts

_WIDTH, _HEIGHT = 300, 190
_TITLE_WIDTH = 44


def draw_multiple(
    frame: pl.DataFrame, name: str, status: str, unit: str, texts: Texts
) -> alt.Chart:
    """One small chart.

    Args:
        frame: rows of ``read_series`` of one number; at least one.
        name: of the number.
        status: of its newest observation.
        unit: of its values; percentages stand on a scale from 0 to 100, or higher if need be.
        texts: language.
    """
    lines = wrap_text(name, _TITLE_WIDTH)
    title = alt.TitleParams(
        lines[:2] if len(lines) <= 2 else [lines[0], f"{lines[1]}…"],
        subtitle=f"{STATUS_ICONS[status]} {texts('status.' + status)}",
        anchor="start", fontSize=12.5, subtitleFontSize=12, offset=4,
    )  # fmt: skip
    highest = max([100.0, *frame["actual"].to_list()])
    scale = alt.Scale(domain=[0, highest]) if unit == "%" else alt.Scale(zero=False)
    base = alt.Chart(frame).encode(
        x=alt.X("as_of_date:T", title=None).axis(**month_axis(frame["as_of_date"], most=4))
    )
    y = alt.Y("actual:Q", title=None, scale=scale).axis(tickCount=3)
    actual = base.mark_line(color=BLUE, strokeWidth=2).encode(y=y)
    target = base.mark_line(color=GREY, strokeDash=[4, 3]).encode(y="target_value:Q")
    last = (
        alt.Chart(frame.tail(1))
        .mark_point(filled=True, size=70, color=STATUS_COLOURS[status])
        .encode(
            x="as_of_date:T",
            y=y,
            tooltip=[
                alt.Tooltip("as_of_date:T", title=texts("column.as_of"), format="%d/%m/%Y"),
                alt.Tooltip("actual:Q", title=texts("column.actual"), format=".1f"),
                alt.Tooltip("target_value:Q", title=texts("column.target"), format=".1f"),
            ],
        )
    )
    return (
        alt.layer(target, actual, last)
        .properties(width=_WIDTH, height=_HEIGHT, title=title)
        .configure(locale=number_locale(texts.language))
        .configure_view(stroke=None)
    )
