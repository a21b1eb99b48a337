-- One row per unit: what an office lists beats our seed, the seed beats what a plan implies.
with provinces as (
    select * from {{ ref('int_provinces_followed') }}
),

listed as (
    select
        unit_code,
        unit_name,
        unit_kind,
        boundary_version,
        province_code,
        parent_unit_code,
        valid_from,
        valid_to,
        successor_unit_code,
        note,
        1 as priority
    from {{ source('raw', 'units') }}
    union all
    select
        unit_code,
        unit_name,
        unit_kind,
        boundary_version,
        province_code,
        parent_unit_code,
        valid_from,
        valid_to,
        successor_unit_code,
        note,
        2 as priority
    from {{ ref('units') }}
    union all
    select
        'VN' || boundary_version || '-' || province_code as unit_code,
        province_type || ' ' || province_name as unit_name,
        'province' as unit_kind,
        boundary_version,
        province_code,
        'VN' as parent_unit_code,
        valid_from,
        valid_to,
        case
            when boundary_version = '63' then 'VN34-' || current_province_code
        end as successor_unit_code,
        null::string as note,
        2 as priority
    from provinces
    union all
    select
        unit_code,
        coalesce(issuer_name, unit_code) as unit_name,
        coalesce(issuer_level, 'unknown') as unit_kind,
        boundary_version,
        province_code,
        'VN' || boundary_version || '-' || province_code as parent_unit_code,
        null::date as valid_from,
        null::date as valid_to,
        null::string as successor_unit_code,
        'lấy từ kế hoạch ' || plan_code as note,
        3 as priority
    from {{ ref('int_plans_located') }}
    -- A unit that a plan states and no list has; who is only guessed at gets no unit.
    where owner_match = 'stated'
),

ranked as (
    select
        *,
        row_number() over (partition by unit_code order by priority, unit_name, note) as choice
    from listed
),

chosen as (
    select * from ranked
    where choice = 1
)

select
    chosen.unit_code,
    chosen.unit_name,
    chosen.unit_kind,
    chosen.boundary_version,
    chosen.province_code,
    chosen.valid_from,
    chosen.valid_to,
    chosen.note,
    -- A unit named above or after this one must exist; a name nobody knows is a finding.
    parents.unit_code as parent_unit_code,
    successors.unit_code as successor_unit_code,
    chosen.parent_unit_code as stated_parent_unit_code,
    chosen.successor_unit_code as stated_successor_unit_code
from chosen
left join chosen as parents on chosen.parent_unit_code = parents.unit_code
left join chosen as successors on chosen.successor_unit_code = successors.unit_code
