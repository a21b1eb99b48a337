"""The line of a document that a target or a task came from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.queries.run import select

if TYPE_CHECKING:
    import duckdb
    import polars as pl

# Characters of the document shown on each side of a quote.
_AROUND = 400


def read_target_origin(cursor: duckdb.DuckDBPyConnection, target_key: str) -> pl.DataFrame:
    """One row: a number of a plan with its plan, definition, words and places.

    Returns:
        Columns of fct_target with plan and indicator names, record_text.
    """
    return select(
        cursor,
        """
        select
            target.*,
            target.target_text as record_text,
            target.target_ref as record_ref,
            coalesce(plan.issuer_name, plan.plan_title) as issuer_name,
            plan.plan_title,
            plan.doc_no,
            plan.issued_on,
            indicator.name_vi,
            indicator.name_en,
            indicator.definition_vi,
            indicator.numerator_vi,
            indicator.denominator_vi
        from fct_target as target
        inner join dim_plan as plan using (plan_code)
        left join dim_indicator as indicator using (indicator_code)
        where target.target_key = $target_key
        """,
        target_key=target_key,
    )


def read_task_origin(cursor: duckdb.DuckDBPyConnection, task_key: str) -> pl.DataFrame:
    """One row: a task with its plan, words and places.

    Returns:
        Columns of fct_task with plan names, record_text.
    """
    return select(
        cursor,
        """
        select
            task.*,
            task.task_text as record_text,
            task.task_ref as record_ref,
            coalesce(plan.issuer_name, plan.plan_title) as issuer_name,
            plan.plan_title,
            plan.doc_no,
            plan.issued_on
        from fct_task as task
        inner join dim_plan as plan using (plan_code)
        where task.task_key = $task_key
        """,
        task_key=task_key,
    )


def list_successors(cursor: duckdb.DuckDBPyConnection, plan_code: str) -> pl.DataFrame:
    """What agencies of a plan's province, and of the centre, became after the plan was issued.

    Args:
        cursor: of the build.
        plan_code: of the plan.

    Returns:
        old_agency, new_agency, change_kind, effective_on (null where no source gives a day),
        citation, source_confidence; no row for an agency that kept its name.
    """
    return select(
        cursor,
        """
        select
            merger.old_agency, merger.new_agency, merger.change_kind, merger.effective_on,
            merger.citation, merger.source_confidence
        from dim_agency_merger as merger
        inner join dim_plan as plan
            on merger.unit_code in ('VN', 'VN63-' || plan.province_code)
        where
            plan.plan_code = $plan_code
            and plan.boundary_version = '63'
            and merger.old_agency is not null
            and merger.old_agency <> merger.new_agency
            and merger.change_kind <> 'function_moved'
            and coalesce(merger.effective_on, merger.issued_on)
            > coalesce(plan.issued_on, make_date(plan.year_from, 1, 1))
        order by merger.merger_code
        """,
        plan_code=plan_code,
    )


def read_context(
    cursor: duckdb.DuckDBPyConnection, quote_file: str, source_quote: str, around: int = _AROUND
) -> pl.DataFrame:
    """The document around a quote.

    Args:
        cursor: of the build.
        quote_file: the document.
        source_quote: words of it.
        around: characters shown on each side.

    Returns:
        No row where the document is not at hand, else one: before, after.
    """
    return select(
        cursor,
        """
        with found as (
            select document_text, strpos(document_text, $source_quote) as starts
            from fct_document
            where source_file = $quote_file
        )
        select
            document_text[greatest(1, starts - $around):starts - 1] as before,
            document_text[starts + length($source_quote):][:$around] as after
        from found
        where starts > 0
        """,
        quote_file=quote_file,
        source_quote=source_quote,
        around=around,
    )
