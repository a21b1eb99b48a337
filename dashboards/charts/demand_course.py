"""What places demand of one indicator over the years, and the line of the nation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt
import polars as pl

from dashboards.charts.layout import PLAIN_TICKS, number_locale, wrap_text
from dashboards.charts.palette import NATIONAL
from dashboards.charts.rows import legend_columns

if TYPE_CHECKING:
    from dashboards.i18n.texts import Texts

_HEIGHT = 420
_LINE = 22


def prepare_course(frame: pl.DataFrame, texts: Texts) -> pl.DataFrame:
    """Rows of ``read_course`` with what a reader sees of them.

    Returns:
        place (with the level where a plan sets several), year, value, is_national, names (of all
        that stand on one spot, in lines), hint.
    """
    rows = []
    for row in frame.iter_rows(named=True):
        scope = f", {texts('scope.' + row['scope_level'])}" if row["scope_level"] else ""
        mark = " †" if row["crosses_boundary"] else ""
        # What a department or a commune demands is no number of its province.
        is_place = row["issuer_level"] == "province" or not row["issuer_name"]
        place = row["place_name"] if is_place else row["issuer_name"]
        place = texts("trends.nation") if row["is_national"] else place
        sign = texts("comparator." + row["comparator"])
        rows.append(
            {
                "place": f"{place}{scope}",
                "year": row["stage_year"],
                "value": row["value"],
                "is_national": row["is_national"],
                "hint": f"{sign} {texts.share(row['value'], row['unit'])}{mark}",
                "issuer": row["issuer_name"] or row["plan_name"],
                "document_place": row["document_place"],
                "source": row["source_file"],
            }
        )
    drawn = pl.DataFrame(rows, infer_schema_length=None)
    spots = drawn.group_by("year", "value").agg(pl.col("place").unique(maintain_order=True))
    names = [
        "\n".join(wrap_text(", ".join(places), _LINE)[:3]) for places in spots["place"].to_list()
    ]
    spots = spots.select("year", "value", names=pl.Series(names, dtype=pl.String))
    return drawn.join(spots, on=["year", "value"], how="left", maintain_order="left")


def draw_course(frame: pl.DataFrame, texts: Texts) -> alt.Chart:
    """Chart of ``prepare_course``: a line a place, the nation's dashed."""
    said: list[int] = frame["year"].to_list()
    years = list(range(min(said), max(said) + 1))
    tooltip = [
        alt.Tooltip("place:N", title=texts("column.place")),
        alt.Tooltip("year:O", title=texts("column.year")),
        alt.Tooltip("hint:N", title=texts("column.value")),
        alt.Tooltip("issuer:N", title=texts("column.issuer")),
        alt.Tooltip("document_place:N", title=texts("column.document_place")),
        alt.Tooltip("source:N", title=texts("column.file")),
    ]
    x = alt.X("year:O", title=None, scale=alt.Scale(domain=years)).axis(labelAngle=0)
    y = alt.Y("value:Q", title=None, scale=alt.Scale(zero=False, padding=24)).axis(
        format=PLAIN_TICKS
    )
    base = alt.Chart(frame.filter(~pl.col("is_national"))).encode(x=x, y=y, tooltip=tooltip)
    colour = alt.Color("place:N").legend(
        title=None, orient="top", columns=legend_columns(6), symbolLimit=40, labelLimit=260
    )
    layers = [
        base.mark_line(strokeWidth=2, opacity=0.7).encode(color=colour),
        base.mark_point(filled=True, size=80, opacity=1).encode(color=colour),
    ]
    nation = frame.filter("is_national")
    if not nation.is_empty():
        line = alt.Chart(nation).encode(x=x, y=y, tooltip=tooltip)
        layers += [
            line.mark_line(color=NATIONAL, strokeDash=[6, 4], strokeWidth=2),
            line.mark_point(
                shape="diamond", filled=True, size=150, color=NATIONAL, opacity=1
            ),
        ]  # fmt: skip
    spots = frame.unique(["year", "value"], keep="first", maintain_order=True)
    layers.append(
        alt.Chart(spots)
        .mark_text(
            align="left", dx=9, dy=-2, fontSize=alt.ExprRef("width < 600 ? 0 : 11.5"),
            lineBreak="\n", lineHeight=13,
        )
        .encode(x=x, y=y, text="names:N")
    )  # fmt: skip
    return (
        alt.layer(*layers)
        .properties(height=_HEIGHT, width="container")
        .configure(locale=number_locale(texts.language))
        .configure_view(stroke=None)
    )
