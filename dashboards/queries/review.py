"""What waits for a person, and all that the person needs to decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.queries.run import select

if TYPE_CHECKING:
    import duckdb
    import polars as pl


def read_queue(cursor: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Everything that waits, plan by plan in the order of the documents.

    Returns:
        Columns of mart_review_queue with issuer_name, page (of the quote, null where it has
        none), target_text, clause, scope_level, due_year, field_code and lead_agency.
    """
    return select(
        cursor,
        """
        select
            queue.*,
            coalesce(plan.issuer_name, plan.plan_title) as issuer_name,
            plan.year_from,
            nullif(regexp_extract(queue.quote_locator, 'trang (\\d+)', 1), '') as page,
            coalesce(target.target_text, task.task_text) as target_text,
            target.measure_clause as clause,
            target.scope_level,
            target.due_year,
            coalesce(target.field_code, task.field_code) as field_code,
            coalesce(target.lead_agency, task.lead_agency) as lead_agency
        from mart_review_queue as queue
        inner join dim_plan as plan using (plan_code)
        left join fct_target as target
            on queue.record_kind = 'target' and queue.source_key = target.target_key
        left join fct_task as task
            on queue.record_kind = 'task' and queue.source_key = task.task_key
        order by
            plan.issuer_name collate vi, queue.plan_code, queue.what, queue.record_kind,
            target.target_no, target.measure_no, task.task_no
        """,
    )


def read_candidates(cursor: duckdb.DuckDBPyConnection, record_key: str) -> pl.DataFrame:
    """Indicators that a measure may speak of, the likeliest first."""
    return select(
        cursor,
        "select * from mart_link_candidate where record_key = $record_key order by candidate_no",
        record_key=record_key,
    )


def list_units(cursor: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Units that can own a plan: unit_code, unit_name, unit_kind, province_name; by name."""
    return select(
        cursor,
        """
        select unit_code, unit_name, unit_kind, province_name
        from dim_unit
        order by unit_name collate vi, unit_code desc
        """,
    )


def list_indicators(cursor: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Indicators that a number of a plan can be linked to: indicator_code, names, definition."""
    return select(
        cursor,
        """
        select indicator_code, name_vi, name_en, definition_vi, field_code
        from dim_indicator
        where family in ('plan', 'index', 'rank')
        order by field_code, name_vi collate vi
        """,
    )


def list_fields(cursor: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """The fields of reform.

    Returns:
        field_code, field_short_vi, field_short_en; in order of code.
    """
    return select(
        cursor,
        "select field_code, field_short_vi, field_short_en from dim_field order by field_code",
    )
