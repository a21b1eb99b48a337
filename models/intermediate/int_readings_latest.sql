-- One row per unit, indicator, level, as-of date and kind (simulated or real): the reading that
-- was received last. Simulated and real readings never stand in for each other.
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
             'data_kind', 'progress_key', 'report_year', 'source_file', 'source_locator',
             'citation'],
            ['received_on', 'period_span', 'source_file', 'source_row', 'source_locator']
        ) }} as receipt,
        min(received_on) as first_received_on,
        count(*) as receipt_count
    from facts
    group by unit_code, indicator_code, scope_level, as_of_date, is_simulated
)

select
    latest.unit_code,
    latest.indicator_code,
    latest.scope_level,
    latest.as_of_date,
    latest.is_simulated,
    latest.receipt.received_on,
    latest.first_received_on,
    latest.receipt.value,
    latest.receipt.numerator,
    latest.receipt.denominator,
    latest.receipt.unit,
    latest.receipt.missing_reason,
    latest.receipt.data_kind,
    latest.receipt.progress_key,
    latest.receipt.report_year,
    latest.receipt.source_file,
    latest.receipt.source_locator,
    latest.receipt.citation,
    latest.receipt_count
from latest
