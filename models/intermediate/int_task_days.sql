-- One row per task, kind of data and day on which its state can change: the first day of its plan,
-- a report received, a deadline near or passed; with the last report known on it.
with reports as (
    select * from {{ ref('int_task_reports_versioned') }}
),

-- What takes the place of a plan that we know asks for nothing before it was issued.
following as (
    select
        to_plan as plan_code,
        min(changed_on) as issued_on
    from {{ ref('int_plans_followed') }}
    where changed_on is not null
    group by to_plan
),

-- From the day on which a later version of the plan takes the place of the task.
changes as (
    select
        from_key as task_key,
        -- Of a later version without a day nobody knows since when.
        min(coalesce(changed_on, date '1900-01-01')) as superseded_on
    from {{ ref('mart_version_change') }}
    where subject = 'task' and from_key is not null
    group by from_key
),

tasks as (
    select
        tasks.task_key,
        changes.superseded_on,
        greatest(
            coalesce(
                {{ reform_year_start('plans.year_from') }}, plans.issued_on, date '1900-01-01'
            ),
            coalesce(following.issued_on, date '1900-01-01')
        )::date as known_from
    from {{ ref('fct_task') }} as tasks
    inner join {{ ref('dim_plan') }} as plans on tasks.plan_code = plans.plan_code
    left join following on tasks.plan_code = following.plan_code
    left join changes on tasks.task_key = changes.task_key
),

instalments as (
    select * from {{ ref('int_task_instalments') }}
),

thresholds as (
    select * from {{ ref('int_thresholds_pivoted') }}
),

kinds as (
    select
        task_key,
        false as is_simulated
    from tasks
    union
    select distinct
        task_key,
        is_simulated
    from reports
),

events as (
    select
        task_key,
        is_simulated,
        received_on as known_from
    from reports
    union
    select
        kinds.task_key,
        kinds.is_simulated,
        changes.superseded_on as known_from
    from kinds
    inner join changes on kinds.task_key = changes.task_key
    union
    select
        kinds.task_key,
        kinds.is_simulated,
        {{ items_of(list_of([
            'instalments.due_on + 1',
            'instalments.due_on - thresholds.due_soon_days::integer'
        ])) }} as known_from
    from kinds
    inner join instalments on kinds.task_key = instalments.task_key
    cross join thresholds
),

days as (
    select
        kinds.task_key,
        kinds.is_simulated,
        tasks.known_from
    from kinds
    inner join tasks on kinds.task_key = tasks.task_key
    union
    select
        events.task_key,
        events.is_simulated,
        greatest(events.known_from, tasks.known_from) as known_from
    from events
    inner join tasks on events.task_key = tasks.task_key
),

heard as (
    select
        days.task_key,
        days.is_simulated,
        days.known_from,
        {{ latest_row(
            ['report_key', 'status', 'percent_done', 'completed_on', 'as_of_date'],
            ['as_of_date', 'received_on']
        ) }} as report
    from days
    left join reports
        on
            days.task_key = reports.task_key
            and days.is_simulated = reports.is_simulated
            and days.known_from >= reports.received_on
            and (reports.superseded_on is null or days.known_from < reports.superseded_on)
    group by days.task_key, days.is_simulated, days.known_from
)

select
    heard.task_key,
    heard.is_simulated,
    heard.known_from,
    coalesce(heard.known_from >= tasks.superseded_on, false) as is_superseded,
    {{ field_of('report', 'report_key') }} as report_key,
    {{ field_of('report', 'status') }} as reported_status,
    {{ field_of('report', 'percent_done') }} as percent_done,
    {{ field_of('report', 'completed_on') }} as completed_on,
    {{ field_of('report', 'as_of_date') }} as reported_on
from heard
inner join tasks on heard.task_key = tasks.task_key
