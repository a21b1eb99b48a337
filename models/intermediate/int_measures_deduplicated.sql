-- One row per plan, stage, indicator and level: a number that a plan states in two places is one
-- demand in a comparison. The place that stands first in the plan speaks for it.
with measures as (
    select * from {{ ref('int_measures_staged') }}
),

counted as (
    select
        plan_code,
        stage_year,
        indicator_code,
        effective_scope,
        measure_family,
        list(target_key order by target_no, measure_no) as target_keys,
        count(distinct value) > 1 as has_conflict
    from measures
    group by all
)

select
    measures.* exclude (target_no, measure_no),
    counted.target_keys,
    counted.has_conflict
from measures
inner join counted
    using (plan_code, stage_year, indicator_code, effective_scope, measure_family)
where measures.target_key = counted.target_keys[1]
