"""Columns of every ``raw.*`` table, the one contract between reading and dbt."""

from __future__ import annotations

from typing import Any

import polars as pl

from pipeline.support.problems import SCHEMA as REJECTS

_ORIGIN = {"file_path": pl.String, "source_locator": pl.String}
# Of millions of rows the place is put into words when somebody asks (macros/observations.sql).
_CELL = {
    "file_path": pl.String,
    "source_sheet": pl.String,
    "source_row": pl.Int64,
    "source_column": pl.String,
}

# How sure a reading of a document is; null for what a person typed in.
_TRUST = {"reading_confidence": pl.Float64, "reading_doubts": pl.List(pl.String)}

# What the machine thinks of the indicator of a measure, see pipeline.linking.
_LINK = {
    "linked_code": pl.String,
    "link_status": pl.String,
    "link_score": pl.Float64,
    "link_margin": pl.Float64,
    "link_reasons": pl.List(pl.String),
    "link_comparability": pl.String,
    "link_notes": pl.List(pl.String),
}

RAW_TABLES: dict[str, dict[str, Any]] = {
    "files": {
        "file_path": pl.String,
        "file_sha256": pl.String,
        "folder": pl.String,
        "layout": pl.String,
        "received_on": pl.Date,
        "rows_read": pl.Int64,
        "rows_loaded": pl.Int64,
        "rows_rejected": pl.Int64,
        "rows_ignored": pl.Int64,
        "is_loaded": pl.Boolean,
        "parser_version": pl.String,
        "first_build_id": pl.String,
    },
    "rejects": REJECTS,
    "plans": {
        "plan_code": pl.String,
        "plan_title": pl.String,
        "doc_no": pl.String,
        "issued_on": pl.Date,
        "issuer_name": pl.String,
        "issuer_level": pl.String,
        "province_name": pl.String,
        "unit_code": pl.String,
        "year_from": pl.Int64,
        "year_to": pl.Int64,
        "replaces_doc_no": pl.String,
        "amends_doc_no": pl.String,
        "declared_fields": pl.Int64,
        "declared_targets": pl.Int64,
        "declared_tasks": pl.Int64,
        "is_partial": pl.Boolean,
        "source_document": pl.String,
        "note": pl.String,
        "note_codes": pl.List(pl.String),
        "document_places": pl.String,
        "source_kind": pl.String,
        "file_sha256": pl.String,
        **_ORIGIN,
    },
    "targets": {
        "plan_code": pl.String,
        "target_ref": pl.String,
        "target_no": pl.Int64,
        "measure_no": pl.Int64,
        "field_code": pl.Int64,
        "target_text": pl.String,
        "measure_label": pl.String,
        "measure_clause": pl.String,
        "comparator": pl.String,
        "value": pl.Float64,
        "unit": pl.String,
        "scope_level": pl.String,
        "baseline": pl.String,
        "due_year": pl.Int64,
        "is_nested": pl.Boolean,
        "is_conditional": pl.Boolean,
        "lead_agency": pl.String,
        "coord_agency": pl.String,
        "indicator_code": pl.String,
        "comparability": pl.String,
        "comparability_note": pl.String,
        "document_place": pl.String,
        "unsure": pl.List(pl.String),
        "note": pl.String,
        "source_quote": pl.String,
        "content_key": pl.String,
        "made_as": pl.String,
        "made_by": pl.String,
        **_LINK,
        **_TRUST,
        **_ORIGIN,
    },
    "link_candidates": {
        "plan_code": pl.String,
        "target_ref": pl.String,
        "measure_no": pl.Int64,
        "candidate_no": pl.Int64,
        "indicator_code": pl.String,
        "score": pl.Float64,
        "is_certain": pl.Boolean,
        "reasons": pl.List(pl.String),
        **_ORIGIN,
    },
    "tasks": {
        "plan_code": pl.String,
        "task_ref": pl.String,
        "task_no": pl.Int64,
        "field_code": pl.Int64,
        "task_text": pl.String,
        "products": pl.List(pl.String),
        "lead_agency": pl.String,
        "coord_agency": pl.String,
        "due_text": pl.String,
        "budget_million_vnd": pl.Float64,
        "budget_note": pl.String,
        "is_done": pl.Boolean,
        "document_place": pl.String,
        "inherited": pl.List(pl.String),
        "unsure": pl.List(pl.String),
        "note": pl.String,
        "source_quote": pl.String,
        "content_key": pl.String,
        "made_as": pl.String,
        "made_by": pl.String,
        **_TRUST,
        **_ORIGIN,
    },
    "task_dues": {
        "plan_code": pl.String,
        "task_ref": pl.String,
        "due_no": pl.Int64,
        "due_kind": pl.String,
        "due_value": pl.String,
        "due_from": pl.Date,
        "due_to": pl.Date,
        "due_note": pl.String,
        "due_months": pl.List(pl.Int64),
        "due_day": pl.Int64,
        "is_assumed": pl.Boolean,
        **_ORIGIN,
    },
    "task_evidence": {
        "plan_code": pl.String,
        "task_ref": pl.String,
        "evidence_no": pl.Int64,
        "doc_no": pl.String,
        "issued_on": pl.Date,
        **_ORIGIN,
    },
    "units": {
        "unit_code": pl.String,
        "unit_name": pl.String,
        "unit_kind": pl.String,
        "boundary_version": pl.String,
        "province_code": pl.String,
        "parent_unit_code": pl.String,
        "valid_from": pl.Date,
        "valid_to": pl.Date,
        "successor_unit_code": pl.String,
        "note": pl.String,
        **_ORIGIN,
    },
    "plan_owners": {
        "plan_code": pl.String,
        "unit_code": pl.String,
        "match_kind": pl.String,
        "candidates": pl.List(pl.String),
        "unit_level": pl.String,
        "unit_version": pl.String,
        "unit_province_code": pl.String,
        "unit_name": pl.String,
    },
    "unit_aliases": {
        "stated_unit": pl.String,
        "unit_before": pl.String,
        "unit_after": pl.String,
        "candidates": pl.List(pl.String),
    },
    # Offsets in the text where a page, and where any place that has a name, begins.
    "document_texts": {
        "document_text": pl.String,
        "page_starts": pl.List(pl.Int64),
        "mark_starts": pl.List(pl.Int64),
        "mark_places": pl.List(pl.String),
        "file_path": pl.String,
    },
    # Words of a document that no record holds though they may demand something.
    "unread_passages": {
        "plan_code": pl.String,
        "passage_text": pl.String,
        "starts_at": pl.Int64,
        "ends_at": pl.Int64,
        "reason": pl.String,
        "is_settled": pl.Boolean,
        "decision": pl.String,
        "decided_by": pl.String,
        "decided_at": pl.Datetime("us"),
        **_ORIGIN,
    },
    "review_decisions": {
        "record_key": pl.String,
        "what": pl.String,
        "decision": pl.String,
        "old_value": pl.String,
        "new_value": pl.String,
        "decided_by": pl.String,
        "decided_at": pl.Datetime("us"),
        "reason": pl.String,
        "source_row": pl.Int64,
        "is_standing": pl.Boolean,
        **_ORIGIN,
    },
    "explanations": {
        "record_key": pl.String,
        "step": pl.String,
        "agency": pl.String,
        "answer_due_on": pl.Date,
        "new_due_on": pl.Date,
        "note": pl.String,
        "written_by": pl.String,
        "written_at": pl.Datetime("us"),
        "source_row": pl.Int64,
        "request_no": pl.Int64,
        "is_standing": pl.Boolean,
        "fault": pl.String,
        **_ORIGIN,
    },
    "restructured_records": {
        "plan_code": pl.String,
        "record_key": pl.String,
        "what": pl.String,
        "decision": pl.String,
        "new_value": pl.String,
        "outcome": pl.String,
        "fault": pl.String,
        "retired_keys": pl.List(pl.String),
        "retired_refs": pl.List(pl.String),
        "made_refs": pl.List(pl.String),
        "decided_by": pl.String,
        "decided_at": pl.Datetime("us"),
        **_ORIGIN,
    },
    "decided_links": {
        "record_key": pl.String,
        "indicator_code": pl.String,
        "comparability": pl.String,
        "comparability_notes": pl.List(pl.String),
    },
    "observations": {
        "unit_code": pl.String,
        "indicator_code": pl.String,
        "scope_level": pl.String,
        "period_code": pl.String,
        "as_of_date": pl.Date,
        "received_on": pl.Date,
        "numerator": pl.Float64,
        "denominator": pl.Float64,
        "value": pl.Float64,
        "unit": pl.String,
        "missing_reason": pl.String,
        "data_kind": pl.String,
        "doubt": pl.String,
        "may_be_fraction": pl.Boolean,
        "rank": pl.Int64,
        "source_confidence": pl.String,
        "citation": pl.String,
        "note": pl.String,
        **_CELL,
    },
    "observation_facts": {
        "unit_code": pl.String,
        "received_from": pl.Date,
        "received_to": pl.Date,
        "may_repeat": pl.Boolean,
        "may_contradict": pl.Boolean,
        "file_path": pl.String,
    },
    "task_statuses": {
        "plan_code": pl.String,
        "task_ref": pl.String,
        "as_of_date": pl.Date,
        "received_on": pl.Date,
        "status": pl.String,
        "completed_on": pl.Date,
        "percent_done": pl.Float64,
        "evidence_doc_no": pl.String,
        "evidence_issued_on": pl.Date,
        "data_kind": pl.String,
        "citation": pl.String,
        "note": pl.String,
        **_CELL,
    },
}


# What a document says of a plan that an export states too: the export's figures stand, the
# document lends its words and places.
PAIRED_TABLES = ("plans", "targets", "tasks")
RAW_TABLES |= {f"document_{table}": RAW_TABLES[table] for table in PAIRED_TABLES}


def shape_frame(table: str, frame: pl.DataFrame) -> pl.DataFrame:
    """The columns of a raw table, in order and typed; columns the frame lacks are null.

    A cast is never strict: what does not fit a type was a problem of its row before it came here.

    Args:
        table: key of ``RAW_TABLES``.
        frame: rows with at least some of its columns.

    Returns:
        Frame with exactly the columns of the table.
    """
    if frame.is_empty():
        return empty_frame(table)
    columns = [
        (pl.col(name) if name in frame.columns else pl.lit(None))
        .cast(dtype, strict=False)
        .alias(name)
        for name, dtype in RAW_TABLES[table].items()
    ]
    return frame.select(columns)


def empty_frame(table: str) -> pl.DataFrame:
    """No rows, the right columns."""
    return pl.DataFrame(schema=RAW_TABLES[table])
