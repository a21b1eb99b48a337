"""Stacked bars: the numbers of each field by status."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt
import polars as pl

from dashboards.charts.layout import number_locale
from dashboards.charts.palette import GROUP_STATUSES, STATUS_COLOURS, STATUS_ICONS

if TYPE_CHECKING:
    from dashboards.i18n.texts import Texts

_ROW_HEIGHT = 24


# A group takes the colour and the sign of its first status.
GROUP_COLOURS = {
    group: STATUS_COLOURS[statuses[0]] for group, statuses in GROUP_STATUSES.items()
} | {"not_met": STATUS_COLOURS["missed"]}


def _word(group: str, texts: Texts) -> str:
    return f"{STATUS_ICONS[GROUP_STATUSES[group][0]]} {texts('weekly_group.' + group)}"


def prepare_fields(frame: pl.DataFrame, texts: Texts) -> pl.DataFrame:
    """Rows of ``count_targets`` by group of statuses, as the headline counts them.

    Returns:
        field_code, field, group, word, order, measures, share (percent of the field).
    """
    groups = {s: g for g, statuses in GROUP_STATUSES.items() for s in statuses}
    order = {g: i for i, g in enumerate(GROUP_STATUSES)}
    return (
        frame.with_columns(
            pl.col("status").replace_strict(groups, return_dtype=pl.String).alias("group"),
            pl.col(f"field_short_{texts.language}").alias("field"),
        )
        .group_by("field_code", "field", "group")
        .agg(pl.col("measures").sum())
        .with_columns(
            pl.col("group")
            .replace_strict({g: _word(g, texts) for g in GROUP_STATUSES}, return_dtype=pl.String)
            .alias("word"),
            pl.col("group").replace_strict(order, return_dtype=pl.Int64).alias("order"),
            (100 * pl.col("measures") / pl.col("measures").sum().over("field_code")).alias("share"),
        )
        .sort("field_code", "order")
    )


def draw_fields(
    frame: pl.DataFrame, font_size: int, texts: Texts, name_key: str = "column.field"
) -> alt.Chart:
    """Bars of ``prepare_fields``; at least one row.

    Args:
        frame: rows of ``prepare_fields``.
        font_size: of names and counts; larger for a screen seen from afar.
        texts: language.
        name_key: what the rows are, for the hint.

    Returns:
        Chart whose point parameter ``field`` selects by field_code and group.
    """
    labels = [_word(group, texts) for group in GROUP_STATUSES]
    present = set(frame["word"])
    picked = alt.selection_point(name="field", fields=["field_code", "group"], on="click")
    base = alt.Chart(frame).encode(
        y=alt.Y(
            "field:N",
            sort=list(dict.fromkeys(frame["field"])),
            title=None,
            axis=alt.Axis(labelLimit=240, labelFontSize=font_size),
        ),
        x=alt.X("measures:Q", stack="zero", title=None).axis(
            tickMinStep=1, format="d", labelFontSize=font_size, grid=False
        ),
        order="order:Q",
        tooltip=[
            alt.Tooltip("field:N", title=texts(name_key)),
            alt.Tooltip("word:N", title=texts("column.status")),
            alt.Tooltip("measures:Q", title=texts("weekly.numbers")),
            alt.Tooltip("share:Q", title="%", format=".0f"),
        ],
    )
    bars = base.mark_bar(height=_ROW_HEIGHT * 0.7 * font_size / 13, cursor="pointer").encode(
        color=alt.Color(
            "word:N", scale=alt.Scale(domain=labels, range=list(GROUP_COLOURS.values()))
        ).legend(
            title=None,
            orient="top",
            values=[label for label in labels if label in present],
            columns=alt.ExprRef("width < 420 ? 2 : width < 700 ? 3 : 6"),
            labelFontSize=font_size,
        ),
        opacity=alt.when(picked).then(alt.value(1)).otherwise(alt.value(0.35)),
    )
    return (
        bars.add_params(picked)
        .properties(height=alt.Step(_ROW_HEIGHT * font_size / 13), width="container")
        .configure(locale=number_locale(texts.language))
        .configure_view(stroke=None)
    )
