{{ config(materialized='view') }}

-- One row per reading: the value stated, or the share that its counts give.
with results as (
    select * from {{ ref('stg_progress__indicator_results') }}
),

indicators as (
    select
        indicator_code,
        unit as catalogue_unit
    from {{ ref('indicators') }}
),

units as (
    select unit_code from {{ ref('int_units_listed') }}
)

select
    results.* exclude (unit, missing_reason),
    coalesce(results.unit, indicators.catalogue_unit) as unit,
    100.0 * results.numerator / nullif(results.denominator, 0) as counted_value,
    coalesce(
        results.stated_value,
        case
            when
                coalesce(results.unit, indicators.catalogue_unit) = '%'
                and results.numerator <= results.denominator
                then counted_value
        end
    ) as value,
    -- Counts that contradict each other, or of something that is no share, give no value.
    coalesce(
        results.missing_reason,
        case when value is null and results.rank is null then 'unreadable' end
    ) as missing_reason,
    units.unit_code is not null as is_known,
    {{ row_hash([
        'results.unit_code', 'results.indicator_code', 'results.scope_level',
        'results.period_code', 'results.as_of_date', 'results.received_on', 'results.data_kind'
    ]) }} as fact_hash
from results
left join indicators on results.indicator_code = indicators.indicator_code
left join units on results.unit_code = units.unit_code
