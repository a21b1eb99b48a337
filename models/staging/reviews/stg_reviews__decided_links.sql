select
    record_key,
    indicator_code,
    comparability,
    comparability_note
from {{ source('raw', 'decided_links') }}
