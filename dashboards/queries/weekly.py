"""What a weekly review asks of several plans at once: where things stood on a day of knowledge.

A day of knowledge is a day on which reports were received. Everything received later is left
out; a number that was corrected later shows as corrected, see docs/method.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.queries.run import select

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    import duckdb
    import polars as pl

# A real reading always beats a simulated one; within a kind the newest number stands. arg_max
# takes a quarter of the time of row_number on a national history.
_TARGETS = """
states as (
    select unnest(arg_max(
        reading,
        (reading.actual is not null)::integer * 20000000
        + (not reading.is_simulated)::integer * 10000000
        + coalesce(date_diff('day', date '1900-01-01', reading.as_of_date), 0)
    ))
    from mart_attainment as reading
    where
        list_contains($plans, reading.plan_code)
        and (not reading.is_simulated or $with_simulated)
        and (reading.as_of_date is null
            or coalesce(reading.received_on, reading.as_of_date) <= $day)
    group by reading.target_key
)
"""
_TASKS = """
states as (
    select unnest(arg_max(
        report,
        (report.state not in ('unknown', 'no_deadline') or report.reported_status is not null
            or report.evidence_count > 0)::integer * 20000000
        + (not report.is_simulated)::integer * 10000000
        + coalesce(date_diff('day', date '1900-01-01', report.as_of_date), 0)
    ))
    from mart_task_status as report
    where
        list_contains($plans, report.plan_code)
        and (not report.is_simulated or $with_simulated)
        and (report.as_of_date is null
            or coalesce(report.reported_on, report.as_of_date) <= $day)
    group by report.task_key
)
"""
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
            plan.issuer_name,
            plan.year_from,
            plan.year_to,
            year(min(heard.first_on))::integer as first_year,
            year(max(heard.last_on))::integer as last_year,
            max(heard.last_on) as last_report_on
        from dim_plan as plan
        left join heard using (plan_code)
        group by all
        order by last_report_on desc nulls last, any_value(plan.issuer_name) collate vi
        """,
        with_simulated=with_simulated,
    )


def list_known_days(
    cursor: duckdb.DuckDBPyConnection, plans: Sequence[str], with_simulated: bool
) -> pl.DataFrame:
    """Days on which something was received, newest first: known_on."""
    return select(
        cursor,
        """
        select known_on
        from (
            select distinct coalesce(received_on, as_of_date) as known_on
            from mart_attainment
            where list_contains($plans, plan_code) and (not is_simulated or $with_simulated)
            union
            select distinct coalesce(reported_on, as_of_date)
            from mart_task_status
            where list_contains($plans, plan_code) and (not is_simulated or $with_simulated)
        )
        where known_on is not null
        order by known_on desc
        """,
        plans=list(plans),
        with_simulated=with_simulated,
    )


def count_targets(
    cursor: duckdb.DuckDBPyConnection, plans: Sequence[str], day: dt.date, with_simulated: bool
) -> pl.DataFrame:
    """Numbers of the plans by field and status.

    Returns:
        field_code, field names, status, measures, simulated (how many rest on simulated data),
        as_of_date, data_kind and source_file of the newest reading.
    """
    return select(
        cursor,
        f"""
        with {_TARGETS}
        select
            states.field_code,
            field.field_short_vi,
            field.field_short_en,
            states.status,
            count(*)::integer as measures,
            (count(*) filter (where states.is_simulated))::integer as simulated,
            max(states.as_of_date) as as_of_date,
            arg_max(states.data_kind, states.as_of_date) as data_kind,
            arg_max(states.source_file, states.as_of_date) as source_file
        from states
        inner join dim_field as field using (field_code)
        group by all
        order by states.field_code, states.status
        """,  # noqa: S608 (a constant of this file)
        plans=list(plans),
        day=day,
        with_simulated=with_simulated,
    )


def list_target_exceptions(
    cursor: duckdb.DuckDBPyConnection, plans: Sequence[str], day: dt.date, with_simulated: bool
) -> pl.DataFrame:
    """Numbers that are not where they should be, the gravest first.

    Returns:
        Up to 60 rows of mart_attainment with issuer, indicator names, lead agency and places.
    """
    return select(
        cursor,
        f"""
        with {_TARGETS}
        select
            states.*,
            plan.issuer_name,
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
        order by {_GRAVITY}, states.attainment_pct nulls last, states.target_key
        limit 60
        """,  # noqa: S608 (constants of this file)
        plans=list(plans),
        day=day,
        with_simulated=with_simulated,
    )


def count_tasks(
    cursor: duckdb.DuckDBPyConnection, plans: Sequence[str], day: dt.date, with_simulated: bool
) -> pl.DataFrame:
    """Tasks of the plans by field and state: field_code, state, tasks, simulated."""
    return select(
        cursor,
        f"""
        with {_TASKS}
        select
            states.field_code,
            states.state,
            count(*)::integer as tasks,
            (count(*) filter (where states.is_simulated))::integer as simulated
        from states
        group by all
        order by states.field_code, states.state
        """,  # noqa: S608 (a constant of this file)
        plans=list(plans),
        day=day,
        with_simulated=with_simulated,
    )


