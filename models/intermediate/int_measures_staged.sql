-- One row per linked measure with its stage: a plan and the year by which it must be reached.
-- A roadmap has several stages (its due years); an annual plan has one, its own year, whatever
-- due year a single measure names.
with targets as (
    select * from {{ ref('fct_target') }}
    where kind = 'quantitative' and indicator_code is not null
),

plans as (
    select * from {{ ref('int_plans_located') }}
),

indicators as (
    select * from {{ ref('dim_indicator') }}
)

select
    targets.target_key,
    targets.plan_code,
    targets.target_no,
    targets.measure_no,
    targets.indicator_code,
    indicators.chain_code,
    indicators.field_code,
    indicators.direction,
    targets.value,
    targets.unit,
    targets.comparator,
    targets.baseline,
    targets.due_year,
    targets.scope_level,
    targets.comparability,
    targets.comparability_notes,
    targets.lead_agency,
    plans.issuer_level,
    plans.issuer_name,
    plans.unit_code,
    plans.is_partial,
    plans.boundary_version,
    plans.province_code,
    plans.province_name,
    plans.current_province_code,
    plans.current_province_name,
    plans.is_merged,
    case
        when plans.year_from < plans.year_to then targets.due_year
        else plans.year_to
    end as stage_year,
    -- Which administrative level a number speaks of when it names none: that of its issuer.
    coalesce(
        targets.scope_level,
        case plans.issuer_level
            when 'province' then 'all'
            when 'government' then 'all'
            when 'ministry' then 'all'
            when 'department' then 'province'
            when 'office' then 'province'
            else plans.issuer_level
        end
    ) as effective_scope,
    {{ measure_family('targets.comparator') }} as measure_family,
    {{ measure_sign('targets.comparator', 'indicators.direction', 'false') }} as sign
from targets
inner join plans on targets.plan_code = plans.plan_code
inner join indicators on targets.indicator_code = indicators.indicator_code
