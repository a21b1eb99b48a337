select
    plan_code,
    unit_code,
    match_kind,
    candidates,
    unit_level,
    unit_version,
    unit_province_code,
    unit_name
from {{ source('raw', 'plan_owners') }}
