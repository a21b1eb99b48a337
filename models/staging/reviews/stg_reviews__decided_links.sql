select
    record_key,
    indicator_code,
    comparability,
    comparability_notes
from {{ source('raw', 'decided_links') }}
