"""Tìm kiếm: targets and tasks of every plan by their words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboards.components.address import choose_many, enter_text
from dashboards.components.page import open_page
from dashboards.components.source_note import draw_source_note
from dashboards.components.tables import Column, draw_table
from dashboards.data import ask
from dashboards.queries.search import search_records
from dashboards.sections.origin import draw_origin

if TYPE_CHECKING:
    from dashboards.components.state import Shared

_SUBJECTS = ("target", "task")


def _columns(shared: Shared) -> list[Column]:
    return [
        Column("subject", "search.subject", kind="code", codes="review_kind"),
        Column("plan_name", "plans.plan", width="medium"),
        Column("record_ref", "column.ref"),
        Column("record_text", "column.text", width="large"),
        Column("comparator", "column.comparator", kind="code", codes="comparator"),
        Column("value", "column.value", kind="number"),
        Column("unit", "column.unit", kind="code", codes="unit"),
        Column("due_text", "column.due_text"),
        Column("lead_agency", "column.lead_agency", width="medium"),
        Column(shared.texts.name_column, "column.indicator", width="medium"),
        Column("document_place", "column.document_place", width="medium"),
        Column("source_file", "column.file"),
        Column("source_locator", "column.locator"),
    ]


def main() -> None:
    """Draw the page."""
    shared = open_page("search")
    texts = shared.texts
    left, right = st.columns([3, 1])
    with left:
        wanted = enter_text(texts("search.words"), "words", texts("plans.search_help"))
    if not wanted.strip():
        st.info(texts("search.nothing_typed"), icon=":material/search:")
        return
    with right:
        kinds = choose_many(
            texts("search.subject"), "kind", _SUBJECTS, texts("app.all"),
            lambda s: texts(f"review_kind.{s}"),
        )  # fmt: skip
    rows = ask(search_records, wanted=wanted, subjects=tuple(kinds or _SUBJECTS))
    if rows.is_empty():
        st.info(texts("app.no_match"))
        return
    st.caption(texts("search.found", count=rows["found_count"][0], shown=rows.height))
    chosen = draw_table(rows, _columns(shared), shared, "tim-kiem", select=True, height=460)
    draw_source_note(rows, shared)
    if chosen is not None:
        row = rows.row(chosen, named=True)
        with st.container(border=True):
            draw_origin(row["subject"], row["record_key"], shared)


main()
