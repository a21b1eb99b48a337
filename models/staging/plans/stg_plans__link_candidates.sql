select
    {{ plan_item_key('plan_code', 'target_ref', 'measure_no') }} as target_key,
    candidate_no::integer as candidate_no,
    indicator_code,
    score,
    is_certain,
    reasons
from {{ source('raw', 'link_candidates') }}
