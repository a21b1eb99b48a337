select
    threshold_code,
    value,
    unit,
    description_vi,
    source
from {{ ref('status_thresholds') }}
