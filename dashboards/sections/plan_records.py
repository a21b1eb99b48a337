"""Targets and tasks of a plan beside the text that they came from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import streamlit as st

from dashboards.components.quote import draw_quote
from dashboards.components.source_note import draw_source_note
from dashboards.components.tables import Column, draw_table
from dashboards.sections.origin import Subject, draw_origin, read_origin
from dashboards.sections.record_decision import draw_record_decision
from pipeline.support.text import fold

if TYPE_CHECKING:
    from dashboards.components.state import Shared

_HEIGHT = 560
# Characters of the document around the quote: about a page and a half.
_AROUND = 2500


def search_rows(frame: pl.DataFrame, columns: tuple[str, ...], wanted: str) -> pl.DataFrame:
    """Rows that contain every word, marks and case aside."""
    words = fold(wanted).split()
    if not words:
        return frame
    rows = frame.select(columns).rows()
    folded = [fold(" ".join(text or "" for text in row)) for row in rows]
    kept = [all(word in text for word in words) for text in folded]
    return frame.filter(pl.Series(kept, dtype=pl.Boolean))


def _target_columns(shared: Shared) -> list[Column]:
    return [
        Column("target_ref", "column.ref"),
        Column(f"field_short_{shared.texts.language}", "column.field"),
        Column("target_text", "column.text", width="large"),
        Column("measure_label", "column.measure", width="medium"),
        Column("comparator", "column.comparator", kind="code", codes="comparator"),
        Column("value", "column.value", kind="number"),
        Column("unit", "column.unit", kind="code", codes="unit"),
        Column("scope_level", "column.scope", kind="code", codes="scope"),
        Column("baseline", "column.baseline"),
        Column("due_year", "column.due_year", kind="year"),
        Column("is_nested", "column.nested", kind="flag"),
        Column("is_conditional", "column.conditional", kind="flag"),
        Column("lead_agency", "column.lead_agency", width="medium"),
        Column("indicator_code", "column.indicator_code"),
        Column("document_place", "column.document_place", width="medium"),
        Column("source_locator", "column.locator"),
    ]


def _task_columns(shared: Shared) -> list[Column]:
    return [
        Column("task_ref", "column.ref"),
        Column(f"field_short_{shared.texts.language}", "column.field"),
        Column("task_text", "column.text", width="large"),
        Column("products", "column.products", kind="list", width="medium"),
        Column("lead_agency", "column.lead_agency", width="medium"),
        Column("coord_agency", "column.coord_agency", width="medium"),
        Column("due_text", "column.due_text"),
        Column("due_on", "column.due_on", kind="date"),
        Column("budget_million_vnd", "column.budget", kind="number"),
        Column("budget_note", "column.budget_note"),
        Column("evidence", "column.evidence", kind="list", width="medium"),
        Column("unsure", "column.unsure", kind="list"),
        Column("document_place", "column.document_place", width="medium"),
        Column("source_locator", "column.locator"),
    ]


def _reading_columns(frame: pl.DataFrame) -> list[Column]:
    """What the machine's reading of a document adds; nothing where only an export was read."""
    columns = []
    if frame["reading_doubts"].list.len().fill_null(0).sum():
        columns.append(
            Column("reading_doubts", "column.reading_doubts", kind="list", width="medium")
        )
    if frame["source_quote"].is_not_null().any():
        columns += [
            Column("source_quote", "column.quote", width="large"),
            Column("quote_file", "column.quote_file"),
            Column("quote_locator", "column.quote_locator"),
        ]
    return columns


def _with_reading(columns: list[Column], frame: pl.DataFrame) -> list[Column]:
    """The mark of doubt right behind the reference, the words of the document at the end."""
    marks = []
    if frame["needs_review"].any():
        marks.append(Column("needs_review", "column.needs_review", kind="flag"))
    return [columns[0], *marks, *columns[1:], *_reading_columns(frame)]


def _draw_document(subject: Subject, key: str, record: dict[str, Any], shared: Shared) -> None:
    """The chosen row in its document; what is known of it beneath, and how to put it right."""
    row = read_origin(subject, key)
    if row is None:
        st.info(shared.texts("app.no_match"))
        return
    if row["source_quote"] is not None:
        draw_quote(row, shared, height=_HEIGHT - 120, around=_AROUND)
    with st.container(border=True):
        draw_origin(subject, key, shared, links=False)
    draw_record_decision(subject, record, shared)


def draw_records(subject: Subject, frame: pl.DataFrame, key: str, shared: Shared) -> None:
    """A table, and to its right the words of the row that is chosen.

    Args:
        subject: ``target`` or ``task``.
        frame: rows of ``read_plan_targets`` or ``read_plan_tasks``, searched through.
        key: unique on the page; names the files.
        shared: language and build.
    """
    columns = _target_columns(shared) if subject == "target" else _task_columns(shared)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        table = _with_reading(columns, frame)
        chosen = draw_table(frame, table, shared, key, select=True, height=_HEIGHT)
        draw_source_note(frame, shared)
    # A link may point at one row; a click overrules it.
    wanted = st.query_params.get(subject)
    keys = frame[f"{subject}_key"].to_list()
    if chosen is not None:
        wanted = keys[chosen]
    elif wanted not in keys:
        wanted = keys[0] if keys else None
    with right:
        if wanted is None:
            st.info(shared.texts("app.no_match"))
            return
        st.caption(shared.texts("plans.document_hint"))
        record = frame.row(keys.index(wanted), named=True)
        _draw_document(subject, wanted, record, shared)
