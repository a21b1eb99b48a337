-- One row per measure of a parent plan and child plan of overlapping years: what the child makes of
-- it. A number that the parent asks of another level than the child's is not the child's to answer.
with nests as (
    select * from {{ ref('int_plans_nested') }}
),

measures as (
    select * from {{ ref('int_measures_deduplicated') }}
),

wanted as (
    select
        nests.*,
        measures.target_key as parent_target_key,
        measures.indicator_code,
        measures.chain_code,
        measures.field_code,
        measures.measure_family,
        measures.unit,
        measures.sign,
        measures.scope_level,
        measures.value as parent_value,
        measures.comparator as parent_comparator,
        case nests.child_level
            when 'department' then 'province' when 'office' then 'province'
            else nests.child_level
        end as child_scope
    from nests
    inner join measures
        on
            nests.parent_plan = measures.plan_code
            and nests.parent_year = measures.stage_year
    where
        measures.effective_scope = 'all'
        or measures.effective_scope = case nests.child_level
            when 'department' then 'province' when 'office' then 'province'
            else nests.child_level
        end
),

-- Of the child's stages the one of the same year answers; else the next, else the one before.
answered as (
    select
        wanted.*,
        measures.target_key as child_target_key,
        measures.stage_year as child_year,
        measures.value as child_value,
        measures.comparator as child_comparator,
        measures.comparability as child_comparability,
        measures.comparability_notes as child_notes,
        coalesce(wanted.indicator_code <> measures.indicator_code, false) as is_successor,
        row_number() over (
            partition by wanted.nest_key, wanted.parent_target_key
            order by
                measures.stage_year = wanted.parent_year desc,
                measures.stage_year > wanted.parent_year desc,
                abs(measures.stage_year - wanted.parent_year),
                measures.indicator_code = wanted.indicator_code desc,
                measures.effective_scope = wanted.child_scope desc,
                measures.target_key
        ) as answer_no
    from wanted
    left join measures
        on
            wanted.child_plan = measures.plan_code
            and wanted.chain_code = measures.chain_code
            and wanted.measure_family = measures.measure_family
            and wanted.unit = measures.unit
            -- What the child asks of other levels is no answer of its own.
            and measures.effective_scope in ('all', wanted.child_scope)
)

select
    nest_key,
    place_name,
    place_code,
    parent_plan,
    parent_year,
    parent_level,
    child_plan,
    child_level,
    parent_target_key,
    indicator_code,
    chain_code,
    field_code,
    measure_family,
    unit,
    sign,
    scope_level,
    parent_value,
    parent_comparator,
    child_scope,
    child_target_key,
    child_year,
    child_value,
    child_comparator,
    child_comparability,
    child_notes,
    is_successor,
    case
        when child_target_key is null then 'missing'
        -- A child that is on its way to a later deadline of its parent asks for less by design.
        when child_year < parent_year and sign * (child_value - parent_value) < 0 then 'step'
        when sign * (child_value - parent_value) < 0 then 'softer'
        when child_year > parent_year and child_value = parent_value then 'later'
        when sign * (child_value - parent_value) > 0 then 'stricter'
        else 'present'
    end as cascade_class,
    {{ ambition_change('parent_value', 'child_value', 'sign') }} as ambition_points
from answered
where answer_no = 1
