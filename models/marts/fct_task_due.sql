select
    task_key,
    due_no,
    due_kind,
    due_value,
    due_from,
    due_to,
    due_note
from {{ ref('stg_plans__task_dues') }}
