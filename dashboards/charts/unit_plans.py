"""Stacked bars: the numbers of each plan of a unit by group of statuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from dashboards.charts.fields import draw_fields, prepare_fields

if TYPE_CHECKING:
    import altair as alt

    from dashboards.i18n.texts import Texts


def prepare_unit_plans(frame: pl.DataFrame, texts: Texts) -> pl.DataFrame:
    """Rows of ``count_unit_numbers`` as ``draw_fields`` draws them, a plan in place of a field.

    Returns:
        Columns of ``prepare_fields``; the newest plan first.
    """
    plans = frame["plan_code"].unique(maintain_order=True).to_list()
    order = {code: number for number, code in enumerate(plans)}
    named = frame.with_columns(
        pl.col("plan_code").replace_strict(order, return_dtype=pl.Int64).alias("field_code"),
        pl.col("plan_name").alias(f"field_short_{texts.language}"),
    )
    return prepare_fields(named, texts)


def draw_unit_plans(frame: pl.DataFrame, font_size: int, texts: Texts) -> alt.Chart:
    """Bars of ``prepare_unit_plans``; at least one row."""
    return draw_fields(frame, font_size, texts, "plans.plan")
