"""What a weekly review asks of several plans at once: where things stood on a day of knowledge.

A day of knowledge is a day on which reports were received. What was received later is left out;
a reading that was corrected later shows as corrected, see docs/decisions.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.queries.run import select
from dashboards.queries.weekly_states import TARGET_STATES, TASK_STATES

if TYPE_CHECKING:
    import datetime as dt

    import duckdb
    import polars as pl

# Rows of a list, of each field: more is counted, not listed.
_MOST_ROWS = 20
# What a director asks about first.
_GRAVITY = """
    case status
        when 'worsening' then 1 when 'at_risk' then 2 when 'not_met' then 3 when 'missed' then 4
        when 'behind' then 5
    end
"""


def list_scopes(cursor: duckdb.DuckDBPyConnection, with_simulated: bool) -> pl.DataFrame:
    """Plans with the years in which they are followed.

    Returns:
        plan_code, issuer_name, year_from, year_to, first_year and last_year with reports (null
        without any), last_report_on; the plan with the newest report first.
    """
    return select(
        cursor,
        """
        with heard as (
            select plan_code, min(as_of_date) as first_on, max(as_of_date) as last_on
            from mart_attainment
            where as_of_date is not null and (not is_simulated or $with_simulated)
            group by plan_code
            union all
            select plan_code, min(as_of_date), max(as_of_date)
            from mart_task_status
            where as_of_date is not null and (not is_simulated or $with_simulated)
            group by plan_code
        )
        select
            plan.plan_code,
            coalesce(plan.issuer_name, plan.plan_title) as issuer_name,
            plan.year_from,
            plan.year_to,
            year(min(heard.first_on))::integer as first_year,
            year(max(heard.last_on))::integer as last_year,
            max(heard.last_on) as last_report_on
        from dim_plan as plan
        left join heard using (plan_code)
        -- A plan of no known years belongs to no week.
        where plan.year_from is not null and plan.year_to is not null
        group by all
        order by last_report_on desc nulls last, any_value(plan.issuer_name) collate vi
        """,
        with_simulated=with_simulated,
    )


def list_known_days(
    cursor: duckdb.DuckDBPyConnection, plans: tuple[str, ...], with_simulated: bool
) -> pl.DataFrame:
    """Days on which something was received, newest first: known_on."""
    return select(
        cursor,
        """
        select known_on
        from (
            select distinct first_received_on as known_on
            from mart_attainment
            where list_contains($plans, plan_code) and (not is_simulated or $with_simulated)
            union
            select distinct received_on
            from fct_task_status
            where list_contains($plans, plan_code) and (not is_simulated or $with_simulated)
            union
            -- What puts an earlier figure right has a day of its own.
            select distinct received_on
            from mart_attainment
            where list_contains($plans, plan_code) and (not is_simulated or $with_simulated)
        )
        where known_on is not null
        order by known_on desc
        """,
        plans=plans,
        with_simulated=with_simulated,
    )


def count_targets(
    cursor: duckdb.DuckDBPyConnection, plans: tuple[str, ...], day: dt.date, with_simulated: bool
) -> pl.DataFrame:
    """Numbers of the plans by field and status.

    Returns:
        field_code, field names, status, measures, simulated (how many rest on simulated data),
        first_as_of_date and as_of_date, data_kinds and source_files of the readings.
    """
    return select(
        cursor,
        f"""
        with {TARGET_STATES}
        select
            states.field_code,
            field.field_short_vi,
            field.field_short_en,
            states.status,
            count(*)::integer as measures,
            (count(*) filter (where states.is_simulated))::integer as simulated,
            min(states.as_of_date) as first_as_of_date,
            max(states.as_of_date) as as_of_date,
            list(distinct states.data_kind) filter (where states.data_kind is not null)
                as data_kinds,
            list(distinct states.source_file) filter (where states.source_file is not null)
                as source_files
        from states
        inner join dim_field as field using (field_code)
        group by all
        order by states.field_code, states.status
        """,  # noqa: S608 (a constant of this file)
        plans=plans,
        day=day,
        with_simulated=with_simulated,
    )


def list_targets(
    cursor: duckdb.DuckDBPyConnection, plans: tuple[str, ...], day: dt.date, with_simulated: bool
) -> pl.DataFrame:
    """Every number that ``count_targets`` counts, with the places it came from.

    Returns:
        issuer_name, target_ref, indicator_code, name_vi, status, status_reason, actual,
        target_value, unit, due_on, as_of_date, is_simulated, places in the plan and the report.
    """
    return select(
        cursor,
        f"""
        with {TARGET_STATES}
        select
            coalesce(plan.issuer_name, plan.plan_title) as issuer_name,
            target.target_ref,
            states.indicator_code,
            indicator.name_vi,
            states.status,
            states.status_reason,
            states.actual,
            states.target_value,
            states.unit,
            states.due_on,
            states.as_of_date,
            states.is_simulated,
            target.document_place,
            target.source_file as target_file,
            target.source_locator as target_locator,
            states.source_file,
            states.source_locator
        from states
        inner join dim_plan as plan using (plan_code)
        inner join dim_indicator as indicator on states.indicator_code = indicator.indicator_code
        inner join fct_target as target on states.target_key = target.target_key
        order by states.status, plan.issuer_name collate vi, target.target_no, target.measure_no
        """,  # noqa: S608 (a constant of this file)
        plans=plans,
        day=day,
        with_simulated=with_simulated,
    )


def list_target_exceptions(
    cursor: duckdb.DuckDBPyConnection, plans: tuple[str, ...], day: dt.date, with_simulated: bool
) -> pl.DataFrame:
    """Numbers that are not where they should be, the gravest first.

    Returns:
        Up to twenty rows of each field with issuer, indicator names, lead agency and places.
    """
    return select(
        cursor,
        f"""
        with {TARGET_STATES}
        select
            states.*,
            coalesce(plan.issuer_name, plan.plan_title) as issuer_name,
            indicator.name_vi,
            indicator.name_en,
            field.field_short_vi,
            field.field_short_en,
            target.target_ref,
            target.lead_agency,
            target.document_place,
            target.source_file as target_file,
            target.source_locator as target_locator
        from states
        inner join dim_plan as plan using (plan_code)
        inner join dim_field as field on states.field_code = field.field_code
        inner join dim_indicator as indicator on states.indicator_code = indicator.indicator_code
        inner join fct_target as target on states.target_key = target.target_key
        where {_GRAVITY} is not null
        qualify row_number() over (
            partition by states.field_code
            order by {_GRAVITY}, states.attainment_pct nulls last, states.target_key
        ) <= {_MOST_ROWS}
        order by {_GRAVITY}, states.attainment_pct nulls last, states.target_key
        """,  # noqa: S608 (constants of this file)
        plans=plans,
        day=day,
        with_simulated=with_simulated,
    )


def count_tasks(
    cursor: duckdb.DuckDBPyConnection, plans: tuple[str, ...], day: dt.date, with_simulated: bool
) -> pl.DataFrame:
    """Tasks of the plans by field and state, judged on the day.

    Returns:
        field_code, field names, state, tasks, simulated, source_files of the reports.
    """
    return select(
        cursor,
        f"""
        with {TASK_STATES}
        select
            states.field_code,
            field.field_short_vi,
            field.field_short_en,
            states.state,
            count(*)::integer as tasks,
            (count(*) filter (where states.is_simulated))::integer as simulated,
            list(distinct states.source_file) filter (where states.source_file is not null)
                as source_files
        from states
        inner join dim_field as field using (field_code)
        group by all
        order by states.field_code, states.state
        """,  # noqa: S608 (a constant of this file)
        plans=plans,
        day=day,
        with_simulated=with_simulated,
    )


def list_task_exceptions(
    cursor: duckdb.DuckDBPyConnection, plans: tuple[str, ...], day: dt.date, with_simulated: bool
) -> pl.DataFrame:
    """Tasks that are late or due within the next two weeks, the latest first.

    Returns:
        Up to twenty rows of each state and field with issuer, text and places.
    """
    return select(
        cursor,
        f"""
        with {TASK_STATES}
        select
            states.*,
            coalesce(plan.issuer_name, plan.plan_title) as issuer_name,
            field.field_short_vi,
            field.field_short_en,
            task.task_ref,
            task.task_text,
            task.document_place,
            task.source_file as task_file,
            task.source_locator as task_locator
        from states
        inner join dim_plan as plan using (plan_code)
        inner join fct_task as task on states.task_key = task.task_key
        inner join dim_field as field on states.field_code = field.field_code
        where states.state in ('late', 'due_soon')
        qualify row_number() over (
            partition by states.state, states.field_code
            order by states.due_on, states.task_key
        ) <= {_MOST_ROWS}
        order by states.state = 'due_soon', states.due_on, states.task_key
        """,  # noqa: S608 (a constant of this file)
        plans=plans,
        day=day,
        with_simulated=with_simulated,
    )


def count_late_by_agency(
    cursor: duckdb.DuckDBPyConnection, plans: tuple[str, ...], day: dt.date, with_simulated: bool
) -> pl.DataFrame:
    """Late tasks of each plan by who leads them, the most first.

    Returns:
        Up to twenty rows: plan_code, issuer_name, agency (the issuer where the plan names
        nobody), tasks. Agencies of one name in two plans are two.
    """
    return select(
        cursor,
        f"""
        with {TASK_STATES}
        select
            states.plan_code,
            coalesce(plan.issuer_name, plan.plan_title) as issuer_name,
            coalesce(
                nullif(rtrim(states.lead_agency, ' .;-'), ''), plan.issuer_name, plan.plan_title
            ) as agency,
            count(*)::integer as tasks
        from states
        inner join dim_plan as plan using (plan_code)
        where states.state = 'late'
        group by all
        order by tasks desc, agency, states.plan_code
        limit 20
        """,  # noqa: S608 (a constant of this file)
        plans=plans,
        day=day,
        with_simulated=with_simulated,
    )


def list_missing_reports(
    cursor: duckdb.DuckDBPyConnection, plans: tuple[str, ...], day: dt.date, with_simulated: bool
) -> pl.DataFrame:
    """Reports of the last twelve months that should have been there and were not.

    Returns:
        plan_code, issuer_name, period_code, expected_by; the oldest first.
    """
    return select(
        cursor,
        """
        select
            report.plan_code,
            coalesce(plan.issuer_name, plan.plan_title) as issuer_name,
            report.period_code,
            report.expected_by
        from mart_completeness as report
        inner join dim_plan as plan using (plan_code)
        where
            list_contains($plans, report.plan_code)
            and report.expected_by <= $day
            and report.ends_on > $day - interval 1 year
            and (not report.is_simulated or $with_simulated)
        group by all
        -- A report of either kind is a report.
        having bool_and(report.received_count = 0 or report.first_received_on > $day)
        order by report.expected_by, any_value(plan.issuer_name) collate vi
        """,
        plans=plans,
        day=day,
        with_simulated=with_simulated,
    )
