with units as (
    select * from {{ ref('int_units_listed') }}
),

provinces as (
    select * from {{ ref('int_provinces_followed') }}
)

select
    units.unit_code,
    units.unit_name,
    units.unit_kind,
    units.boundary_version,
    units.province_code,
    provinces.province_name,
    provinces.current_province_code,
    provinces.current_province_name,
    units.parent_unit_code,
    units.valid_from,
    units.valid_to,
    units.successor_unit_code,
    units.note
from units
left join provinces
    on
        units.boundary_version = provinces.boundary_version
        and units.province_code = provinces.province_code
