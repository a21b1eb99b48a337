-- One row per unit, indicator, level, as-of date and kind (simulated or real), of the series that
-- a plan counts on: the reading that was received last. Simulated and real readings never stand in
-- for each other.
with targets as (
    select distinct
        unit_code,
        indicator_code
    from {{ ref('int_targets_windowed') }}
),

facts as (
    select
        progress.*,
        -- A report says its year; a week or a bare day belongs to the reform year it falls in.
        case
            when regexp_matches(progress.period_code, '^20\d\d(-(Q[1-4]|H[12]|Y))?$')
                then left(progress.period_code, 4)::integer
            else {{ reform_year('progress.as_of_date') }}
        end as report_year
    from {{ ref('fct_progress') }} as progress
    semi join targets
        on
            progress.unit_code = targets.unit_code
            and progress.indicator_code = targets.indicator_code
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
             'data_kind', 'progress_key', 'report_year'],
            ['received_on', 'source_file', 'source_row']
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
    latest.receipt_count
from latest
