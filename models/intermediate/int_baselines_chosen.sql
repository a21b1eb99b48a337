-- One row per measure and kind of data: where its path starts, and where that number is from.
with targets as (
    select * from {{ ref('int_targets_windowed') }}
),

readings as (
    select * from {{ ref('int_readings_latest') }}
    where value is not null
),

candidates as (
    select
        targets.target_key,
        readings.is_simulated,
        readings.value,
        readings.as_of_date,
        readings.progress_key,
        case
            when
                try_cast(targets.stated_baseline as integer) = readings.report_year
                and readings.unit <> '%'
                then 'stated_year'
            when
                readings.report_year < targets.first_year
                and readings.as_of_date >= targets.starts_on - interval 400 day
                then 'previous_reading'
            when readings.report_year between targets.first_year and targets.last_year
                then 'first_reading'
        end as baseline_source
    from targets
    inner join readings
        on
            targets.unit_code = readings.unit_code
            and targets.indicator_code = readings.indicator_code
            and targets.scope_level is not distinct from readings.scope_level
    where targets.path <> 'cumulative'
),

ranked as (
    select
        *,
        row_number() over (
            partition by target_key, is_simulated
            order by
                case baseline_source
                    when 'stated_year' then 1
                    when 'previous_reading' then 2
                    else 3
                end,
                -- The newest reading before the start, else the first one after it.
                case when baseline_source = 'first_reading' then as_of_date end asc,
                as_of_date desc
        ) as choice
    from candidates
    where baseline_source is not null
)

select
    target_key,
    is_simulated,
    value as baseline_value,
    as_of_date as baseline_date,
    baseline_source,
    progress_key as baseline_progress_key
from ranked
where choice = 1
