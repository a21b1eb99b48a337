with judged as (
    select * from {{ ref('int_attainment_judged') }}
),

repeated as (
    select * from {{ ref('int_targets_repeated') }}
),

statuses as (
    select
        status_code,
        is_assessed
    from {{ ref('statuses') }}
    where subject = 'target'
),

-- The hardest demand that an earlier plan of the same place made of the same indicator.
earlier_demands as (
    select
        to_target_key as target_key,
        {{ any_of('sign') }} as sign,
        max(sign * from_value) as strictest_demand
    from {{ ref('int_trends_classified') }}
    where
        change_class = 'lowered' and boundary_frame = '63'
        and comparability is distinct from 'definition'
    group by to_target_key
),

compared as (
    select
        *,
        {{ row_hash(['progress_key', 'status', 'status_reason', 'actual', 'target', 'due_on',
            'baseline_value', 'baseline_date', 'previous_actual', 'previous_date',
            'is_trend_dashed', 'doubt']) }} as content
    from judged
),

-- Days on which nothing changed are one stretch.
followed as (
    select
        *,
        lag(content) over (
            partition by target_key, is_simulated order by known_from
        ) as content_before,
        lag(progress_key) over (
            partition by target_key, is_simulated order by known_from
        ) as progress_before
    from compared
),

stretches as (
    select * from followed
    where content is distinct from content_before
),

ended as (
    select
        *,
        lead(known_from) over (
            partition by target_key, is_simulated order by known_from
        ) as known_until,
        row_number() over (
            partition by target_key, is_simulated order by known_from
        ) as stretch_no
    from stretches
)

select
    concat_ws(
        '@', ended.target_key, ended.known_from,
        case when ended.is_simulated then 'simulated' else 'real' end
    ) as attainment_key,
    ended.target_key,
    ended.plan_code,
    ended.unit_code,
    ended.indicator_code,
    ended.field_code,
    ended.scope_level,
    ended.is_simulated,
    ended.known_from,
    ended.known_until,
    case
        when ended.stretch_no = 1 then 'plan_began'
        when
            coalesce(ended.progress_key, '') <> coalesce(ended.progress_before, '')
            then 'received'
        when ended.known_from = ended.superseded_on then 'superseded'
        when ended.known_from = ended.condition_met_on then 'condition_met'
        when ended.known_from = ended.due_on + 1 then 'deadline_passed'
        when ended.known_from = ended.too_old_from then 'grew_old'
        else 'received'
    end as known_because,
    repeated.repeats_target_key,
    ended.as_of_date,
    ended.received_on,
    ended.data_kind,
    ended.comparator,
    ended.path,
    ended.target as target_value,
    ended.unit,
    ended.actual,
    ended.stated_value,
    ended.doubt,
    ended.doubted_value,
    ended.is_answer,
    ended.numerator,
    ended.denominator,
    ended.gap_points,
    ended.attainment_pct,
    case when statuses.is_assessed then ended.met end as met,
    ended.expected_now,
    ended.required_rate_ratio,
    ended.status,
    ended.status_reason,
    statuses.is_assessed,
    ended.baseline_value,
    ended.baseline_date,
    ended.baseline_source,
    ended.due_on,
    ended.days_left::integer as days_left,
    case
        when not ended.met and ended.days_left > 0 and ended.path <> 'level'
            then ended.gap_points / (ended.days_left / 7e0)
    end as needed_points_per_week,
    ended.trend_arrow,
    ended.is_trend_dashed,
    ended.verdict_robustness,
    coalesce(
        ended.status = 'met' and not coalesce(ended.is_level_cut, false)
        and earlier_demands.sign * ended.actual < earlier_demands.strictest_demand,
        false
    ) as is_met_by_lowering,
    ended.source_file,
    ended.source_locator,
    ended.citation,
    ended.progress_key
from ended
inner join statuses on ended.status = statuses.status_code
left join repeated on ended.target_key = repeated.target_key
left join earlier_demands on ended.target_key = earlier_demands.target_key
