-- What a screen shows of a task: of real reports alone, or with simulated ones where no real report
-- is known. A real report always beats a simulated one.
with states as (
    select
        task_key,
        plan_code,
        task_status_key,
        is_simulated,
        is_answer,
        known_from,
        known_until
    from {{ ref('mart_task_status') }}
),

days as (
    select distinct
        task_key,
        known_from
    from states
),

chosen as (
    select
        days.task_key,
        days.known_from,
        any_value(states.plan_code) as plan_code,
        {{ latest_by('states.task_status_key',
            'row(states.is_answer, not states.is_simulated)') }} as task_status_key
    from days
    inner join states
        on
            days.task_key = states.task_key
            and days.known_from >= states.known_from
            and (states.known_until is null or days.known_from < states.known_until)
    group by days.task_key, days.known_from
),

views as (
    select
        task_key,
        plan_code,
        false as includes_simulated,
        known_from,
        task_status_key
    from states
    where not is_simulated
    union all
    select
        task_key,
        plan_code,
        true as includes_simulated,
        known_from,
        task_status_key
    from chosen
),

changed as (
    select
        *,
        lag(task_status_key) over (
            partition by task_key, includes_simulated order by known_from
        ) as before_key
    from views
    qualify task_status_key is distinct from lag(task_status_key) over (
        partition by task_key, includes_simulated order by known_from
    )
)

select
    concat_ws(
        '@', task_key, known_from, case when includes_simulated then 'all' else 'real' end
    ) as shown_key,
    task_key,
    plan_code,
    includes_simulated,
    known_from,
    lead(known_from) over (
        partition by task_key, includes_simulated order by known_from
    ) as known_until,
    task_status_key,
    before_key
from changed
