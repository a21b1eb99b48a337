select
    task_key,
    due_no,
    due_kind,
    due_value,
    due_from,
    due_to,
    due_note
from {{ ref('stg_plans__task_dues') }}
-- A task that an analyst struck out takes with it what hangs on it.
where task_key in (select task_key from {{ ref('fct_task') }})
