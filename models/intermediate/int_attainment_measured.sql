-- One row per row of int_attainment_inputs, with the numbers of docs/method.md.
with inputs as (
    select * from {{ ref('int_attainment_inputs') }}
),

signed as (
    select
        *,
        {{ measure_sign('comparator', 'direction', 'is_level_cut') }} as sign,
        {{ effective_target('target_value', 'baseline_value', 'is_level_cut') }} as target
    from inputs
),

timed as (
    select
        *,
        {{ elapsed_share('as_of_date', 'coalesce(baseline_date, starts_on)', 'due_on') }}
            as elapsed,
        {{ is_maintain_rule('target', 'baseline_value', 'sign') }} as is_maintain_rule
    from signed
)

select
    *,
    {{ is_met('actual', 'target', 'sign') }} as met,
    {{ gap_points('actual', 'target', 'sign') }} as gap_points,
    {{ attainment_pct('actual', 'target', 'baseline_value', 'sign') }} as attainment_pct,
    case
        when path = 'level' or is_maintain_rule then target
        when actual is not null then {{ expected_value('target', 'baseline_value', 'elapsed') }}
    end as expected_now,
    case
        when path <> 'level' and not is_maintain_rule
            then {{ pace_ratio('actual', 'target', 'baseline_value', 'elapsed') }}
    end as required_rate_ratio,
    case
        when path <> 'level' and not is_maintain_rule
            then {{ compound_pace_ratio('actual', 'target', 'baseline_value', 'elapsed') }}
    end as compound_rate_ratio,
    {{ days_between('as_of_date', 'due_on') }} as days_left
from timed
