-- One row per boundary frame, place and pair of stages, the earlier one first.
with stages as (
    select * from {{ ref('int_stages_listed') }}
)

select
    concat_ws(
        '|', earlier.boundary_frame, earlier.place_code, earlier.plan_code, earlier.stage_year,
        later.plan_code, later.stage_year
    ) as pair_key,
    earlier.boundary_frame,
    earlier.place_code,
    earlier.place_name,
    earlier.plan_code as from_plan,
    later.plan_code as to_plan,
    earlier.stage_year as from_year,
    later.stage_year as to_year,
    earlier.issuer_level as from_issuer_level,
    later.issuer_level as to_issuer_level,
    -- The territory is not the same on both sides: only possible where places are followed.
    (earlier.is_merged or later.is_merged)
    and (
        earlier.boundary_version <> later.boundary_version
        or earlier.province_code <> later.province_code
    ) as crosses_boundary
from stages as earlier
inner join stages as later
    on
        earlier.boundary_frame = later.boundary_frame
        and earlier.place_code = later.place_code
        and earlier.stage_year < later.stage_year
