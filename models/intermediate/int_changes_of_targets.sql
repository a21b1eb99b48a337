-- One row per thing that became known about a number of a plan: a figure, a correction, another
-- verdict. A change of verdict is the difference of two neighbouring stretches, so that the changes
-- between two days add up to the difference of their states. known_on is the day of it.
with shown as (
    select * from {{ ref('mart_attainment_shown') }}
),

attainment as (
    select * from {{ ref('mart_attainment') }}
),

steps as (
    select
        shown.includes_simulated,
        shown.known_from as known_on,
        later.target_key,
        later.plan_code,
        later.unit_code,
        later.indicator_code,
        later.as_of_date,
        later.is_simulated,
        later.known_because,
        later.progress_key,
        later.source_file,
        later.source_locator,
        earlier.actual as before_value,
        later.actual as after_value,
        earlier.status as before_status,
        later.status as after_status,
        later.status_reason as after_reason,
        earlier.progress_key as before_progress_key
    from shown
    inner join attainment as later on shown.attainment_key = later.attainment_key
    inner join attainment as earlier on shown.before_key = earlier.attainment_key
    -- A number that its plan states twice changes once.
    where later.repeats_target_key is null
),

observations as (
    select * from {{ ref('int_observations_counted') }}
),

receipts as (
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
        lag(value) over answers as previous_value,
        lag(progress_key) over answers as corrected_key,
        lag(received_on) over answers as previous_received_on
    from observations
    window
        answers as (
            partition by
                unit_code, indicator_code, scope_level, period_code, as_of_date, is_simulated
            order by received_on, source_file, source_row, source_locator
        )
),

-- A receipt that gave another number for a day already reported adds a row and never overwrites.
corrections as (
    select *
    from receipts
    where
        corrected_key is not null
        and previous_received_on < received_on
        and value is distinct from previous_value
),

-- Which numbers an observation counts for.
own as (
    select
        target_key,
        progress_key
    from {{ ref('int_observations_of_targets') }}
    where is_own
),

targets as (
    select * from {{ ref('int_targets_windowed') }}
),

repeated as (
    select * from {{ ref('int_targets_repeated') }}
),

views as (
    select {{ items_of(list_of(['false', 'true'])) }} as includes_simulated
)

select
    'new' as change_kind,
    target_key,
    plan_code,
    unit_code,
    indicator_code,
    as_of_date,
    known_on,
    includes_simulated,
    is_simulated,
    known_because,
    before_value,
    after_value,
    null::string as before_status,
    null::string as after_status,
    progress_key,
    null::string as corrected_key,
    source_file,
    source_locator
from steps
-- What puts an earlier figure right is listed as that.
anti join corrections on steps.progress_key = corrections.progress_key
where
    after_value is not null and progress_key is distinct from before_progress_key
    -- A number that a later version took the place of learns nothing any more.
    and after_reason is distinct from 'superseded'
union all
select
    'status_changed' as change_kind,
    target_key,
    plan_code,
    unit_code,
    indicator_code,
    as_of_date,
    known_on,
    includes_simulated,
    is_simulated,
    known_because,
    before_value,
    after_value,
    before_status,
    after_status,
    progress_key,
    null::string as corrected_key,
    source_file,
    source_locator
from steps
where before_status <> after_status
union all
select
    'corrected' as change_kind,
    targets.target_key,
    targets.plan_code,
    targets.unit_code,
    targets.indicator_code,
    corrections.as_of_date,
    corrections.received_on as known_on,
    views.includes_simulated,
    corrections.is_simulated,
    'received' as known_because,
    corrections.previous_value as before_value,
    corrections.value as after_value,
    null::string as before_status,
    null::string as after_status,
    corrections.progress_key,
    corrections.corrected_key,
    corrections.source_file,
    corrections.source_locator
from corrections
inner join own on corrections.progress_key = own.progress_key
inner join targets
    on
        own.target_key = targets.target_key
        and coalesce(corrections.received_on >= targets.known_from, true)
        and (targets.superseded_on is null or corrections.received_on < targets.superseded_on)
anti join repeated on targets.target_key = repeated.target_key
inner join views on views.includes_simulated or not corrections.is_simulated
