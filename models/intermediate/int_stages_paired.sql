-- One row per boundary frame, place and pair of stages, the earlier one first. Where places are
-- followed across a merger, a plan answers only for what the same unit or its legal predecessor
-- promised: two plans of two former provinces are no pair.
with stages as (
    -- A stage is the year by which a plan demands something.
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
),

units as (
    select
        unit_code,
        successor_unit_code
    from {{ ref('int_units_listed') }}
),

followed as (
    select
        stages.*,
        -- Departments and offices of a merged province go on as those of the new one.
        coalesce(
            units.successor_unit_code,
            {{ unit_of_today('stages.unit_code', 'stages.current_province_code') }}
        ) as lineage_code
    from stages
    left join units on stages.unit_code = units.unit_code
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
    later.issuer_name as to_issuer_name,
    coalesce(earlier.is_partial or later.is_partial, false) as is_partial,
    -- The territory is not the same on both sides: only possible where places are followed.
    (earlier.is_merged or later.is_merged)
    and (
        earlier.boundary_version <> later.boundary_version
        or earlier.province_code <> later.province_code
    ) as crosses_boundary
from followed as earlier
inner join followed as later
    on
        earlier.boundary_frame = later.boundary_frame
        and earlier.place_code = later.place_code
        and earlier.stage_year < later.stage_year
        and (
            (
                earlier.boundary_version = later.boundary_version
                and earlier.province_code = later.province_code
            )
            or (
                earlier.boundary_version <> later.boundary_version
                and earlier.lineage_code = later.lineage_code
            )
            or (not earlier.is_merged and not later.is_merged)
        )
