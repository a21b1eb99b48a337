"""A chart of any rows: a quick look at the answer to a question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import altair as alt
import polars as pl

from dashboards.charts.layout import number_locale
from dashboards.charts.palette import BLUE

if TYPE_CHECKING:
    from dashboards.i18n.texts import Texts

Shape = Literal["bar", "line", "point"]
_MOST_ROWS = 2_000
_ROW_HEIGHT = 24


def list_axes(frame: pl.DataFrame) -> tuple[list[str], list[str]]:
    """Columns that can be compared along, and columns that can be measured.

    Returns:
        Names of text, date and year columns first, then all; names of numeric columns.
    """
    numbers = [n for n, kind in frame.schema.items() if kind.is_numeric()]
    labels = [
        n for n, kind in frame.schema.items() if not kind.is_numeric() and not kind.is_nested()
    ]
    return [*labels, *numbers], numbers


def draw_answer(
    frame: pl.DataFrame, along: str, measured: str, shape: Shape, texts: Texts
) -> alt.Chart:
    """One measure along one column.

    Args:
        frame: rows of an answer; the first two thousand are drawn.
        along: column of the categories or the time.
        measured: numeric column.
        shape: bars (categories downwards, in the order of the answer), a line or points.
        texts: language.
    """
    rows = frame.select(
        pl.col(along).alias("along"), pl.col(measured).alias("measured")
    ).head(_MOST_ROWS)  # fmt: skip
    is_time = rows.schema["along"].is_temporal()
    if shape == "bar" and not is_time:
        names = rows["along"].cast(pl.String).fill_null("–").to_list()
        if len(set(names)) < len(names):
            # Bars of one name would be added up without a word: each row keeps its own.
            names = [f"{i}. {name}" for i, name in enumerate(names, start=1)]
        order = names
        rows = rows.with_columns(pl.Series("along", names, dtype=pl.String))
        chart = (
            alt.Chart(rows)
            .mark_bar(color=BLUE)
            .encode(
                y=alt.Y("along:N", sort=order, title=along, axis=alt.Axis(labelLimit=320)),
                x=alt.X("measured:Q", title=measured),
                tooltip=["along:N", "measured:Q"],
            )
            .properties(height=alt.Step(_ROW_HEIGHT))
        )
    else:
        kind = "T" if is_time else ("Q" if rows.schema["along"].is_numeric() else "N")
        y = alt.Y("measured:Q", title=measured)
        base = alt.Chart(rows).encode(
            x=alt.X(f"along:{kind}", title=along),
            y=y,
            tooltip=[f"along:{kind}", "measured:Q"],
        )
        base = base.properties(height=360)
        if shape == "line":
            chart = base.mark_line(color=BLUE, point=True)
        elif shape == "bar":
            chart = base.mark_bar(color=BLUE, opacity=0.7).encode(y=y.stack(None))
        else:
            chart = base.mark_point(color=BLUE, filled=True, size=60)
    return chart.properties(width="container").configure(locale=number_locale(texts.language))
