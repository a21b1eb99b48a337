with judged as (
    select
        *,
        -- A figure, or a later word on it: none applies, or the one reported is doubted.
        actual is not null or coalesce(missing_reason in ('not_applicable', 'doubted'), false)
            as is_answer
    from {{ ref('int_attainment_judged') }}
),

-- The hardest demand that an earlier plan of the same place made of the same indicator.
earlier_demands as (
    select
        to_target_key as target_key,
        any_value(sign) as sign,
        max(sign * from_value) as strictest_demand
    from {{ ref('int_trends_classified') }}
    where
        change_class = 'lowered' and boundary_frame = '63'
        and comparability is distinct from 'definition'
    group by to_target_key
)

select
    concat_ws(
        '@', judged.target_key, coalesce(judged.as_of_date::varchar, 'none'),
        case when judged.is_simulated then 'simulated' else 'real' end
    ) as attainment_key,
    judged.target_key,
    judged.plan_code,
    judged.unit_code,
    judged.indicator_code,
    judged.field_code,
    judged.scope_level,
    judged.as_of_date,
    judged.received_on,
    judged.first_received_on,
    judged.is_simulated,
    judged.data_kind,
    judged.comparator,
    judged.path,
    judged.target as target_value,
    judged.unit,
    judged.actual,
    judged.doubt,
    judged.doubted_value,
    judged.is_answer,
    judged.numerator,
    judged.denominator,
    judged.gap_points,
    judged.attainment_pct,
    judged.met,
    judged.expected_now,
    judged.required_rate_ratio,
    judged.status,
    judged.status_reason,
    judged.baseline_value,
    judged.baseline_date,
    judged.baseline_source,
    judged.due_on,
    judged.days_left::integer as days_left,
    case
        when not judged.met and judged.days_left > 0 and judged.path <> 'level'
            then judged.gap_points / (judged.days_left / 7.0)
    end as needed_points_per_week,
    judged.trend_arrow,
    judged.is_trend_dashed,
    judged.verdict_robustness,
    coalesce(
        judged.met and not coalesce(judged.is_level_cut, false)
        and earlier_demands.sign * judged.actual < earlier_demands.strictest_demand,
        false
    ) as is_met_by_lowering,
    -- The newest answer; without any, the newest row.
    row_number() over (
        partition by judged.target_key, judged.is_simulated
        order by not judged.is_answer, judged.as_of_date desc nulls last
    ) = 1 as is_latest,
    judged.source_file,
    judged.source_locator,
    judged.citation,
    judged.progress_key
from judged
left join earlier_demands on judged.target_key = earlier_demands.target_key
