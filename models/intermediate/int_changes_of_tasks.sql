-- One row per change of the state of a task: the difference of two neighbouring stretches, so that
-- the changes between two days add up to the difference of their states.
with shown as (
    select * from {{ ref('mart_task_shown') }}
),

states as (
    select * from {{ ref('mart_task_status') }}
),

groups as (
    select
        status_code,
        group_code
    from {{ ref('statuses') }}
    where subject = 'task'
)

select
    case
        -- "Done on time" that is found to be "done late" is no second completion.
        when groups.group_code = 'done' and earlier_groups.group_code <> 'done' then 'done'
        when later.state = 'late' then 'became_late'
        else 'status_changed'
    end as change_kind,
    later.task_key,
    later.plan_code,
    later.reported_on as as_of_date,
    shown.known_from as known_on,
    shown.includes_simulated,
    later.is_simulated,
    later.known_because,
    earlier.state as before_status,
    later.state as after_status,
    later.source_file,
    later.source_locator
from shown
inner join states as later on shown.task_status_key = later.task_status_key
inner join states as earlier on shown.before_key = earlier.task_status_key
inner join groups on later.state = groups.status_code
inner join groups as earlier_groups on earlier.state = earlier_groups.status_code
where later.state <> earlier.state
