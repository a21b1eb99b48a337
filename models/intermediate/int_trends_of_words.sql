-- One row per pair of stages and target without a number on either side: what became of it. Two
-- targets are one where their words agree; where the words allow no decision a person decides.
with pairs as (
    select * from {{ ref('int_stages_paired') }}
    where from_plan <> to_plan
),

plans as (
    select
        plan_code,
        year_from,
        year_to,
        issuer_level
    from {{ ref('int_plans_located') }}
),

thresholds as (
    select * from {{ ref('int_thresholds_pivoted') }}
),

collectives as (
    select string_agg(cue, '|') as collective_cues
    from {{ ref('collective_agencies') }}
),

decisions as (
    select
        record_key,
        decision
    from {{ ref('int_decisions_latest') }}
    where what = 'restated'
),

-- A target once, whatever numbers it has, with the year by which its plan wants it.
targets as (
    select
        targets.target_key,
        targets.record_key,
        targets.plan_code,
        targets.target_ref,
        targets.field_code,
        targets.kind,
        targets.lead_agency,
        case
            when plans.year_from < plans.year_to then coalesce(targets.due_year, plans.year_to)
            else plans.year_to
        end as stage_year,
        {{ distinct_items(split_words(fold_vietnamese('targets.target_text'), ' ')) }} as words,
        row_number() over (
            partition by targets.plan_code, targets.target_ref
            order by targets.measure_no asc nulls first
        ) as measure_turn
    from {{ ref('fct_target') }} as targets
    inner join plans on targets.plan_code = plans.plan_code
),

earlier as (
    select
        pairs.pair_key,
        pairs.to_plan,
        pairs.to_year,
        pairs.from_issuer_level,
        pairs.to_issuer_level,
        pairs.to_issuer_name,
        pairs.is_partial,
        targets.*
    from pairs
    inner join targets
        on pairs.from_plan = targets.plan_code and pairs.from_year = targets.stage_year
    where targets.kind = 'qualitative' and targets.measure_turn = 1
),

later as (
    select
        pairs.pair_key,
        pairs.is_partial,
        targets.*
    from pairs
    inner join targets on pairs.to_plan = targets.plan_code and pairs.to_year = targets.stage_year
    where targets.measure_turn = 1
),

likened as (
    select
        earlier.pair_key,
        earlier.target_key as from_target_key,
        later.target_key as to_target_key,
        later.target_ref as to_target_ref,
        later.kind as to_kind,
        {{ count_items(common_items('earlier.words', 'later.words')) }}
        / {{ count_items(distinct_items(both_lists('earlier.words', 'later.words'))) }}::double
            as likeness
    from earlier
    inner join later
        on earlier.pair_key = later.pair_key and earlier.field_code = later.field_code
),

ranked as (
    select
        *,
        row_number() over (
            partition by pair_key, from_target_key order by likeness desc, to_target_key asc
        ) as choice
    from likened
),

best as (
    select * from ranked
    where choice = 1
),

decided as (
    select
        earlier.pair_key,
        earlier.target_key as from_target_key,
        earlier.field_code,
        best.to_target_key,
        best.to_target_ref,
        best.to_kind,
        best.likeness,
        decisions.decision,
        earlier.is_partial,
        {{ remit_of('earlier.lead_agency', 'earlier.to_issuer_name', 'earlier.to_issuer_level',
            'earlier.from_issuer_level', "'all'") }} as remit,
        case
            when decisions.decision = 'accept'
                then coalesce(best.likeness >= thresholds.maybe_same_words_share, false)
            when decisions.decision = 'reject' then false
            else coalesce(best.likeness >= thresholds.same_words_share, false)
        end as is_same,
        coalesce(
            decisions.decision is null and best.likeness >= thresholds.maybe_same_words_share
            and best.likeness < thresholds.same_words_share,
            false
        ) as is_doubtful
    from earlier
    cross join thresholds
    cross join collectives
    left join best
        on earlier.pair_key = best.pair_key and earlier.target_key = best.from_target_key
    left join decisions on earlier.record_key = decisions.record_key
),

found as (
    select
        pair_key,
        field_code,
        from_target_key,
        case when is_same or is_doubtful then to_target_key end as to_target_key,
        case when is_same or is_doubtful then to_target_ref end as to_target_ref,
        case when is_same or is_doubtful then to_kind end as to_kind,
        case
            when is_same and to_kind = 'quantitative' then 'made_measurable'
            when is_same then 'kept'
            when is_doubtful then 'unclear'
            when remit = 'outside' then 'outside_remit'
            when remit = 'unknown' and decision is null then 'unclear'
            else 'not_restated'
        end as change_class,
        likeness
    from decided
    where is_same or is_doubtful or not is_partial
)

select
    pair_key,
    field_code,
    from_target_key,
    to_target_key,
    to_target_ref,
    to_kind,
    change_class,
    likeness
from found
union all
select
    later.pair_key,
    later.field_code,
    null as from_target_key,
    later.target_key as to_target_key,
    later.target_ref as to_target_ref,
    later.kind as to_kind,
    'new' as change_class,
    null as likeness
from later
anti join found
    on later.pair_key = found.pair_key and later.target_key = found.to_target_key
where later.kind = 'qualitative' and not later.is_partial
