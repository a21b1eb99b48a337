-- One row per receipt that gave another number for a day already reported: a correction, which
-- adds a row and never overwrites.
with facts as (
    select * from {{ ref('fct_progress') }}
),

targets as (
    select distinct
        unit_code,
        indicator_code
    from {{ ref('int_targets_windowed') }}
),

ordered as (
    select
        facts.progress_key,
        facts.unit_code,
        facts.indicator_code,
        facts.scope_level,
        facts.as_of_date,
        facts.received_on,
        facts.is_simulated,
        facts.value,
        facts.source_file,
        facts.source_locator,
        lag(facts.value) over receipts as previous_value,
        lag(facts.progress_key) over receipts as corrected_key,
        lag(facts.received_on) over receipts as previous_received_on
    from facts
    semi join targets
        on facts.unit_code = targets.unit_code and facts.indicator_code = targets.indicator_code
    window
        receipts as (
            partition by
                facts.unit_code, facts.indicator_code, facts.scope_level, facts.as_of_date,
                facts.is_simulated
            order by facts.received_on, facts.source_file, facts.source_row
        )
)

select *
from ordered
where
    corrected_key is not null
    and previous_received_on < received_on
    and value is distinct from previous_value
