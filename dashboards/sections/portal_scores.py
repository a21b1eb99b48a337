"""Scores of QĐ 766 of every province, group by group, with the day of capture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboards.charts.portal_scores import draw_portal, prepare_portal
from dashboards.components.address import choose_one
from dashboards.components.chart import build_spec, draw_chart
from dashboards.components.source_note import draw_source_note
from dashboards.components.tables import Column, draw_table, open_twin
from dashboards.data import ask, run_query
from dashboards.queries.published import list_portal_days, read_portal_scores

if TYPE_CHECKING:
    from dashboards.components.state import Shared


def draw_portal_scores(shared: Shared) -> None:
    """Heat table of provinces by group; a day of capture is chosen where there are several."""
    texts = shared.texts
    days = ask(list_portal_days).to_dicts()
    if not days:
        st.info(texts("comparison.no_portal"), icon=":material/folder_open:")
        return
    options = {f"{d['as_of_date']:%Y-%m-%d}.{d['boundary_version']}": d for d in days}

    def show(key: str) -> str:
        day = options[key]
        return texts(
            "comparison.portal_day", day=texts.date(day["as_of_date"]), count=day["place_count"]
        )

    left, _ = st.columns([1, 2])
    with left:
        chosen = options[choose_one(texts("comparison.captured_on"), "pday", list(options), show)]
    asked = run_query(
        read_portal_scores,
        as_of=chosen["as_of_date"],
        boundary_version=chosen["boundary_version"],
    )
    rows = asked.frame
    title = texts("comparison.portal_title", day=texts.date(chosen["as_of_date"]))
    st.subheader(title)
    st.caption(texts("comparison.portal_hint"))
    spec = build_spec(draw_portal, prepare_portal(rows, texts), shared)
    draw_chart(spec, shared, "portal-chart", title, asked)
    draw_source_note(rows, shared)
    twin = open_twin(shared, "qd-766")
    if twin is not None:
        columns = [
            Column("place_name", "column.place"),
            Column(texts.name_column, "column.indicator", width="medium"),
            Column("value", "column.value", kind="number"),
            Column("max_value", "comparison.most", kind="number"),
            Column("as_of_date", "comparison.captured_on", kind="date"),
            Column("received_on", "column.received_on", kind="date"),
            Column("citation", "column.citation", width="large"),
            Column("source_file", "column.file"),
            Column("source_locator", "column.locator"),
        ]
        with twin:
            draw_table(rows, columns, shared, "qd-766")
