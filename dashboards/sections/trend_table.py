"""Every indicator of two stages, and the two lines behind one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboards.components.source_note import draw_source_note
from dashboards.components.tables import Column, draw_table
from dashboards.sections.origin import draw_origin

if TYPE_CHECKING:
    import polars as pl

    from dashboards.components.state import Shared


def _table_columns(pair: dict[str, Any], shared: Shared) -> list[Column]:
    language = shared.texts.language
    return [
        Column(shared.texts.name_column, "column.indicator", width="large"),
        Column(f"field_short_{language}", "column.field"),
        Column("scope", "column.scope", kind="code", codes="scope"),
        Column("from_value", heading=str(pair["from_year"] or "–"), kind="number"),
        Column("to_value", heading=str(pair["to_year"]), kind="number"),
        Column("unit", "column.unit", kind="code", codes="unit"),
        Column("change_points", "column.points", kind="number"),
        Column("national_value", "column.national", kind="number"),
        Column("national_due_year", "column.national_due", kind="year"),
        Column("national_plan", "column.national_plan"),
        Column("change_class", "column.change", kind="code", codes="change"),
        Column("comparability", "column.comparability", kind="code", codes="comparability"),
        Column("note", "column.note", kind="said", width="large"),
        Column("from_place", "column.from_place", width="medium"),
        Column("to_place", "column.to_place", width="medium"),
        Column("indicator_code", "column.indicator_code"),
    ]


def _draw_detail(row: dict[str, Any], shared: Shared) -> None:
    """Both numbers, each with its line in the document."""
    sides = [side for side in ("from", "to") if row[f"{side}_target_key"]]
    for column, side in zip(st.columns(len(sides)), sides, strict=True):
        with column, st.container(border=True):
            st.markdown(f"**{row[f'{side}_year']}**")
            draw_origin("target", row[f"{side}_target_key"], shared)


def draw_trend_table(rows: pl.DataFrame, pair: dict[str, Any], shared: Shared) -> None:
    """The table, and what stands behind the row that is chosen.

    Args:
        rows: of ``compare_stages``, filtered.
        pair: row of ``list_pairs``.
        shared: language and build.
    """
    texts = shared.texts
    st.subheader(texts("trends.table_title"))
    if rows.is_empty():
        st.info(texts("app.no_match"))
        return
    st.caption(texts("trends.detail_hint"))
    chosen = draw_table(rows, _table_columns(pair, shared), shared, "xu-huong", select=True)
    if chosen is None and rows.height == 1:
        chosen = 0
    if chosen is not None:
        _draw_detail(rows.row(chosen, named=True), shared)
    draw_source_note(rows, shared)
