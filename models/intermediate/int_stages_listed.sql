-- One row per boundary frame, place, plan and stage (the year by which a plan demands something).
select distinct
    boundary_frame,
    place_code,
    place_name,
    plan_code,
    stage_year,
    issuer_level,
    issuer_name,
    unit_code,
    is_partial,
    boundary_version,
    province_code,
    current_province_code,
    is_merged
from {{ ref('int_measures_framed') }}
