select
    plan_code,
    source_file,
    passage_text,
    place,
    starts_at,
    ends_at,
    reason,
    is_settled,
    decision,
    decided_by,
    decided_at
from {{ ref('int_passages_settled') }}