def list_task_exceptions(
    cursor: duckdb.DuckDBPyConnection, plans: Sequence[str], day: dt.date, with_simulated: bool
) -> pl.DataFrame:
    """Tasks that are late or due within the next two weeks, the latest first.

    Returns:
        Up to 60 rows of mart_task_status with issuer, text and places.
    """
    return select(
        cursor,
        f"""
        with {_TASKS}
        select
            states.*,
            plan.issuer_name,
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
        order by states.state = 'due_soon', states.due_on, states.task_key
        limit 60
        """,  # noqa: S608 (a constant of this file)
        plans=list(plans),
        day=day,
        with_simulated=with_simulated,
    )


def count_late_by_agency(
    cursor: duckdb.DuckDBPyConnection, plans: Sequence[str], day: dt.date, with_simulated: bool
) -> pl.DataFrame:
    """Late tasks by who leads them, the most first: agency, tasks; up to twenty agencies."""
    return select(
        cursor,
        f"""
        with {_TASKS}
        select
            coalesce(rtrim(states.lead_agency, ' .;-'), plan.issuer_name) as agency,
            count(*)::integer as tasks
        from states
        inner join dim_plan as plan using (plan_code)
        where states.state = 'late'
        group by all
        order by tasks desc, agency
        limit 20
        """,  # noqa: S608 (a constant of this file)
        plans=list(plans),
        day=day,
        with_simulated=with_simulated,
    )


def list_missing_reports(
    cursor: duckdb.DuckDBPyConnection, plans: Sequence[str], day: dt.date, with_simulated: bool
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
            plan.issuer_name,
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
        plans=list(plans),
        day=day,
        with_simulated=with_simulated,
    )


_CHANGES = """
    list_contains($plans, change.plan_code)
    and change.known_on > $since and change.known_on <= $day
    and (not change.is_simulated or $with_simulated)
"""
_RANKS = """
    ['met', 'on_track', 'behind', 'at_risk', 'worsening', 'not_met', 'missed']
"""


def count_changes(
    cursor: duckdb.DuckDBPyConnection,
    plans: Sequence[str],
    since: dt.date,
    day: dt.date,
    with_simulated: bool,
) -> pl.DataFrame:
    """What became known between two days, by kind.

    Returns:
        change_kind (new, corrected, better, worse, other, became_late, done), changes.
    """
    return select(
        cursor,
        f"""
        with ranked as (
            select
                change.*,
                list_position({_RANKS}, change.before_status) as before_rank,
                list_position({_RANKS}, change.after_status) as after_rank
            from mart_weekly_change as change
            where {_CHANGES}
        )
        select
            case
                when change_kind <> 'status_changed' then change_kind
                when after_rank < before_rank then 'better'
                when after_rank > before_rank then 'worse'
                else 'other'
            end as change_kind,
            count(*)::integer as changes
        from ranked
        group by all
        """,  # noqa: S608 (constants of this file)
        plans=list(plans),
        since=since,
        day=day,
        with_simulated=with_simulated,
    )


def list_changes(
    cursor: duckdb.DuckDBPyConnection,
    plans: Sequence[str],
    since: dt.date,
    day: dt.date,
    with_simulated: bool,
) -> pl.DataFrame:
    """Changes worth a word, what became late or worse first; new readings are only counted.

    Returns:
        Up to 60 rows of mart_weekly_change with issuer, names, texts and places.
    """
    return select(
        cursor,
        f"""
        select
            change.*,
            plan.issuer_name,
            indicator.name_vi,
            indicator.name_en,
            coalesce(target.target_ref, task.task_ref) as record_ref,
            task.task_text,
            target.unit,
            coalesce(target.lead_agency, task.lead_agency) as agency,
            coalesce(target.document_place, task.document_place) as document_place,
            target.source_file as target_file,
            task.source_file as task_file
        from mart_weekly_change as change
        inner join dim_plan as plan using (plan_code)
        left join dim_indicator as indicator
            on change.indicator_code = indicator.indicator_code
        left join fct_target as target on change.target_key = target.target_key
        left join fct_task as task on change.task_key = task.task_key
        where {_CHANGES} and change.change_kind <> 'new'
        order by
            list_position(
                ['became_late', 'status_changed', 'done', 'corrected'], change.change_kind
            ),
            coalesce(list_position({_RANKS}, change.before_status), 0)
                - coalesce(list_position({_RANKS}, change.after_status), 0),
            change.known_on desc,
            change.change_key
        limit 60
        """,  # noqa: S608 (constants of this file)
        plans=list(plans),
        since=since,
        day=day,
        with_simulated=with_simulated,
    )
