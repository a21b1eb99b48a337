-- One row per plan, with the boundary version and province code it was issued under.
-- A code means nothing without its version: 80 was Long An and is now Tây Ninh.
with plans as (
    select * from {{ ref('stg_plans__plans') }}
),

provinces as (
    select
        *,
        {{ fold_vietnamese('province_name') }} as folded_name
    from {{ ref('int_provinces_followed') }}
),

units as (
    select
        unit_code,
        boundary_version
    from {{ ref('units') }}
    union all
    select
        'VN' || boundary_version || '-' || province_code as unit_code,
        boundary_version
    from {{ ref('provinces') }}
),

versions as (
    select
        folded_name,
        min(boundary_version) as only_version
    from provinces
    group by folded_name
    having count(*) = 1
),

dated as (
    select
        plans.*,
        {{ fold_vietnamese('plans.province_name') }} as folded_name,
        coalesce(
            units.boundary_version,
            case
                when plans.issued_on >= date '2025-07-01' then '34'
                when plans.issued_on < date '2025-07-01' then '63'
                when plans.year_from < 2025 then '63'
                when plans.year_from > 2025 then '34'
            end
        ) as stated_version
    from plans
    left join units on plans.unit_code = units.unit_code
)

select
    dated.* exclude (folded_name, stated_version),
    provinces.province_code,
    provinces.current_province_code,
    provinces.current_province_name,
    provinces.is_merged,
    coalesce(versions.only_version, dated.stated_version) as boundary_version
from dated
left join versions on dated.folded_name = versions.folded_name
left join provinces
    on
        dated.folded_name = provinces.folded_name
        and coalesce(versions.only_version, dated.stated_version) = provinces.boundary_version
