with tiles as (
    select * from {{ ref('province_tiles') }}
),

provinces as (
    select * from {{ ref('provinces') }}
)

select
    tiles.boundary_version,
    tiles.province_code,
    'VN' || tiles.boundary_version || '-' || tiles.province_code as unit_code,
    provinces.province_name,
    tiles.part_name,
    tiles.tile_column::integer as tile_column,
    tiles.tile_row::integer as tile_row
from tiles
inner join provinces
    on
        tiles.boundary_version = provinces.boundary_version
        and tiles.province_code = provinces.province_code
