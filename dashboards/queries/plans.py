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
    """What a plan that replaces another one demands otherwise.

    Numbers are the same one where they speak of one indicator at one level, else where their words
    are the same; tasks where their words are.

    Returns:
        subject (target, task), change (kept, changed, gone, added), name, ref and demand before
        and after, places; what changed first.
    """
    return select(
        cursor,
        """
        with records as (
            select
                'target' as subject,
                plan_code,
                coalesce(
                    indicator_code || '/' || coalesce(scope_level, ''), lower(trim(target_text))
                ) as same,
                target_ref as ref,
                coalesce(measure_label, target_text) as name,
                concat_ws(' ', comparator, value::varchar, unit, due_year::varchar) as demand,
                comparator,
                value,
                unit,
                due_year,
                null::varchar as due_text,
                source_locator as place,
                target_no as record_no
            from fct_target
            union all
            select
                'task', plan_code, lower(trim(task_text)), task_ref, task_text,
                concat_ws(' · ', lead_agency, due_text), null, null, null, null, due_text,
                source_locator, task_no
            from fct_task
        ),

        numbered as (
            select
                *,
                row_number() over (
                    partition by plan_code, subject, same order by record_no, ref
                ) as nth
            from records
            where plan_code in ($from_plan, $to_plan)
        ),

        paired as (
            select
                coalesce(earlier.subject, later.subject) as subject,
                earlier.plan_code is null as is_added,
                later.plan_code is null as is_gone,
                coalesce(later.name, earlier.name) as name,
                earlier.ref as from_ref,
                later.ref as to_ref,
                earlier.demand as from_demand,
                later.demand as to_demand,
                earlier.comparator as from_comparator,
                earlier.value as from_value,
                earlier.unit as from_unit,
                earlier.due_year as from_due_year,
                earlier.place as from_place,
                later.comparator as to_comparator,
                later.value as to_value,
                later.unit as to_unit,
                later.due_year as to_due_year,
                later.place as to_place,
                coalesce(later.record_no, earlier.record_no) as record_no
            from (select * from numbered where plan_code = $from_plan) as earlier
            full join (select * from numbered where plan_code = $to_plan) as later
                on
                    earlier.subject = later.subject
                    and earlier.same = later.same
                    and earlier.nth = later.nth
        )

        select
            *,
            case
                when is_added then 'added'
                when is_gone then 'gone'
                when from_demand is distinct from to_demand then 'changed'
                else 'kept'
            end as change
        from paired
        order by subject, change = 'kept', change, record_no, from_ref, to_ref
        """,
        from_plan=from_plan,
        to_plan=to_plan,
    )
