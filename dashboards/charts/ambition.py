"""How many targets of each field were raised, kept, lowered, added, or are gone and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt
import polars as pl

from dashboards.charts.layout import number_locale
from dashboards.charts.palette import CHANGE_COLOURS, CHANGE_ICONS

if TYPE_CHECKING:
    from dashboards.i18n.texts import Texts

_BAR_HEIGHT = 30


def prepare_ambition(frame: pl.DataFrame, texts: Texts) -> pl.DataFrame:
    """Rows of ``read_ambition``, one per field and class that occurs.

    Returns:
        field, word, order, count and the mean change of the field in words.
    """
    rows = []
    for row in frame.iter_rows(named=True):
        mean = row["mean_ambition_points"]
        said = (
            texts("trends.no_mean")
            if mean is None
            else texts("trends.mean", points=texts.signed(mean), count=row["averaged_count"])
        )
        rows += [
            {
                "field": row[f"field_short_{texts.language}"],
                "word": f"{CHANGE_ICONS[code]} {texts('change.' + code)}",
                "order": position,
                "count": row[f"{code}_count"],
                "mean": said,
            }
            for position, code in enumerate(CHANGE_COLOURS)
            if row[f"{code}_count"]
        ]
    return pl.DataFrame(rows, infer_schema_length=None)


def draw_ambition(frame: pl.DataFrame, texts: Texts) -> alt.Chart:
    """Stacked bars of ``prepare_ambition``."""
    words = [f"{CHANGE_ICONS[c]} {texts('change.' + c)}" for c in CHANGE_COLOURS]
    base = alt.Chart(frame).encode(
        y=alt.Y(
            "field:N",
            sort=list(dict.fromkeys(frame["field"])),
            title=None,
            axis=alt.Axis(labelLimit=170, labelFontSize=12.5),
        ),
        x=alt.X(
            "count:Q", stack="zero", title=texts("trends.count_axis"), axis=alt.Axis(tickMinStep=1)
        ),
        order="order:Q",
        tooltip=[
            alt.Tooltip("field:N", title=texts("column.field")),
            alt.Tooltip("word:N", title=texts("column.change")),
            alt.Tooltip("count:Q", title=texts("trends.count_axis")),
            alt.Tooltip("mean:N", title=texts("trends.mean_title")),
        ],
    )
    bars = base.mark_bar(height=20).encode(
        color=alt.Color(
            "word:N",
            scale=alt.Scale(domain=words, range=list(CHANGE_COLOURS.values())),
            legend=alt.Legend(orient="top", title=None, columns=alt.ExprRef("width < 600 ? 3 : 6")),
        )
    )
    return (
        bars.properties(height=alt.Step(_BAR_HEIGHT), width="container")
        .configure(locale=number_locale(texts.language))
        .configure_view(stroke=None)
    )
