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
        stated.plan_code,
        stated.plan_title,
        stated.doc_no,
        stated.issued_on,
        stated.stated_unit_code,
        stated.year_from,
        stated.year_to,
        stated.replaces_doc_no,
        stated.amends_doc_no,
        stated.declared_fields,
        stated.declared_targets,
        stated.declared_tasks,
        stated.is_partial,
        stated.source_document,
        stated.notes,
        stated.document_places,
        stated.source_kind,
        stated.source_file,
        stated.source_sha256,
        stated.source_locator,
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
        dated.plan_code,
        dated.plan_title,
        dated.doc_no,
        dated.issued_on,
        dated.stated_unit_code,
        dated.year_from,
        dated.year_to,
        dated.replaces_doc_no,
        dated.amends_doc_no,
        dated.declared_fields,
        dated.declared_targets,
        dated.declared_tasks,
        dated.is_partial,
        dated.source_document,
        dated.notes,
        dated.document_places,
        dated.source_kind,
        dated.source_file,
        dated.source_sha256,
        dated.source_locator,
        dated.unit_code,
        dated.owner_match,
        dated.owner_candidates,
        dated.unit_version,
        dated.issuer_name,
        dated.issuer_level,
        dated.province_name,
        dated.folded_name,
        coalesce(names.only_version, dated.stated_version, names.untouched_version)
            as boundary_version
    from dated
    left join names on dated.folded_name = names.folded_name
)

select
    versioned.plan_code,
    versioned.plan_title,
    versioned.doc_no,
    versioned.issued_on,
    versioned.stated_unit_code,
    versioned.year_from,
    versioned.year_to,
    versioned.replaces_doc_no,
    versioned.amends_doc_no,
    versioned.declared_fields,
    versioned.declared_targets,
    versioned.declared_tasks,
    versioned.is_partial,
    versioned.source_document,
    versioned.notes,
    versioned.document_places,
    versioned.source_kind,
    versioned.source_file,
    versioned.source_sha256,
    versioned.source_locator,
    versioned.unit_code,
    versioned.owner_match,
    versioned.owner_candidates,
    versioned.issuer_name,
    versioned.issuer_level,
    versioned.province_name,
    versioned.boundary_version,
    provinces.province_code,
    provinces.current_province_code,
    provinces.current_province_name,
    provinces.is_merged
from versioned
left join provinces
    on
        versioned.folded_name = provinces.folded_name
        and versioned.boundary_version = provinces.boundary_version
