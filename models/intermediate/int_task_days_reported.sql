-- One row per task, day on which its plan reported, and kind of data: the last known report.
-- A report speaks for its task until the next one; a task never reported has a null status.
with reports as (
    select
        *,
        row(as_of_date, received_on, source_row) as report_order
    from {{ ref('fct_task_status') }}
),

days as (
    select distinct
        plan_code,
        as_of_date,
        is_simulated
    from reports
),

tasks as (
    select * from {{ ref('int_task_deadlines_last') }}
),

task_days as (
    select
        tasks.task_key,
        tasks.plan_code,
        days.as_of_date,
        days.is_simulated
    from tasks
    inner join days on tasks.plan_code = days.plan_code
    union all
    select
        task_key,
        plan_code,
        null as as_of_date,
        false as is_simulated
    from tasks
    anti join days on tasks.plan_code = days.plan_code and not days.is_simulated
)

select
    task_days.task_key,
    task_days.plan_code,
    task_days.as_of_date,
    task_days.is_simulated,
    {{ latest_by('reports.status', 'reports.report_order') }} as status,
    {{ latest_by_or_null('reports.percent_done', 'reports.report_order') }} as percent_done,
    {{ latest_by_or_null('reports.completed_on', 'reports.report_order') }} as completed_on,
    {{ latest_by('reports.report_key', 'reports.report_order') }} as report_key,
    max(reports.as_of_date) as reported_on
from task_days
left join reports
    on
        task_days.task_key = reports.task_key
        and task_days.is_simulated = reports.is_simulated
        and task_days.as_of_date >= reports.as_of_date
group by task_days.task_key, task_days.plan_code, task_days.as_of_date, task_days.is_simulated
