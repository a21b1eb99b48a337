"""Every published index of one province over the years, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboards.charts.index_course import draw_index_course
from dashboards.components.address import choose_one
from dashboards.components.chart import build_spec, draw_small_multiples
from dashboards.components.source_note import draw_source_note
from dashboards.components.tables import Column, draw_table, open_twin
from dashboards.data import ask, run_query
from dashboards.queries.published import list_index_places, read_index_course

if TYPE_CHECKING:
    from dashboards.components.state import Shared


def draw_index_courses(shared: Shared) -> None:
    """Small multiples: one index each, all that a province has published results of."""
    texts = shared.texts
    places = {row["unit_code"]: row for row in ask(list_index_places).to_dicts()}
    if not places:
        st.info(texts("sources.nothing"), icon=":material/folder_open:")
        return

    def show(code: str) -> str:
        place = places[code]
        frame = texts("app.as_issued" if place["boundary_version"] == "63" else "app.today")
        return texts(
            "comparison.index_place",
            place=place["place_name"], frame=frame, count=place["index_count"],
        )  # fmt: skip

    left, _ = st.columns([1, 2])
    with left:
        code = choose_one(texts("trends.place"), "iplace", list(places), show)
    asked = run_query(read_index_course, unit_code=code)
    rows = asked.frame
    st.subheader(texts("comparison.index_title", place=places[code]["place_name"]))
    st.caption(texts("comparison.index_hint"))
    cells = []
    for series in rows.partition_by("indicator_code", maintain_order=True):
        name, since = series[texts.name_column][0], series["comparable_since"][0]
        spec = build_spec(draw_index_course, series, shared, name, since)
        cells.append((f"index-{series['indicator_code'][0]}", name, spec))
    draw_small_multiples(cells, shared, "index-courses", asked)
    draw_source_note(rows, shared)
    twin = open_twin(shared, "chi-so-mot-tinh")
    if twin is not None:
        columns = [
            Column(texts.name_column, "column.indicator", width="large"),
            Column("year", "column.year", kind="year"),
            Column("value", "column.value", kind="number"),
            Column("unit", "column.unit", kind="code", codes="unit"),
            Column("rank", "comparison.stated_rank", kind="number"),
            Column("national", "comparison.national_value", kind="number"),
            Column("source_confidence", "sources.confidence", kind="code",
                   codes="source_confidence"),
            Column("citation", "column.citation", width="large"),
            Column("source_file", "column.file"),
            Column("source_locator", "column.locator"),
        ]  # fmt: skip
        with twin:
            draw_table(rows, columns, shared, "chi-so-mot-tinh")
