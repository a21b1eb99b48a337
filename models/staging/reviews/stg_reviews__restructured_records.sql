select
    plan_code,
    record_key,
    what,
    decision,
    new_value,
    outcome,
    fault,
    retired_keys,
    retired_refs,
    made_refs,
    decided_by,
    decided_at,
    file_path as source_file,
    source_locator
from {{ source('raw', 'restructured_records') }}
