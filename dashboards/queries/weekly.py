"""What a weekly review asks of several plans at once: where things stood on a day of knowledge.

A day of knowledge is a day on which reports were received. What was received later is left out;
a reading that was corrected later shows as corrected, see docs/decisions.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.queries.run import select

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    import duckdb
    import polars as pl

# A real reading always beats a simulated one; within a kind the newest number stands. A number
# that nothing was known of by the day is there all the same, as unknown. arg_max takes a quarter
# of the time of row_number on a national history.
_TARGETS = """
numbers as (
    select reading.target_key, any_value(reading) as any_reading
    from mart_attainment as reading
    where list_contains($plans, reading.plan_code)
    group by reading.target_key
),

known as (
    select
        reading.target_key,
        arg_max(
            reading,
            (reading.actual is not null)::integer * 20000000
            + (not reading.is_simulated)::integer * 10000000
            + date_diff('day', date '1900-01-01', reading.as_of_date)
        ) as reading
    from mart_attainment as reading
    where
        list_contains($plans, reading.plan_code)
        and (not reading.is_simulated or $with_simulated)
        and reading.as_of_date <= $day
        and reading.first_received_on <= $day
    group by reading.target_key
),

states as (
    select
        numbers.target_key,
        numbers.any_reading.plan_code as plan_code,
        numbers.any_reading.field_code as field_code,
        numbers.any_reading.indicator_code as indicator_code,
        numbers.any_reading.scope_level as scope_level,
        numbers.any_reading.comparator as comparator,
        numbers.any_reading.path as path,
        numbers.any_reading.unit as unit,
        -- What had to be reached, and when, can differ from year to year of a long plan.
        coalesce(known.reading.target_value, numbers.any_reading.target_value) as target_value,
        coalesce(known.reading.due_on, numbers.any_reading.due_on) as due_on,
        coalesce(known.reading.status, 'unknown') as status,
        coalesce(known.reading.status_reason, 'not_reported') as status_reason,
        known.reading.actual as actual,
        known.reading.expected_now as expected_now,
        known.reading.attainment_pct as attainment_pct,
        known.reading.needed_points_per_week as needed_points_per_week,
        known.reading.as_of_date as as_of_date,
        known.reading.first_received_on as first_received_on,
        coalesce(known.reading.is_simulated, false) as is_simulated,
        known.reading.data_kind as data_kind,
        known.reading.source_file as source_file,
        known.reading.source_locator as source_locator
    from numbers
    left join known using (target_key)
)
"""
# Tasks are judged on the day itself, from the last report received by then: a deadline passes
# whether or not anybody reports. What a real report says beats a simulated one.
DUE_SOON_DAYS = 14
_TASKS = f"""
reports as (
    select
        report.task_key,
        arg_max(
            report,
            (not report.is_simulated)::bigint * 10000000000
            + date_diff('day', date '1900-01-01', report.as_of_date) * 100000
            + date_diff('day', date '1900-01-01', report.received_on)
        ) as report
    from fct_task_status as report
    where
        list_contains($plans, report.plan_code)
        and (not report.is_simulated or $with_simulated)
        and report.received_on <= $day
        and report.as_of_date <= $day
    group by report.task_key
),

deadlines as (
    select task_key, any_value(due_on) as due_on
    from mart_task_status
    where list_contains($plans, plan_code)
    group by task_key
),

judged as (
    select
        task.task_key,
        task.plan_code,
        task.field_code,
        task.lead_agency,
        deadlines.due_on,
        reports.report.status as reported_status,
        reports.report.completed_on as completed_on,
        reports.report.as_of_date as as_of_date,
        reports.report.received_on as received_on,
        reports.report.data_kind as data_kind,
        reports.report.source_file as source_file,
        task.is_done or coalesce(reports.report.status = 'done', false) as is_done,
        coalesce(reports.report.is_simulated, false) and not task.is_done as is_simulated
    from fct_task as task
    left join deadlines using (task_key)
    left join reports using (task_key)
    where list_contains($plans, task.plan_code)
),

