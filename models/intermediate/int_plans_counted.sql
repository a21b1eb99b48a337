-- One row per plan: what it declares it contains against what was found in it.
with plans as (
    select * from {{ ref('dim_plan') }}
),

targets as (
    select
        plan_code,
        -- The sentence of the body that lists focus targets is no numbered target.
        count(distinct target_ref) filter (
            where try_cast(target_ref as integer) is not null
        )::integer as numbered_targets,
        count(distinct target_ref)::integer as found_targets,
        count(measure_no)::integer as found_measures,
        max(try_cast(target_ref as integer)) as last_target_number
    from {{ ref('fct_target') }}
    group by plan_code
),

tasks as (
    select
        plan_code,
        count(*)::integer as found_tasks
    from {{ ref('fct_task') }}
    group by plan_code
)

select
    plans.plan_code,
    plans.source_file,
    plans.document_places,
    plans.declared_targets,
    coalesce(targets.numbered_targets, 0) as numbered_targets,
    coalesce(targets.found_targets, 0) as found_targets,
    coalesce(targets.found_measures, 0) as found_measures,
    targets.last_target_number,
    plans.declared_tasks,
    coalesce(tasks.found_tasks, 0) as found_tasks
from plans
left join targets on plans.plan_code = targets.plan_code
left join tasks on plans.plan_code = tasks.plan_code
