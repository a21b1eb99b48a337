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

-- A name of one version only, or of a territory that no merger touched, settles the version.
names as (
    select
        folded_name,
        case when count(*) = 1 then min(boundary_version) end as only_version,
        case when not bool_or(is_merged) then '34' end as untouched_version
    from provinces
    group by folded_name
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
),

versioned as (
    select
        dated.* exclude (stated_version),
        coalesce(names.only_version, dated.stated_version, names.untouched_version)
            as boundary_version
    from dated
    left join names on dated.folded_name = names.folded_name
)

select
    versioned.* exclude (folded_name),
    provinces.province_code,
    provinces.current_province_code,
    provinces.current_province_name,
    provinces.is_merged
from versioned
left join provinces
    on
        versioned.folded_name = provinces.folded_name
        and versioned.boundary_version = provinces.boundary_version
