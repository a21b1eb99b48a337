"""Rows with names: beside the marks on a wide screen, above them on a narrow one.

The chart is built on the server, which does not know how wide the screen is; Vega does. The
names are therefore drawn twice and the expression ``width`` decides which of the two is seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt
import polars as pl

from dashboards.charts.layout import wrap_text

if TYPE_CHECKING:
    from collections.abc import Sequence

NARROW = "width < 760"
ROW_HEIGHT = 38
_NAME_WIDTH = 430
# Characters and pixels of a line of a column's name.
_HEAD_WIDTH, _HEAD_LINE = 9, 14
# On a narrow screen the marks sit below the name.
_MARK_SHIFT = 8


def name_room() -> alt.ExprRef:
    """Pixels kept free at the left for names: none on a narrow screen."""
    return alt.ExprRef(f"{NARROW} ? 0 : {_NAME_WIDTH}")


def value_range(right: float = 0, right_narrow: float | None = None) -> list[alt.ExprRef]:
    """Pixel range of the axis of values.

    Args:
        right: pixels kept free at the right end on a wide screen.
        right_narrow: the same on a narrow one; four fifths of it where not said.
    """
    narrow = right * 0.8 if right_narrow is None else right_narrow
    return [name_room(), alt.ExprRef(f"width - ({NARROW} ? {narrow} : {right})")]


def grid_axis(field: str, values: Sequence[str]) -> alt.X:
    """Columns of a grid, their names on top.

    Args:
        field: column of the frame that holds the names.
        values: the names, in order.
    """
    return grid_columns(field, values).axis(
        orient="top", labelAngle=0, domain=False, ticks=False,
        labelFontSize=alt.ExprRef(f"{NARROW} ? 8 : 12"),
    )  # fmt: skip


def grid_columns(field: str, values: Sequence[str]) -> alt.X:
    """Columns of a grid without names."""
    return alt.X(
        f"{field}:N",
        sort=list(values),
        title=None,
        scale=alt.Scale(range=value_range(), padding=0.08),
        axis=None,
    )


def draw_heads(field: str, values: Sequence[str]) -> alt.Chart:
    """Long names above the columns of a grid, broken into lines that end above the grid.

    Args:
        field: column of the frame that holds the names.
        values: the names, in order.
    """
    lines = [wrap_text(name, _HEAD_WIDTH) for name in values]
    most = max(len(parts) for parts in lines)
    heads = pl.DataFrame(
        {
            field: list(values),
            # A text of several lines grows downwards, so the first ones of a short name are blank.
            "head": ["\n" * (most - len(parts)) + "\n".join(parts) for parts in lines],
        }
    )
    return (
        alt.Chart(heads)
        .mark_text(
            baseline="top", lineBreak="\n", lineHeight=_HEAD_LINE,
            fontSize=alt.ExprRef(f"{NARROW} ? 8 : 12"),
        )
        .encode(x=grid_columns(field, values), y=alt.value(-_HEAD_LINE * most - 4), text="head:N")
    )  # fmt: skip


def mark_shift() -> alt.ExprRef:
    """How far a mark is moved down within its row."""
    return alt.ExprRef(f"{NARROW} ? {_MARK_SHIFT} : 0")


def draw_names(base: alt.Chart, field: str) -> list[alt.Chart]:
    """Names of rows, for both widths.

    Args:
        base: chart with the ``y`` encoding of the rows.
        field: column of the names.

    Returns:
        Two text layers of which one is visible.
    """
    wide = base.mark_text(
        align="right",
        baseline="middle",
        fontSize=alt.ExprRef(f"{NARROW} ? 0 : 13"),
        limit=_NAME_WIDTH - 16,
    ).encode(
        # A hidden text still takes room, so on a narrow screen it hides at the left edge.
        x=alt.value(alt.expr(f"{NARROW} ? 0 : {_NAME_WIDTH - 10}")),
        text=f"{field}:N",
    )
    narrow = base.mark_text(
        align="left",
        baseline="middle",
        fontSize=alt.ExprRef(f"{NARROW} ? 11.5 : 0"),
        dy=-9,
        limit=alt.ExprRef("width"),
    ).encode(x=alt.value(0), text=f"{field}:N")
    return [wide, narrow]


def row_axis(field: str, order: list[str]) -> alt.Y:
    """The ``y`` encoding of named rows: in order, its axis left out since names are marks."""
    return alt.Y(f"{field}:N", sort=order, title=None, axis=None)


def legend_columns(wide: int) -> alt.ExprRef:
    """Columns of a legend: two on a narrow screen."""
    return alt.ExprRef(f"{NARROW} ? 2 : {wide}")
