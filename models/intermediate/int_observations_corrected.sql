-- One row per receipt that gave another number for a day already reported: a correction, which
-- adds a row and never overwrites.
with observations as (
    select * from {{ ref('int_observations_counted') }}
),

ordered as (
    select
        progress_key,
        unit_code,
        indicator_code,
        scope_level,
        as_of_date,
        received_on,
        is_simulated,
        value,
        source_file,
        source_locator,
        lag(value) over receipts as previous_value,
        lag(progress_key) over receipts as corrected_key,
        lag(received_on) over receipts as previous_received_on
    from observations
    window
        receipts as (
            partition by
                unit_code, indicator_code, scope_level, period_code, as_of_date, is_simulated
            order by received_on, source_file, source_row, source_locator
        )
)

select *
from ordered
where
    corrected_key is not null
    and previous_received_on < received_on
    and value is distinct from previous_value
