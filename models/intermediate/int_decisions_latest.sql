-- One row per record and content with the decision that counts (pipeline/reviews/standing.py).
select
    record_key,
    what,
    decision,
    old_value,
    new_value,
    decided_by,
    decided_at,
    reason,
    source_file,
    source_row,
    source_locator
from {{ ref('stg_reviews__decisions') }}
where is_standing
