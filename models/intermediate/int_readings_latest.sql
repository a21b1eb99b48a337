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
        row(received_on, source_file, source_row) as receipt
    from {{ ref('fct_progress') }}
)

select
    unit_code,
    indicator_code,
    scope_level,
    as_of_date,
    is_simulated,
    {{ latest_by('received_on', 'receipt') }} as received_on,
    {{ latest_by_or_null('value', 'receipt') }} as value,
    {{ latest_by_or_null('numerator', 'receipt') }} as numerator,
    {{ latest_by_or_null('denominator', 'receipt') }} as denominator,
    {{ latest_by('unit', 'receipt') }} as unit,
    {{ latest_by_or_null('missing_reason', 'receipt') }} as missing_reason,
    {{ latest_by('data_kind', 'receipt') }} as data_kind,
    {{ latest_by('progress_key', 'receipt') }} as progress_key,
    {{ latest_by('report_year', 'receipt') }} as report_year,
    count(*) as receipt_count
from facts
group by unit_code, indicator_code, scope_level, as_of_date, is_simulated
