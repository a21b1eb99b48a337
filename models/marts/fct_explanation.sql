-- One row per step of an explanation, as written.
with tasks as (
    select
        task_key,
        plan_code,
        record_key
    from {{ ref('fct_task') }}
),

targets as (
    select
        target_key,
        plan_code,
        record_key
    from {{ ref('fct_target') }}
)

select
    steps.record_key,
    coalesce(tasks.plan_code, targets.plan_code) as plan_code,
    tasks.task_key,
    targets.target_key,
    steps.request_no::integer as request_no,
    steps.step,
    nullif(trim(steps.agency), '') as agency,
    steps.answer_due_on,
    steps.new_due_on,
    nullif(trim(steps.note), '') as note,
    steps.written_by,
    steps.written_at,
    steps.is_standing,
    steps.fault,
    steps.file_path as source_file,
    steps.source_row::integer as source_row,
    steps.source_locator
from {{ source('raw', 'explanations') }} as steps
left join tasks on steps.record_key = tasks.record_key
left join targets on steps.record_key = targets.record_key
