-- One row per thing that became known about a number of a plan: a reading, a correction, another
-- verdict. known_on is the day on which it was received.
with verdicts as (
    select
        *,
        lag(status) over days as previous_status,
        lag(actual) over days as previous_actual
    from {{ ref('mart_attainment') }}
    where as_of_date is not null
    window days as (partition by target_key, is_simulated order by as_of_date)
),

corrections as (
    select * from {{ ref('int_readings_corrected') }}
),

targets as (
    select * from {{ ref('int_targets_windowed') }}
)

select
    'new' as change_kind,
    target_key,
    plan_code,
    unit_code,
    indicator_code,
    as_of_date,
    received_on as known_on,
    is_simulated,
    previous_actual as before_value,
    actual as after_value,
    null as before_status,
    status as after_status,
    progress_key,
    null as corrected_key,
    source_file,
    source_locator
from verdicts
where actual is not null
union all
select
    'status_changed' as change_kind,
    target_key,
    plan_code,
    unit_code,
    indicator_code,
    as_of_date,
    received_on as known_on,
    is_simulated,
    previous_actual as before_value,
    actual as after_value,
    previous_status as before_status,
    status as after_status,
    progress_key,
    null as corrected_key,
    source_file,
    source_locator
from verdicts
where previous_status <> status and received_on is not null
union all
select
    'corrected' as change_kind,
    targets.target_key,
    targets.plan_code,
    targets.unit_code,
    targets.indicator_code,
    corrections.as_of_date,
    corrections.received_on as known_on,
    corrections.is_simulated,
    corrections.previous_value as before_value,
    corrections.value as after_value,
    null as before_status,
    null as after_status,
    corrections.progress_key,
    corrections.corrected_key,
    corrections.source_file,
    corrections.source_locator
from corrections
inner join targets
    on
        corrections.unit_code = targets.unit_code
        and corrections.indicator_code = targets.indicator_code
        and corrections.scope_level is not distinct from targets.scope_level
        and corrections.as_of_date between targets.starts_on and targets.due_on
