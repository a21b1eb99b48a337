-- One row per plan, stage, indicator and level: a number that a plan states in two places is one
-- demand in a comparison. The place that stands first in the plan speaks for it.
with followed as (
    select * from {{ ref('int_plans_followed') }}
    where relation = 'amends'
),

-- An amendment speaks for the plan that it amends.
roots as (
    select
        followed.to_plan as plan_code,
        min(followed.from_plan) as root_plan
    from followed
    anti join followed as amending on followed.from_plan = amending.to_plan
    group by followed.to_plan
),

-- What a later version took the place of is no demand any more.
ended as (
    select distinct from_key as target_key
    from {{ ref('int_records_versioned') }}
    where subject = 'target' and from_key is not null
),

measures as (
    select
        measures.target_key,
        plans.plan_code,
        measures.indicator_code,
        measures.chain_code,
        measures.field_code,
        measures.direction,
        measures.value,
        measures.unit,
        measures.comparator,
        measures.baseline,
        measures.due_year,
        measures.scope_level,
        measures.comparability,
        measures.comparability_notes,
        measures.lead_agency,
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
        measures.stage_year,
        measures.effective_scope,
        measures.measure_family,
        measures.sign,
        measures.target_no,
        measures.measure_no
    from {{ ref('int_measures_staged') }} as measures
    anti join ended on measures.target_key = ended.target_key
    left join roots on measures.plan_code = roots.plan_code
    inner join {{ ref('int_plans_located') }} as plans
        on coalesce(roots.root_plan, measures.plan_code) = plans.plan_code
),

counted as (
    select
        plan_code,
        stage_year,
        indicator_code,
        effective_scope,
        measure_family,
        {{ list_in_order('target_key', 'target_no, measure_no') }} as target_keys,
        count(distinct value) > 1 as has_conflict
    from measures
    group by plan_code, stage_year, indicator_code, effective_scope, measure_family
)

select
    measures.target_key,
    measures.plan_code,
    measures.indicator_code,
    measures.chain_code,
    measures.field_code,
    measures.direction,
    measures.value,
    measures.unit,
    measures.comparator,
    measures.baseline,
    measures.due_year,
    measures.scope_level,
    measures.comparability,
    measures.comparability_notes,
    measures.lead_agency,
    measures.issuer_level,
    measures.issuer_name,
    measures.unit_code,
    measures.is_partial,
    measures.boundary_version,
    measures.province_code,
    measures.province_name,
    measures.current_province_code,
    measures.current_province_name,
    measures.is_merged,
    measures.stage_year,
    measures.effective_scope,
    measures.measure_family,
    measures.sign,
    counted.target_keys,
    counted.has_conflict
from measures
inner join counted
    on
        measures.plan_code = counted.plan_code
        and measures.stage_year is not distinct from counted.stage_year
        and measures.indicator_code = counted.indicator_code
        and measures.effective_scope = counted.effective_scope
        and measures.measure_family = counted.measure_family
where measures.target_key = {{ list_item('counted.target_keys', 1) }}
