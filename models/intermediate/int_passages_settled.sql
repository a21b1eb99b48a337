-- One row per unread stretch of a document; whether decisions settle it is told by
-- pipeline/reviews/passages.py.
select distinct
    plan_code,
    passage_text,
    starts_at::integer as starts_at,
    ends_at::integer as ends_at,
    source_locator as place,
    reason,
    coalesce(is_settled, false) as is_settled,
    decision,
    decided_by,
    decided_at,
    file_path as source_file
from {{ source('raw', 'unread_passages') }}
