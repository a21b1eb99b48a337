-- One row per number that its plan states in an earlier place as well (in the appendix and in the
-- text, say): the same indicator, level, year and demand. The first place counts for all.
with measures as (
    select * from {{ ref('int_measures_staged') }}
),

numbered as (
    select
        target_key,
        first_value(target_key) over demands as repeats_target_key
    from measures
    window
        demands as (
            partition by
                plan_code, indicator_code, effective_scope, due_year, measure_family, sign, unit,
                value
            order by target_no, measure_no, target_key
        )
)

select *
from numbered
where target_key <> repeats_target_key
