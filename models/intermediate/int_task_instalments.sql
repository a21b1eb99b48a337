-- One row per task and day on which something of it falls due, in order. A deadline that hangs on
-- a condition is none yet.
with dues as (
    select
        task_key,
        due_to as due_on,
        bool_and(is_assumed) as is_assumed
    from {{ ref('fct_task_due') }}
    where due_to is not null and not is_conditional
    group by task_key, due_to
)

select
    task_key,
    due_on,
    is_assumed,
    row_number() over days as instalment_no,
    count(*) over (partition by task_key) as instalment_count,
    coalesce(lag(due_on) over days, date '1900-01-01') as previous_due_on,
    lead(due_on) over days as next_due_on
from dues
window days as (partition by task_key order by due_on)
