-- One row per province of either boundary version, followed to the province it belongs to today.
with provinces as (
    select * from {{ ref('provinces') }}
),

lineage as (
    select * from {{ ref('province_lineage') }}
),

todays as (
    select
        current_province_code,
        bool_or(change_kind = 'merged') as is_merged
    from lineage
    group by current_province_code
)

select
    provinces.boundary_version,
    provinces.province_code,
    provinces.province_name,
    provinces.province_type,
    provinces.valid_from,
    provinces.valid_to,
    case
        when provinces.boundary_version = '34' then provinces.province_code
        else lineage.current_province_code
    end as current_province_code,
    case
        when provinces.boundary_version = '34' then provinces.province_name
        else lineage.current_province_name
    end as current_province_name,
    case
        when provinces.boundary_version = '34' then todays.is_merged
        else lineage.change_kind = 'merged'
    end as is_merged
from provinces
left join lineage
    on
        provinces.boundary_version = '63'
        and provinces.province_code = lineage.old_province_code
left join todays
    on
        provinces.boundary_version = '34'
        and provinces.province_code = todays.current_province_code
