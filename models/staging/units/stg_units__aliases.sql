select
    stated_unit,
    unit_before,
    unit_after,
    candidates
from {{ source('raw', 'unit_aliases') }}
