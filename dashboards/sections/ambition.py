"""Which fields of reform were asked for more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboards.charts.ambition import draw_ambition, prepare_ambition
from dashboards.charts.palette import CHANGE_COLOURS
from dashboards.components.chart import build_spec, draw_chart
from dashboards.components.tables import Column, draw_table, open_twin
from dashboards.data import run_query
from dashboards.queries.trends import read_ambition

if TYPE_CHECKING:
    from dashboards.components.state import Shared


def draw_field_ambition(pair: dict[str, Any], frame: str, place: str, shared: Shared) -> None:
    """Raised, kept, lowered, new and gone by field; nothing where nothing compares.

    Args:
        pair: row of ``list_pairs``.
        frame: boundaries, 63 or 34.
        place: code of the place.
        shared: language and build.
    """
    texts = shared.texts
    stages = {k: pair[k] for k in ("from_plan", "from_year", "to_plan", "to_year")}
    asked = run_query(read_ambition, boundary_frame=frame, place_code=place, **stages)
    if asked.frame.is_empty():
        return
    st.subheader(texts("trends.ambition_title"))
    st.caption(texts("trends.ambition_hint"))
    spec = build_spec(draw_ambition, prepare_ambition(asked.frame, texts), shared)
    draw_chart(spec, shared, "ambition-chart", texts("trends.ambition_title"), asked)
    twin = open_twin(shared, "linh-vuc")
    if twin is not None:
        with twin:
            counts = [
                Column(f"{code}_count", heading=texts("change." + code), kind="number")
                for code in CHANGE_COLOURS
            ]
            columns = [
                Column(f"field_short_{texts.language}", "column.field"),
                *counts,
                Column("mean_ambition_points", "trends.mean_title", kind="number"),
            ]
            draw_table(asked.frame, columns, shared, "linh-vuc")
