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
    kind = rows.schema["along"]
    downwards = shape == "bar" and not kind.is_temporal()
    if downwards:
        rows = rows.with_columns(pl.Series("along", _name_rows(rows["along"]), dtype=pl.String))
        height: int | alt.Step = alt.Step(_ROW_HEIGHT)
    else:
        height = 360
    base = alt.Chart(rows, height=height, width="container")
    value = "measured:Q"
    if downwards:
        order = rows["along"].to_list()
        axis = alt.Axis(labelLimit=320)
        names = alt.Y("along:N", sort=order, title=along, axis=axis)
        drawn = base.mark_bar(color=BLUE).encode(y=names, x=alt.X(value, title=measured))
    else:
        code = "T" if kind.is_temporal() else ("Q" if kind.is_numeric() else "N")
        y = alt.Y(value, title=measured).stack(None)
        marks = {"line": base.mark_line(color=BLUE, point=True),
                 "bar": base.mark_bar(color=BLUE, opacity=0.7),
                 "point": base.mark_point(color=BLUE, filled=True, size=60)}  # fmt: skip
        drawn = marks[shape].encode(x=alt.X(f"along:{code}", title=along), y=y)
    return drawn.encode(tooltip=["along", "measured"]).configure(
        locale=number_locale(texts.language)
    )


def _name_rows(along: pl.Series) -> list[str]:
    """Names of bars; bars of one name would be added up without a word, so each gets a number."""
    names = along.cast(pl.String).fill_null("–").to_list()
    if len(set(names)) == len(names):
        return names
    return [f"{i}. {name}" for i, name in enumerate(names, start=1)]
