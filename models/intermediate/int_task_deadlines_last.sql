-- One row per task: its last dated deadline, and what kinds of deadline it has.
with tasks as (
    select * from {{ ref('fct_task') }}
),

dues as (
    select * from {{ ref('fct_task_due') }}
)

select
    tasks.task_key,
    tasks.plan_code,
    max(dues.due_to) as due_on,
    count(dues.due_no)::integer as due_count,
    {{ sorted_list('dues.due_kind') }} as due_kinds
from tasks
left join dues on tasks.task_key = dues.task_key
group by tasks.task_key, tasks.plan_code
