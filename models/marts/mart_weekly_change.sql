with changes as (
    select
        'target' as subject,
        change_kind,
        target_key,
        plan_code,
        unit_code,
        indicator_code,
        as_of_date,
        known_on,
        includes_simulated,
        is_simulated,
        known_because,
        before_value,
        after_value,
        before_status,
        after_status,
        progress_key,
        corrected_key,
        source_file,
        source_locator,
        null::string as task_key
    from {{ ref('int_changes_of_targets') }}
    union all
    select
        'task' as subject,
        change_kind,
        null::string as target_key,
        plan_code,
        null::string as unit_code,
        null::string as indicator_code,
        as_of_date,
        known_on,
        includes_simulated,
        is_simulated,
        known_because,
        null::double as before_value,
        null::double as after_value,
        before_status,
        after_status,
        null::string as progress_key,
        null::string as corrected_key,
        source_file,
        source_locator,
        task_key
    from {{ ref('int_changes_of_tasks') }}
),

plans as (
    select
        plan_code,
        unit_code
    from {{ ref('dim_plan') }}
),

targets as (
    select
        target_key,
        field_code
    from {{ ref('fct_target') }}
),

tasks as (
    select
        task_key,
        field_code,
        lead_agency
    from {{ ref('fct_task') }}
)

select
    concat_ws(
        '|', changes.change_kind, changes.subject,
        coalesce(changes.target_key, changes.task_key), changes.as_of_date, changes.known_on,
        case when changes.is_simulated then 'simulated' else 'real' end,
        case when changes.includes_simulated then 'all' else 'real' end,
        -- Quarter 2 and the first half end on one day.
        case when changes.change_kind = 'corrected' then changes.progress_key end
    ) as change_key,
    changes.change_kind,
    changes.subject,
    changes.plan_code,
    plans.unit_code,
    coalesce(targets.field_code, tasks.field_code) as field_code,
    changes.indicator_code,
    changes.target_key,
    changes.task_key,
    tasks.lead_agency,
    changes.as_of_date,
    changes.known_on,
    changes.includes_simulated,
    changes.is_simulated,
    changes.known_because,
    changes.before_value,
    changes.after_value,
    changes.before_status,
    changes.after_status,
    changes.progress_key,
    changes.corrected_key,
    changes.source_file,
    changes.source_locator
from changes
inner join plans on changes.plan_code = plans.plan_code
left join targets on changes.target_key = targets.target_key
left join tasks on changes.task_key = tasks.task_key
