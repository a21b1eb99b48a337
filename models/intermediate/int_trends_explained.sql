-- One row per row of int_trends_classified, with what is known besides the two plans: that a number
-- had been met when it ended, that a promise in words was given a number, that somebody decided.
with trends as (
    select * from {{ ref('int_trends_classified') }}
),

ranked as (
    select
        *,
        row_number() over (
            partition by pair_key, to_target_ref order by likeness desc, from_target_key asc
        ) as choice
    from {{ ref('int_trends_of_words') }}
    where change_class = 'made_measurable'
),

-- Two promises in words that became one number: the nearer one.
measured as (
    select * from ranked
    where choice = 1
),

targets as (
    select
        target_key,
        record_key,
        plan_code,
        target_ref
    from {{ ref('fct_target') }}
),

decisions as (
    select
        record_key,
        decision
    from {{ ref('int_decisions_latest') }}
    where what = 'restated'
),

-- Verdicts that stand for good, from real figures only.
ended as (
    select
        target_key,
        {{ latest_by('status', 'known_from') }} = 'met' as was_met
    from {{ ref('int_attainment_judged') }}
    where not is_simulated and is_past_due and not is_yearly_deadline
    group by target_key
)

select
    trends.pair_key,
    trends.boundary_frame,
    trends.place_code,
    trends.place_name,
    trends.from_plan,
    trends.to_plan,
    trends.from_year,
    trends.to_year,
    trends.from_issuer_level,
    trends.to_issuer_level,
    trends.to_issuer_name,
    trends.is_partial,
    trends.crosses_boundary,
    trends.chain_code,
    trends.is_named_earlier,
    trends.is_named_later,
    trends.to_target_key,
    trends.indicator_code,
    trends.field_code,
    trends.unit,
    trends.from_value,
    trends.to_value,
    trends.from_comparator,
    trends.to_comparator,
    trends.from_scope,
    trends.to_scope,
    trends.is_pair,
    trends.is_other_unit,
    trends.is_successor,
    trends.is_roadmap,
    trends.remit,
    trends.is_other_baseline,
    trends.is_one_baseline_unknown,
    trends.is_change_target,
    trends.from_comparability,
    trends.to_comparability,
    trends.from_notes,
    trends.to_notes,
    trends.sign,
    trends.ambition_points,
    trends.comparability,
    later.target_ref as to_target_ref,
    coalesce(
        trends.from_target_key,
        case when trends.change_class = 'new' then measured.from_target_key end
    ) as from_target_key,
    case
        when trends.change_class = 'new' and measured.from_target_key is not null
            then 'made_measurable'
        when trends.change_class = 'unclear' and decisions.decision = 'reject'
            then case when ended.was_met then 'met_and_ended' else 'not_restated' end
        when trends.change_class = 'not_restated' and not trends.is_roadmap and ended.was_met
            then 'met_and_ended'
        else trends.change_class
    end as change_class
from trends
left join targets as later on trends.to_target_key = later.target_key
left join measured
    on
        trends.pair_key = measured.pair_key
        and trends.change_class = 'new'
        and later.target_ref = measured.to_target_ref
left join targets as earlier on trends.from_target_key = earlier.target_key
left join decisions on earlier.record_key = decisions.record_key
left join ended on trends.from_target_key = ended.target_key
