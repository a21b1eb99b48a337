-- One row per matched pair of measures or unmatched measure, with how the demand changed.
with matched as (
    select * from {{ ref('int_measures_matched') }}
),

pairs as (
    select * from {{ ref('int_stages_paired') }}
),

measures as (
    select * from {{ ref('int_measures_deduplicated') }}
),

collectives as (
    select string_agg(cue, '|') as collective_cues
    from {{ ref('collective_agencies') }}
),

joined as (
    select
        pairs.*,
        matched.chain_code,
        matched.is_named_earlier,
        matched.is_named_later,
        earlier.target_key as from_target_key,
        later.target_key as to_target_key,
        coalesce(later.indicator_code, earlier.indicator_code) as indicator_code,
        coalesce(later.field_code, earlier.field_code) as field_code,
        coalesce(later.unit, earlier.unit) as unit,
        earlier.value as from_value,
        later.value as to_value,
        earlier.comparator as from_comparator,
        later.comparator as to_comparator,
        earlier.effective_scope as from_scope,
        later.effective_scope as to_scope,
        earlier.target_key is not null and later.target_key is not null as is_pair,
        (earlier.unit is distinct from later.unit) as is_other_unit,
        (earlier.indicator_code is distinct from later.indicator_code) as is_successor,
        pairs.from_plan = pairs.to_plan as is_roadmap,
        {{ remit_of('earlier.lead_agency', 'pairs.to_issuer_name', 'pairs.to_issuer_level',
            'pairs.from_issuer_level', 'earlier.effective_scope') }} as remit,
        earlier.baseline <> later.baseline as is_other_baseline,
        (earlier.baseline is null) <> (later.baseline is null) as is_one_baseline_unknown,
        earlier.measure_family <> 'level' as is_change_target,
        earlier.comparability as from_comparability,
        later.comparability as to_comparability,
        earlier.comparability_notes as from_notes,
        later.comparability_notes as to_notes,
        coalesce(later.sign, earlier.sign) as sign
    from matched
    inner join pairs on matched.pair_key = pairs.pair_key
    cross join collectives
    left join measures as earlier on matched.from_target_key = earlier.target_key
    left join measures as later on matched.to_target_key = later.target_key
)

select
    *,
    {{ ambition_change('from_value', 'to_value', 'sign') }} as ambition_points,
    case
        when not is_pair then null
        when
            is_successor or from_comparability = 'definition' or to_comparability = 'definition'
            or (is_change_target and is_other_baseline)
            then 'definition'
        when from_issuer_level <> to_issuer_level or from_scope <> to_scope then 'level'
        when from_comparability = 'wording' or to_comparability = 'wording' then 'wording'
        else 'same'
    end as comparability,
    case
        when is_pair and is_other_unit then 'not_comparable'
        -- Another definition: more or less of it says nothing of ambition.
        when is_pair and is_successor then 'replaced'
        when is_pair and sign * (to_value - from_value) > 0 then 'raised'
        when is_pair and sign * (to_value - from_value) < 0 then 'lowered'
        when is_pair then 'kept'
        when from_value is null and is_named_earlier then 'not_comparable'
        when from_value is null then 'new'
        when is_roadmap then 'not_restated'
        -- Districts ended on 1 July 2025: what was asked of them ended with them.
        when from_scope = 'district' and to_year >= 2025 then 'level_ended'
        when is_named_later and remit <> 'outside' then 'not_comparable'
        when remit = 'outside' then 'outside_remit'
        when remit = 'unknown' then 'unclear'
        else 'not_restated'
    end as change_class
from joined
-- What is known in part leaves out what it leaves out: nothing follows from it.
where not (is_partial and (from_value is null or to_value is null))
