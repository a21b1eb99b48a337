"""One published index of one province over the years: a small chart among many."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt
import polars as pl

from dashboards.charts.layout import PLAIN_TICKS, number_locale, wrap_text
from dashboards.charts.palette import BLUE, NATIONAL, VERMILLION

if TYPE_CHECKING:
    from dashboards.i18n.texts import Texts

_WIDTH, _HEIGHT = 300, 170
_TITLE_WIDTH = 44


def draw_index_course(frame: pl.DataFrame, name: str, since: int | None, texts: Texts) -> alt.Chart:
    """One small chart.

    Args:
        frame: rows of ``read_index_course`` of one index, by year; at least one.
        name: of the index.
        since: first year of the criteria in use, None where they never changed.
        texts: language.
    """
    last = frame.row(-1, named=True)
    rank = texts("attainment.rank_of", rank=last["rank"]) if last["rank"] else ""
    said = texts.share(last["value"], last["unit"], 2)
    lines = wrap_text(name, _TITLE_WIDTH)[:2]
    title = alt.TitleParams(
        lines,
        subtitle=" · ".join(part for part in (str(last["year"]), said, rank) if part),
        anchor="start", fontSize=12.5, subtitleFontSize=12, offset=6,
    )  # fmt: skip
    said: list[int] = frame["year"].to_list()
    years = list(range(min(said), max(said) + 1))
    drawn = frame.with_columns(
        # Values of other criteria are no part of one line.
        series=(pl.col("year") >= since) if since is not None else pl.lit(value=True),
        value_text=pl.Series(
            [texts.share(v, u, 2) for v, u in frame.select("value", "unit").rows()],
            dtype=pl.String,
        ),
    )
    base = alt.Chart(drawn).encode(
        x=alt.X("year:O", title=None, scale=alt.Scale(domain=years)).axis(
            labelAngle=0, labelOverlap=True
        ),
        detail="series:N",
    )
    value = alt.Y("value:Q", title=None, scale=alt.Scale(zero=False)).axis(
        tickCount=3, format=PLAIN_TICKS
    )
    layers = [
        base.mark_line(color=BLUE, strokeWidth=2).encode(y=value),
        base.mark_point(filled=True, size=45, color=BLUE).encode(
            y=value,
            tooltip=[
                alt.Tooltip("year:O", title=texts("column.year")),
                alt.Tooltip("value_text:N", title=texts("column.value")),
                alt.Tooltip("rank:Q", title=texts("column.rank")),
                alt.Tooltip("citation:N", title=texts("column.source")),
            ],
        ),
    ]
    nation = drawn.filter(pl.col("national").is_not_null())
    if not nation.is_empty():
        layers.append(
            alt.Chart(nation)
            .mark_tick(thickness=3, width=22, color=NATIONAL)
            .encode(x="year:O", y=alt.Y("national:Q", title=None))
        )
    if since is not None and years[0] < since <= years[-1]:
        layers.append(
            alt.Chart(pl.DataFrame({"year": [since]}))
            .mark_rule(strokeDash=[3, 3], color=VERMILLION)
            .encode(x=alt.X("year:O", bandPosition=0))
        )
    return (
        alt.layer(*layers)
        .properties(width=_WIDTH, height=_HEIGHT, title=title)
        .configure(locale=number_locale(texts.language))
        .configure_view(stroke=None)
    )
