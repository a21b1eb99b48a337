"""How numbers and tasks stood on a day of knowledge: the beginning of the weekly statements.

Each text defines ``states`` from the parameters ``$plans``, ``$day`` and ``$with_simulated``.
"""

from __future__ import annotations

# A real reading always beats a simulated one; within a kind the newest number stands. A number
# that nothing was known of by the day is there all the same, as unknown. arg_max takes a quarter
# of the time of row_number on a national history.
TARGET_STATES = """
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
            reading.is_answer::integer * 20000000
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
TASK_STATES = f"""
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
