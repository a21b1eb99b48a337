"""Plans: what they are and all that stands in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.queries.run import select

if TYPE_CHECKING:
    import duckdb
    import polars as pl

TARGETS_STATEMENT = """
select
    target.*,
    field.field_short_vi,
    field.field_short_en,
    indicator.name_vi,
    indicator.name_en,
    indicator.field_code as indicator_field_code,
    field_of_indicator.field_short_vi as indicator_field_vi,
    field_of_indicator.field_short_en as indicator_field_en
from fct_target as target
inner join dim_field as field using (field_code)
left join dim_indicator as indicator using (indicator_code)
left join dim_field as field_of_indicator on indicator.field_code = field_of_indicator.field_code
where target.plan_code = $plan_code
order by target.target_no, target.target_ref, target.measure_no
"""


def list_plans(cursor: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Every plan, newest first; those replaced or known in part later, the nation's last.

    Returns:
        plan_code, plan_title, issuer_name, issuer_level, province_name, year_from, year_to,
        replaced_by.
    """
    return select(
        cursor,
        """
        select
            plan_code, plan_title, coalesce(issuer_name, plan_title) as issuer_name,
            issuer_level, province_name, year_from, year_to, replaced_by
        from dim_plan
        -- The nation's programmes come last: they are a line to measure by.
        order by coalesce(issuer_level in ('government', 'ministry'), false), is_partial,
            replaced_by is not null,
            year_from desc nulls last, year_to, issuer_name collate vi
        """,
    )


def list_unplaced(cursor: duckdb.DuckDBPyConnection, needs_place: bool) -> pl.DataFrame:
    """Plans whose years, or whose province where that is needed, nobody knows.

    Returns:
        plan_code, plan_name; in order of name.
    """
    return select(
        cursor,
        """
        select plan_code, plan_name
        from dim_plan
        where
            year_from is null or year_to is null
            or (
                $needs_place and current_province_code is null
                -- The nation's programmes have no province, and are drawn as a line.
                and coalesce(issuer_level, '') not in ('government', 'ministry')
            )
        order by plan_name collate vi, plan_code
        """,
        needs_place=needs_place,
    )


def read_plan(cursor: duckdb.DuckDBPyConnection, plan_code: str) -> pl.DataFrame:
    """One row: the plan and how many targets, measures, tasks were found in it."""
    return select(
        cursor,
        """
        select
            plan.*,
            (select unit_name from dim_unit as u where u.unit_code = plan.unit_code) as unit_name,
            (select count(distinct target_ref) from fct_target as t
                where t.plan_code = plan.plan_code)::integer as found_targets,
            (select count(distinct target_ref) from fct_target as t
                where t.plan_code = plan.plan_code
                    and try_cast(target_ref as integer) is not null)::integer as numbered_targets,
            (select count(measure_no) from fct_target as t
                where t.plan_code = plan.plan_code)::integer as found_measures,
            (select count(*) from fct_task as k
                where k.plan_code = plan.plan_code)::integer as found_tasks
        from dim_plan as plan
        where plan.plan_code = $plan_code
        """,
        plan_code=plan_code,
    )


def read_plan_targets(cursor: duckdb.DuckDBPyConnection, plan_code: str) -> pl.DataFrame:
    """Targets and measures of a plan in the order of the document."""
    return select(cursor, TARGETS_STATEMENT, plan_code=plan_code)


def read_plan_tasks(cursor: duckdb.DuckDBPyConnection, plan_code: str) -> pl.DataFrame:
    """Tasks of a plan in the order of the document, with their deadlines and evidence."""
    return select(
        cursor,
        """
        select
            task.*,
            field.field_short_vi,
            field.field_short_en,
            due.due_on,
            proof.evidence
        from fct_task as task
        inner join dim_field as field using (field_code)
        left join (
            select task_key, max(due_to) as due_on from fct_task_due group by task_key
        ) as due using (task_key)
        left join (
            select
                task_key,
                list(coalesce(doc_no, '?') || ' (' || coalesce(strftime(issued_on, '%d/%m/%Y'), '?')
                    || ')' order by evidence_no) as evidence
            from fct_task_evidence
            group by task_key
        ) as proof using (task_key)
        where task.plan_code = $plan_code
        order by task.task_no, task.task_ref
        """,
        plan_code=plan_code,
    )


