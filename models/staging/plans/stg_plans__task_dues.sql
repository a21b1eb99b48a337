select
    {{ plan_item_key('plan_code', 'task_ref') }} as task_key,
    due_no::integer as due_no,
    due_kind,
    due_value,
    due_from,
    due_to,
    due_note,
    due_months,
    due_day::integer as due_day,
    is_assumed
from {{ source('raw', 'task_dues') }}
