"""Rà soát: what the machine is not sure of, decided by a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import streamlit as st

from dashboards.access.guard import may_write_about
from dashboards.components.address import choose_many
from dashboards.components.page import keep_chosen, list_values, open_page
from dashboards.components.review_file import list_decided, read_decisions
from dashboards.components.reviewer import enter_reviewer, recall_reviewer
from dashboards.components.tables import Column, draw_table
from dashboards.data import ask
from dashboards.queries.review import read_queue
from dashboards.sections.hand_in_history import draw_jobs
from dashboards.sections.owner_choice import draw_owner_choice
from dashboards.sections.record_decision import draw_pending
from dashboards.sections.review_card import draw_card
from dashboards.sections.review_choice import (
    draw_link_choice,
    draw_plain_choice,
    draw_reading_choice,
    undo_last,
)

if TYPE_CHECKING:
    from dashboards.components.state import Shared


def _filter(queue: pl.DataFrame, shared: Shared) -> pl.DataFrame:
    texts = shared.texts
    names = dict(queue.select("plan_code", "issuer_name").unique(maintain_order=True).iter_rows())
    left, right = st.columns(2)
    with left:
        plans = choose_many(
            texts("plans.plan"), "plan", list(names), texts("app.all"), names.__getitem__
        )
    with right:
        kinds = choose_many(
            texts("review.what"), "what", list_values(queue, "what"), texts("app.all"),
            lambda w: texts(f"review_what.{w}"),
        )  # fmt: skip
    return keep_chosen(keep_chosen(queue, "plan_code", plans), "what", kinds)


def _draw_progress(queue: pl.DataFrame, waiting: pl.DataFrame, shared: Shared) -> None:
    done = queue.height - waiting.height
    text = shared.texts("review.progress", done=done, all=queue.height)
    # Nothing of nothing is no full bar.
    if queue.height:
        st.progress(done / queue.height, text=text)
    note = st.session_state.pop("review-note", None)
    if note:
        st.toast(note, icon=":material/check_circle:")


def _step(waiting: pl.DataFrame, shared: Shared) -> dict[str, Any]:
    """The card shown: arrows and the keys j and k move through the queue."""
    last = waiting.height - 1
    position = min(st.session_state.get("review-position", 0), last)
    history = st.session_state.get("review-history")
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(shared.texts("review.back"), shortcut="k", disabled=position == 0):
            position -= 1
        if st.button(shared.texts("review.next"), shortcut="j", disabled=position == last):
            position += 1
        if st.button(shared.texts("review.undo"), shortcut="u", disabled=not history):
            undo_last(shared)
        st.markdown(shared.texts("review.position", number=position + 1, all=waiting.height))
    st.session_state["review-position"] = position
    return waiting.row(position, named=True)


def _draw_queue(waiting: pl.DataFrame, shared: Shared) -> None:
    columns = [
        Column("issuer_name", "column.issuer", width="medium"),
        Column("record_ref", "column.ref"),
        Column("what", "review.what", kind="code", codes="review_what"),
        Column("record_text", "column.text", width="large"),
        Column("value", "column.value", kind="number"),
        Column("confidence", "review.confidence", kind="number"),
        Column("reasons", "column.reading_doubts", kind="remarks", width="large"),
        Column("source_quote", "column.quote", width="large"),
        Column("quote_file", "column.quote_file"),
        Column("quote_locator", "column.quote_locator"),
        Column("record_key", "review.record_key"),
    ]
    with st.expander(shared.texts("review.whole_queue", count=waiting.height)):
        draw_table(waiting, columns, shared, "ra-soat")


def _draw_choice(row: dict[str, Any], waiting: pl.DataFrame, shared: Shared) -> None:
    """What can be decided about a card."""
    if not may_write_about(row["record_key"]):
        st.caption(shared.texts("access.only_look"))
        return
    who, reason = enter_reviewer(shared, "review")
    if row["what"] == "link":
        draw_link_choice(row, who, reason, shared)
    elif row["what"] == "owner":
        draw_owner_choice(row, who, reason, shared)
    elif row["what"] in ("condition", "restated"):
        draw_plain_choice(row, who, reason, shared)
    else:
        page = waiting.filter(
            pl.col("what") == "reading",
            pl.col("quote_file") == row["quote_file"],
            pl.col("page") == row["page"],
        )
        keys = page["record_key"].to_list()
        draw_reading_choice(row, keys, who, reason, shared)


def main() -> None:
    """Draw the page."""
    shared = open_page("review")
    texts = shared.texts
    draw_jobs(shared)
    queue = _filter(ask(read_queue), shared)
    decisions = read_decisions()
    decided = list(list_decided(decisions))
    waiting = queue.filter(~(pl.col("record_key") + "|" + pl.col("what")).is_in(decided))
    _draw_progress(queue, waiting, shared)
    if waiting.is_empty():
        st.success(texts("review.nothing_left"), icon=":material/task_alt:")
        if st.session_state.get("review-history") and st.button(texts("review.undo")):
            undo_last(shared)
    else:
        row = _step(waiting, shared)
        left, right = st.columns([3, 2])
        with left:
            draw_card(row, shared)
        with right:
            _draw_choice(row, waiting, shared)
        _draw_queue(waiting, shared)
    draw_pending(decisions, recall_reviewer(), shared)
    st.caption(texts("review.file_note", count=decisions.height))


main()
