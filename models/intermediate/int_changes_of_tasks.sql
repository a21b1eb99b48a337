-- One row per thing that became known about a task: it is done, it became late, its state
-- changed. A task becomes late by itself, the day after its deadline.
with states as (
    select
        *,
        lag(state) over days as previous_state
    from {{ ref('mart_task_status') }}
    where as_of_date is not null
    window days as (partition by task_key, is_simulated order by as_of_date)
),

reports as (
    select
        task_key,
        as_of_date,
        is_simulated,
        max(received_on) as received_on
    from {{ ref('fct_task_status') }}
    group by task_key, as_of_date, is_simulated
),

plan_days as (
    select
        plan_code,
        as_of_date,
        is_simulated,
        max(received_on) as received_on
    from {{ ref('fct_task_status') }}
    group by plan_code, as_of_date, is_simulated
),

dated as (
    select
        states.*,
        coalesce(reports.received_on, plan_days.received_on) as received_on
    from states
    left join reports
        on
            states.task_key = reports.task_key
            and states.as_of_date = reports.as_of_date
            and states.is_simulated = reports.is_simulated
    left join plan_days
        on
            states.plan_code = plan_days.plan_code
            and states.as_of_date = plan_days.as_of_date
            and states.is_simulated = plan_days.is_simulated
)

select
    case
        when state in ('done_on_time', 'done_late', 'done_undated') then 'done'
        when state = 'late' then 'became_late'
        else 'status_changed'
    end as change_kind,
    task_key,
    plan_code,
    as_of_date,
    case when state = 'late' then due_on + 1 else received_on end::date as known_on,
    is_simulated,
    previous_state as before_status,
    state as after_status,
    source_file,
    source_locator
from dated
where
    -- "Done on time" that is found to be "done late" is no second completion.
    state is distinct from previous_state
    and not (previous_state is null and state in ('not_due', 'unknown', 'no_deadline'))
