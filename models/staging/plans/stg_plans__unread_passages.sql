select
    plan_code,
    passage_text,
    starts_at::integer as starts_at,
    ends_at::integer as ends_at,
    source_locator as place,
    reason,
    file_path as source_file
from {{ source('raw', 'unread_passages') }}