states as (
    select
        *,
        case
            when reported_status = 'cancelled' then 'cancelled'
            when is_done and (due_on is null or completed_on is null) then 'done_undated'
            when is_done and completed_on <= due_on then 'done_on_time'
            when is_done then 'done_late'
            when due_on is null then 'no_deadline'
            when reported_status is null then 'unknown'
            when due_on < $day then 'late'
            when due_on <= $day + {DUE_SOON_DAYS} then 'due_soon'
            else 'not_due'
        end as state
    from judged
)
"""  # noqa: S608 (a number of this file)
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
            select distinct first_received_on as known_on
            from mart_attainment
            where list_contains($plans, plan_code) and (not is_simulated or $with_simulated)
            union
            select distinct received_on
            from fct_task_status
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
        first_as_of_date and as_of_date, data_kinds and source_files of the readings.
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
        plans=list(plans),
        day=day,
        with_simulated=with_simulated,
    )


def list_target_exceptions(
    cursor: duckdb.DuckDBPyConnection, plans: Sequence[str], day: dt.date, with_simulated: bool
) -> pl.DataFrame:
    """Numbers that are not where they should be, the gravest first.

    Returns:
        Up to twenty rows of each field with issuer, indicator names, lead agency and places.
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
        qualify row_number() over (
            partition by states.field_code
            order by {_GRAVITY}, states.attainment_pct nulls last, states.target_key
        ) <= {_MOST_ROWS}
        order by {_GRAVITY}, states.attainment_pct nulls last, states.target_key
        """,  # noqa: S608 (constants of this file)
        plans=list(plans),
        day=day,
        with_simulated=with_simulated,
    )


def count_tasks(
    cursor: duckdb.DuckDBPyConnection, plans: Sequence[str], day: dt.date, with_simulated: bool
) -> pl.DataFrame:
    """Tasks of the plans by field and state, judged on the day.

    Returns:
        field_code, field names, state, tasks, simulated, source_files of the reports.
    """
    return select(
        cursor,
        f"""
        with {_TASKS}
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
        plans=list(plans),
        day=day,
        with_simulated=with_simulated,
    )


def list_task_exceptions(
    cursor: duckdb.DuckDBPyConnection, plans: Sequence[str], day: dt.date, with_simulated: bool
) -> pl.DataFrame:
    """Tasks that are late or due within the next two weeks, the latest first.

    Returns:
        Up to twenty rows of each state and field with issuer, text and places.
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
        qualify row_number() over (
            partition by states.state, states.field_code
            order by states.due_on, states.task_key
        ) <= {_MOST_ROWS}
        order by states.state = 'due_soon', states.due_on, states.task_key
        """,  # noqa: S608 (a constant of this file)
        plans=list(plans),
        day=day,
        with_simulated=with_simulated,
    )


def count_late_by_agency(
    cursor: duckdb.DuckDBPyConnection, plans: Sequence[str], day: dt.date, with_simulated: bool
) -> pl.DataFrame:
    """Late tasks of each plan by who leads them, the most first.

    Returns:
        Up to twenty rows: plan_code, issuer_name, agency (the issuer where the plan names
        nobody), tasks. Agencies of one name in two plans are two.
    """
    return select(
        cursor,
        f"""
        with {_TASKS}
        select
            states.plan_code,
            plan.issuer_name,
            coalesce(nullif(rtrim(states.lead_agency, ' .;-'), ''), plan.issuer_name) as agency,
            count(*)::integer as tasks
        from states
        inner join dim_plan as plan using (plan_code)
        where states.state = 'late'
        group by all
        order by tasks desc, agency, states.plan_code
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


# A number or task that real reports speak of does not change by simulated ones.
_CHANGES = """
    list_contains($plans, change.plan_code)
    and change.known_on > $since and change.known_on <= $day
    and (not change.is_simulated or $with_simulated)
    and not (change.is_simulated and change.target_key is not null and change.target_key in (
        select target_key from mart_attainment
        where not is_simulated and actual is not null and first_received_on <= $day))
    and not (change.is_simulated and change.task_key is not null and change.task_key in (
        select task_key from fct_task_status
        where not is_simulated and received_on <= $day))
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
        Up to 200 rows of mart_weekly_change with issuer, names, texts and places.
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
        limit 200
        """,  # noqa: S608 (constants of this file)
        plans=list(plans),
        since=since,
        day=day,
        with_simulated=with_simulated,
    )