def read_plan_findings(cursor: duckdb.DuckDBPyConnection, plan_code: str) -> pl.DataFrame:
    """Findings about a plan: finding_kind, severity, place, message, message_en."""
    return select(
        cursor,
        """
        select finding_kind, severity, place, message, message_en
        from mart_data_quality
        where plan_code = $plan_code
        order by finding_no
        """,
        plan_code=plan_code,
    )


def read_plan_documents(cursor: duckdb.DuckDBPyConnection, plan_code: str) -> pl.DataFrame:
    """Documents whose words the records of a plan quote, the one that most do first.

    Returns:
        source_file, document_text, page_starts (offsets from 0, empty where it has no pages).
    """
    return select(
        cursor,
        """
        with quoted as (
            select quote_file as source_file from fct_target
            where plan_code = $plan_code and quote_file is not null
            union all
            select quote_file from fct_task
            where plan_code = $plan_code and quote_file is not null
            union all
            select source_file from mart_unread_passage where plan_code = $plan_code
        )
        select document.source_file, document.document_text, document.page_starts
        from fct_document as document
        inner join quoted using (source_file)
        group by all
        order by count(*) desc, document.source_file
        """,
        plan_code=plan_code,
    )


def read_unread_passages(cursor: duckdb.DuckDBPyConnection, plan_code: str) -> pl.DataFrame:
    """Words of a plan's documents that no record holds and nobody looked at, in order.

    Returns:
        source_file, passage_text, place, starts_at, ends_at, reason.
    """
    return select(
        cursor,
        """
        select source_file, passage_text, place, starts_at, ends_at, reason
        from mart_unread_passage
        where plan_code = $plan_code and not is_settled
        order by source_file, starts_at
        """,
        plan_code=plan_code,
    )


def count_unlinked(cursor: duckdb.DuckDBPyConnection, plan_code: str | None) -> pl.DataFrame:
    """One number: measures without an indicator code, of one plan or of all."""
    return select(
        cursor,
        """
        select count(*)::integer as measures
        from fct_target
        where value is not null and indicator_code is null
            and ($plan_code is null or plan_code = $plan_code)
        """,
        plan_code=plan_code,
    )


def list_demands(cursor: duckdb.DuckDBPyConnection, plan_code: str) -> pl.DataFrame:
    """Numbers of a plan that results can speak of.

    Returns:
        indicator_code, scope_level, target_ref, label, target_text, comparator, value, unit,
        unit_code (whose results they are); one row per indicator and level.
    """
    return select(
        cursor,
        """
        select distinct on (target.indicator_code, target.scope_level)
            target.indicator_code, target.scope_level, target.target_ref,
            coalesce(target.measure_label, target.target_text) as label, target.target_text,
            target.comparator, target.value, target.unit, plan.unit_code
        from fct_target as target
        inner join dim_plan as plan using (plan_code)
        where
            target.plan_code = $plan_code
            and target.indicator_code is not null
            and plan.unit_code is not null
        order by
            target.indicator_code, target.scope_level, target.target_no, target.measure_no
        """,
        plan_code=plan_code,
    )


def compare_versions(
    cursor: duckdb.DuckDBPyConnection, from_plan: str, to_plan: str
) -> pl.DataFrame:
    """What a plan that replaces or amends another one demands otherwise.

    Returns:
        Rows of mart_version_change; what changed first.
    """
    return select(
        cursor,
        """
        select *
        from mart_version_change
        where from_plan = $from_plan and to_plan = $to_plan
        order by
            subject, change_class = 'kept', change_class, record_no, from_ref, to_ref,
            version_change_key
        """,
        from_plan=from_plan,
        to_plan=to_plan,
    )


def list_versions_of(cursor: duckdb.DuckDBPyConnection, record_key: str) -> pl.DataFrame:
    """What later versions of its plan made of one number or task, and what it took the place of.

    Args:
        cursor: of the build.
        record_key: target_key or task_key.

    Returns:
        Rows of mart_version_change with the documents' numbers, in order of issue.
    """
    return select(
        cursor,
        """
        select
            change.*,
            change.from_key is not distinct from $record_key as is_earlier,
            coalesce(earlier.doc_no, change.from_plan) as from_doc_no,
            coalesce(later.doc_no, change.to_plan) as to_doc_no
        from mart_version_change as change
        inner join dim_plan as earlier on change.from_plan = earlier.plan_code
        inner join dim_plan as later on change.to_plan = later.plan_code
        where change.from_key = $record_key or change.to_key = $record_key
        order by change.changed_on nulls last, change.version_change_key
        """,
        record_key=record_key,
    )
