"""Every number of a plan as a bullet: actual, target, expected by now."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import streamlit as st

from dashboards.charts.bullet import draw_bullets, prepare_bullets
from dashboards.charts.palette import ARROWS
from dashboards.components.chart import build_spec, draw_chart, take_click
from dashboards.components.source_note import draw_source_note
from dashboards.components.tables import Column, draw_table, open_twin

if TYPE_CHECKING:
    from dashboards.components.state import Shared
    from dashboards.data import Answered

_COLUMNS = [
    Column("scope_level", "column.scope", kind="code", codes="scope"),
    Column("target_value", "column.target", kind="number"),
    Column("actual", "column.actual", kind="number"),
    Column("expected_now", "column.expected", kind="number"),
    Column("national_value", "column.national", kind="number"),
    Column("national_due_year", "column.national_due", kind="year"),
    Column("unit", "column.unit", kind="code", codes="unit"),
    Column("gap_points", "column.gap", kind="number"),
    Column("needed_points_per_week", "column.needed", kind="number"),
    Column("attainment_pct", "column.attainment", kind="number"),
    Column("status", "column.status", kind="code", codes="status"),
    Column("status_reason", "column.reason", kind="code", codes="reason"),
    Column("arrow", "column.trend"),
    Column("as_of_date", "column.as_of", kind="date"),
    Column("age_days", "column.age_days", kind="number"),
    Column("data_kind", "column.data_kind", kind="code", codes="data_kind"),
    Column("document_place", "column.document_place", width="medium"),
    Column("source_file", "column.file"),
    Column("source_locator", "column.locator"),
    Column("indicator_code", "column.indicator_code"),
]


def draw_bullet_rows(rows: pl.DataFrame, asked: Answered, shared: Shared) -> None:
    """The chart, whose click chooses the figure shown below, and its table.

    Args:
        rows: of ``read_attainment``, filtered.
        asked: the answer before filtering.
        shared: language and build.
    """
    texts = shared.texts
    st.subheader(texts("attainment.bullet_title"))
    if rows["is_simulated"].any():
        st.caption(texts("attainment.bullet_hint"))
    spec = build_spec(draw_bullets, prepare_bullets(rows, texts), shared)
    title = texts("attainment.bullet_title")
    points = draw_chart(spec, shared, "bullet-chart", title, asked, select="bullet")
    take_click(points, "target_key", "figure")
    draw_source_note(rows, shared)
    twin = open_twin(shared, "hoan-thanh")
    if twin is not None:
        with twin:
            arrow = pl.col("trend_arrow").replace_strict(
                ARROWS, default=None, return_dtype=pl.String
            )
            names = [
                Column("target_ref", "column.ref"),
                Column(texts.name_column, "column.indicator", width="large"),
            ]
            draw_table(rows.with_columns(arrow=arrow), [*names, *_COLUMNS], shared, "hoan-thanh")
