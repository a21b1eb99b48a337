-- One row per unit, indicator, level, as-of date and kind (simulated or real): the reading that
-- was received last. Simulated and real readings never stand in for each other. What contradicts
-- the plan's own number or the running total before it is doubted and gives no value.
with facts as (
    select
        *,
        -- A report says its year; a week or a bare day belongs to the reform year it falls in.
        case
            when regexp_matches(period_code, '^20\d\d(-(Q[1-4]|H[12]|Y))?$')
                then left(period_code, 4)::integer
            else {{ reform_year('as_of_date') }}
        end as report_year,
        -- Second quarter and first half end on one day: what adds up from the start of the year
        -- speaks of more than its last quarter.
        case
            when regexp_matches(period_code, '^\d{4}(-Y)?$') then 3
            when regexp_matches(period_code, '-H[12]$') then 2
            else 1
        end as period_span
    from {{ ref('int_readings_counted') }}
),

latest as (
    select
        unit_code,
        indicator_code,
        scope_level,
        as_of_date,
        is_simulated,
        {{ latest_row(
            ['received_on', 'value', 'numerator', 'denominator', 'unit', 'missing_reason',
             'doubt', 'doubted_value', 'may_be_fraction',
             'data_kind', 'progress_key', 'report_year', 'source_file', 'source_locator',
             'citation'],
            ['received_on', 'period_span', 'source_file', 'source_row', 'source_locator']
        ) }} as receipt,
        min(received_on) as first_received_on,
        count(*) as receipt_count
    from facts
    group by unit_code, indicator_code, scope_level, as_of_date, is_simulated
),

demands as (
    select
        unit_code,
        indicator_code,
        max(target_value) filter (
            where unit = '%' and comparator in ('eq', 'gte')
        ) as demanded,
        bool_or(path = 'cumulative') as is_cumulative
    from {{ ref('int_targets_windowed') }}
    where unit_code is not null
    group by unit_code, indicator_code
),

totalled as (
    select
        latest.*,
        -- What adds up: of a share its part, since the whole may grow.
        case
            when latest.receipt.denominator is null then latest.receipt.value
            when latest.receipt.value is not null then latest.receipt.numerator
        end as total
    from latest
),

compared as (
    select
        totalled.*,
        max(totalled.total) over (
            partition by
                totalled.unit_code, totalled.indicator_code, totalled.scope_level,
                totalled.is_simulated, totalled.receipt.report_year, totalled.receipt.unit,
                (totalled.receipt.denominator is null)
            order by totalled.as_of_date
            rows between unbounded preceding and 1 preceding
        ) as value_before
    from totalled
),

checked as (
    select
        latest.* exclude (receipt),
        latest.receipt.received_on,
        latest.receipt.value as read_value,
        latest.receipt.numerator,
        latest.receipt.denominator,
        latest.receipt.unit,
        latest.receipt.missing_reason as read_reason,
        latest.receipt.doubt as read_doubt,
        latest.receipt.doubted_value as read_doubted_value,
        latest.receipt.data_kind,
        latest.receipt.progress_key,
        latest.receipt.report_year,
        latest.receipt.source_file,
        latest.receipt.source_locator,
        latest.receipt.citation,
        demands.demanded,
        case
            -- A hundred times as much is just what the plan speaks of.
            when
                latest.receipt.may_be_fraction
                and 100 * latest.receipt.value between demands.demanded / 2 and 100
                and latest.receipt.value < demands.demanded / 2
                then 'may_be_fraction'
            when
                demands.is_cumulative
                and latest.total < latest.value_before
                then 'falling_total'
        end as series_doubt
    from compared as latest
    left join demands
        on
            latest.unit_code = demands.unit_code
            and latest.indicator_code = demands.indicator_code
)

select
    unit_code,
    indicator_code,
    scope_level,
    as_of_date,
    is_simulated,
    received_on,
    first_received_on,
    case when series_doubt is null then read_value end as value,
    numerator,
    denominator,
    unit,
    case when series_doubt is null then read_reason else 'doubted' end as missing_reason,
    coalesce(read_doubt, series_doubt) as doubt,
    series_doubt,
    case when series_doubt is null then read_doubted_value else read_value end as doubted_value,
    demanded,
    total,
    value_before,
    data_kind,
    progress_key,
    report_year,
    source_file,
    source_locator,
    citation,
    receipt_count
from checked
