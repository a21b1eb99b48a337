select
    {{ plan_item_key('plan_code', 'task_ref') }} as task_key,
    due_no::integer as due_no,
    due_kind,
    due_value,
    due_from,
    due_to,
    due_note
from {{ source('raw', 'task_dues') }}
