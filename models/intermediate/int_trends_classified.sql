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
        earlier.baseline <> later.baseline as is_other_baseline,
        (earlier.baseline is null) <> (later.baseline is null) as is_one_baseline_unknown,
        earlier.measure_family <> 'level' as is_change_target,
        earlier.comparability as from_comparability,
        later.comparability as to_comparability,
        earlier.comparability_note as from_note,
        later.comparability_note as to_note,
        coalesce(later.sign, earlier.sign) as sign
    from matched
    inner join pairs on matched.pair_key = pairs.pair_key
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
        when is_pair and sign * (to_value - from_value) > 0 then 'raised'
        when is_pair and sign * (to_value - from_value) < 0 then 'lowered'
        when is_pair then 'kept'
        when to_value is null and is_named_later then 'not_comparable'
        when from_value is null and is_named_earlier then 'not_comparable'
        when to_value is null then 'dropped'
        else 'new'
    end as change_class
from joined
