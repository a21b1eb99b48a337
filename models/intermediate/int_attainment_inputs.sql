-- One row per measure, as-of date and kind of data: everything that the formulas need.
-- A measure without any real reading keeps one row with no date, so that it is seen as unknown.
with targets as (
    select * from {{ ref('int_targets_windowed') }}
),

readings as (
    select * from {{ ref('int_readings_latest') }}
),

baselines as (
    select * from {{ ref('int_baselines_chosen') }}
),

thresholds as (
    select * from {{ ref('int_thresholds_pivoted') }}
),

read_targets as (
    select
        targets.*,
        readings.is_simulated,
        readings.as_of_date,
        readings.received_on,
        readings.value as actual,
        readings.numerator,
        readings.denominator,
        readings.unit as actual_unit,
        readings.missing_reason,
        readings.data_kind,
        readings.progress_key
    from targets
    inner join readings
        on
            targets.unit_code = readings.unit_code
            and targets.indicator_code = readings.indicator_code
            and targets.scope_level is not distinct from readings.scope_level
            and readings.as_of_date between targets.starts_on and targets.due_on
),

all_targets as (
    select * from read_targets
    union all by name
    select
        targets.*,
        false as is_simulated,
        'not_reported' as missing_reason
    from targets
    anti join read_targets
        on targets.target_key = read_targets.target_key and not read_targets.is_simulated
),

-- The reading that a trend arrow looks back to: the newest one that is old enough.
looked_back as (
    select
        later.target_key,
        later.is_simulated,
        later.as_of_date,
        {{ latest_by('earlier.actual', 'earlier.as_of_date') }} as previous_actual,
        max(earlier.as_of_date) as previous_date,
        count(*) as earlier_count
    from read_targets as later
    cross join thresholds
    inner join read_targets as earlier
        on
            later.target_key = earlier.target_key
            and later.is_simulated = earlier.is_simulated
            and earlier.as_of_date
            <= later.as_of_date - to_days(thresholds.arrow_window_days::integer)
            and earlier.actual is not null
    group by later.target_key, later.is_simulated, later.as_of_date
)

select
    all_targets.*,
    baselines.baseline_value,
    baselines.baseline_date,
    coalesce(baselines.baseline_source, 'none') as baseline_source,
    baselines.baseline_progress_key,
    coalesce(looked_back.previous_actual, baselines.baseline_value) as previous_actual,
    coalesce(looked_back.previous_date, baselines.baseline_date) as previous_date,
    coalesce(looked_back.earlier_count, 0) <= 1 as is_trend_dashed,
    -- "Giảm n%" of something that is reported as an amount, not as the cut itself.
    coalesce(
        all_targets.comparator in ('decrease_gte', 'decrease_eq')
        and all_targets.reported_as = 'level_or_share'
        and all_targets.actual_unit <> '%',
        false
    ) as is_level_cut
from all_targets
left join baselines
    on
        all_targets.target_key = baselines.target_key
        and all_targets.is_simulated = baselines.is_simulated
left join looked_back
    on
        all_targets.target_key = looked_back.target_key
        and all_targets.is_simulated = looked_back.is_simulated
        and all_targets.as_of_date = looked_back.as_of_date
