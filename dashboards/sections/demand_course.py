"""One indicator over all places and years, beside what the nation demands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboards.charts.demand_course import draw_course, prepare_course
from dashboards.components.address import choose_one, stop_with_nothing
from dashboards.components.chart import build_spec, draw_chart
from dashboards.components.source_note import draw_source_note
from dashboards.components.tables import Column, draw_table
from dashboards.data import ask, run_query
from dashboards.queries.trends import list_courses, read_course
from dashboards.sections.origin import draw_origin

if TYPE_CHECKING:
    from dashboards.components.state import Shared


def draw_demand_course(shared: Shared, frame: str) -> None:
    """Choose an indicator; its demands as lines, and the lines of the documents as a table."""
    texts = shared.texts
    rows = ask(list_courses, boundary_frame=frame).to_dicts()
    courses = {f"{r['indicator_code']}.{r['measure_family']}.{r['unit']}": r for r in rows}
    if not courses:
        stop_with_nothing()

    def show(key: str) -> str:
        row = courses[key]
        words = {
            "name": row[texts.name_column],
            "family": texts(f"measure_family.{row['measure_family']}"),
            "count": row["place_count"],
        }
        return texts("trends.course_option", **words)

    chosen = courses[choose_one(texts("column.indicator"), "course", list(courses), show)]
    keys = ("indicator_code", "measure_family", "unit")
    asked = run_query(read_course, boundary_frame=frame, **{k: chosen[k] for k in keys})
    title = texts("trends.course_title", name=chosen[texts.name_column])
    st.subheader(title)
    st.caption(texts("trends.course_hint"))
    spec = build_spec(draw_course, prepare_course(asked.frame, texts), shared)
    draw_chart(spec, shared, "course-chart", title, asked)
    draw_source_note(asked.frame, shared)
    columns = [
        Column("plan_name", "trends.plan", width="large"),
        Column("place_name", "column.place"),
        Column("scope_level", "column.scope", kind="code", codes="scope"),
        Column("stage_year", "column.year", kind="year"),
        Column("comparator", "column.comparator", kind="code", codes="comparator"),
        Column("value", "column.value", kind="number"),
        Column("unit", "column.unit", kind="code", codes="unit"),
        Column("crosses_boundary", "column.old_boundary", kind="flag"),
        Column("document_place", "column.document_place", width="medium"),
        Column("source_file", "column.file"),
        Column("source_locator", "column.locator"),
    ]
    st.caption(texts("trends.detail_hint"))
    row = draw_table(asked.frame, columns, shared, "qua-cac-noi", select=True)
    if row is not None:
        with st.container(border=True):
            draw_origin("target", asked.frame["target_key"][row], shared)
