-- One row per number of a plan, kind of data and day on which something was received: the
-- observation that speaks for the number from that day on, the baseline, and what a trend looks
-- back to, each from what had been received by then and from nothing else.
with bearing as (
    select * from {{ ref('int_observations_of_targets') }}
),

-- A baseline alone says nothing of the number yet.
own as (
    select distinct
        target_key,
        is_simulated
    from bearing
    where is_own
),

observations as (
    select bearing.*
    from bearing
    semi join own
        on bearing.target_key = own.target_key and bearing.is_simulated = own.is_simulated
),

thresholds as (
    select * from {{ ref('int_thresholds_pivoted') }}
),

-- What came in before the plan begins is known on its first day.
days as (
    select distinct
        target_key,
        is_simulated,
        greatest(received_on, plan_known_from) as known_from
    from observations
),

-- Every observation as it was known on every such day.
known as (
    select
        days.known_from,
        observations.*
    from days
    inner join observations
        on
            days.target_key = observations.target_key
            and days.is_simulated = observations.is_simulated
            and days.known_from >= observations.received_on
            and (observations.superseded_on is null or days.known_from < observations.superseded_on)
),

-- A running total can only be doubted beside the totals known with it.
totalled as (
    select
        *,
        null::double as total_before
    from known
    where path <> 'cumulative'
    union all
    select
        *,
        {{ total_before(['known.target_key', 'known.is_simulated', 'known.known_from'], 'known') }}
            as total_before
    from known
    where path = 'cumulative' and is_own
),

checked as (
    select
        *,
        coalesce(total < total_before, false) as has_fallen
    from totalled
),

chosen as (
    select
        target_key,
        is_simulated,
        known_from,
        -- The newest answer; without any, the newest row.
        {{ latest_row(
            ['progress_key', 'as_of_date', 'counts_on', 'report_year', 'stale_days', 'starts_on',
             'due_on', 'has_fallen', 'actual', 'value', 'missing_reason',
             'is_answer'],
            ['is_answer', 'counts_on', 'as_of_date'],
            'is_own'
        ) }} as observation,
        {{ latest_row(
            ['progress_key', 'as_of_date', 'value'], ['as_of_date'],
            'is_stated_year and value is not null'
        ) }} as stated_baseline,
        {{ latest_row(
            ['progress_key', 'as_of_date', 'value'], ['as_of_date'],
            'is_before and value is not null'
        ) }} as previous_baseline,
        {{ first_row(
            ['progress_key', 'as_of_date', 'value'], ['as_of_date'],
            'is_own and value is not null'
        ) }} as first_baseline
    from checked
    where path <> 'cumulative' or is_own
    group by target_key, is_simulated, known_from
),

-- The observation that a trend arrow looks back to: the newest one that is old enough.
looked_back as (
    select
        chosen.target_key,
        chosen.is_simulated,
        chosen.known_from,
        {{ latest_by('earlier.actual', 'earlier.as_of_date') }} as previous_actual,
        max(earlier.as_of_date) as previous_date,
        count(*)::integer as earlier_count
    from chosen
    cross join thresholds
    inner join checked as earlier
        on
            chosen.target_key = earlier.target_key
            and chosen.is_simulated = earlier.is_simulated
            and chosen.known_from = earlier.known_from
            and earlier.as_of_date
            <= chosen.observation.as_of_date - thresholds.arrow_window_days::integer
            and earlier.is_own
            and earlier.actual is not null
            and not earlier.has_fallen
            and chosen.observation.starts_on = earlier.starts_on
    group by chosen.target_key, chosen.is_simulated, chosen.known_from
)

select
    chosen.target_key,
    chosen.is_simulated,
    chosen.known_from,
    lead(chosen.known_from) over (
        partition by chosen.target_key, chosen.is_simulated order by chosen.known_from
    ) as known_until,
    chosen.observation.progress_key,
    chosen.observation.as_of_date,
    chosen.observation.counts_on,
    chosen.observation.report_year,
    chosen.observation.stale_days,
    chosen.observation.starts_on,
    chosen.observation.due_on,
    case when not chosen.observation.has_fallen then chosen.observation.actual end as actual,
    case
        when chosen.observation.has_fallen then 'doubted'
        else chosen.observation.missing_reason
    end as missing_reason,
    case when chosen.observation.has_fallen then 'falling_total' end as series_doubt,
    case when chosen.observation.has_fallen then chosen.observation.value end as fallen_value,
    coalesce(chosen.observation.is_answer, false) as is_answer,
    chosen.stated_baseline,
    chosen.previous_baseline,
    chosen.first_baseline,
    looked_back.previous_actual,
    looked_back.previous_date,
    coalesce(looked_back.earlier_count, 0) as earlier_count
from chosen
left join looked_back
    on
        chosen.target_key = looked_back.target_key
        and chosen.is_simulated = looked_back.is_simulated
        and chosen.known_from = looked_back.known_from
