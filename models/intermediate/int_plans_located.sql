-- One row per plan, with the unit whose plan it is, and the boundary version and province code it
-- was issued under. A code means nothing without its version: 80 was Long An and is now Tây Ninh.
-- What a plan does not say and its unit does is taken from the unit; the rest stays null.
with stated as (
    select * from {{ ref('stg_plans__plans') }}
),

owners as (
    select * from {{ source('raw', 'plan_owners') }}
),

provinces as (
    select
        *,
        {{ fold_vietnamese('province_name') }} as folded_name
    from {{ ref('int_provinces_followed') }}
),

plans as (
    select
        stated.* exclude (issuer_level, issuer_name, province_name),
        owners.unit_code,
        owners.match_kind as owner_match,
        owners.candidates as owner_candidates,
        owners.unit_version,
        coalesce(stated.issuer_name, owners.unit_name) as issuer_name,
        coalesce(
            stated.issuer_level,
            case when owners.unit_level in {{ issuer_levels() }} then owners.unit_level end
        ) as issuer_level,
        coalesce(stated.province_name, provinces.province_name) as province_name
    from stated
    inner join owners on stated.plan_code = owners.plan_code
    left join provinces
        on
            owners.unit_version = provinces.boundary_version
            and owners.unit_province_code = provinces.province_code
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
            plans.unit_version,
            case
                when plans.issued_on >= date '2025-07-01' then '34'
                when plans.issued_on < date '2025-07-01' then '63'
                when plans.year_from < 2025 then '63'
                when plans.year_from > 2025 then '34'
            end
        ) as stated_version
    from plans
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
    versioned.* exclude (folded_name, unit_version),
    provinces.province_code,
    provinces.current_province_code,
    provinces.current_province_name,
    provinces.is_merged
from versioned
left join provinces
    on
        versioned.folded_name = provinces.folded_name
        and versioned.boundary_version = provinces.boundary_version
