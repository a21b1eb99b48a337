select
    record_key,
    what,
    decision,
    old_value,
    nullif(trim(new_value), '') as new_value,
    decided_by,
    decided_at,
    reason,
    is_standing,
    file_path as source_file,
    source_row::integer as source_row,
    source_locator
from {{ source('raw', 'review_decisions') }}
