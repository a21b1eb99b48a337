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
        targets.* exclude (starts_on, due_on),
        -- What adds up over the year is demanded, and starts from nothing, every year.
        case
            when targets.path = 'cumulative' and targets.first_year < targets.last_year
                then {{ reform_year_start('readings.report_year') }}
            else targets.starts_on
        end as starts_on,
        case
            when targets.path = 'cumulative' and readings.report_year < targets.last_year
                then {{ reform_year_end('readings.report_year') }}
            else targets.due_on
        end as due_on,
        readings.is_simulated,
        readings.as_of_date,
        readings.received_on,
        readings.first_received_on,
        readings.report_year,
        case
            when {{ is_comparable_unit('targets', 'readings') }} then readings.value
        end as actual,
        readings.numerator,
        readings.denominator,
        readings.unit as actual_unit,
        case
            when readings.value is not null and not {{ is_comparable_unit('targets', 'readings') }}
                then 'unit_differs'
            else readings.missing_reason
        end as missing_reason,
        readings.doubt,
        readings.doubted_value,
        readings.data_kind,
        readings.source_file,
        readings.source_locator,
        readings.citation,
        readings.progress_key
    from targets
    inner join readings
        on
            targets.unit_code = readings.unit_code
            and targets.indicator_code = readings.indicator_code
            and targets.scope_level is not distinct from readings.scope_level
            and readings.report_year between targets.first_year and targets.last_year
),

all_targets as (
    select * from read_targets
    union all by name
    select
        targets.*,
        false as is_simulated,
        case when unit_code is null then 'unit_unknown' else 'not_reported' end as missing_reason
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
            and later.starts_on = earlier.starts_on
    group by later.target_key, later.is_simulated, later.as_of_date
),

-- Until when anything at all is known, of each kind of data.
known as (
    select
        is_simulated,
        max(received_on) as known_until
    from readings
    group by is_simulated
),

flagged as (
    select
        all_targets.*,
        -- "Giảm n%" of something that is reported as an amount, not as the cut itself.
        {{ is_level_cut('all_targets') }} as is_level_cut,
        -- The deadline has passed and no later reading will come: this one is judged for good.
        coalesce(
            known.known_until > all_targets.due_on
            and all_targets.as_of_date
            = max(all_targets.as_of_date) filter (
                where all_targets.actual is not null or all_targets.missing_reason = 'doubted'
            ) over (
                partition by
                    all_targets.target_key, all_targets.is_simulated, all_targets.due_on
            ),
            false
        ) as is_last_word
    from all_targets
    left join known on all_targets.is_simulated = known.is_simulated
)

select
    flagged.*,
    case when flagged.path = 'cumulative' then 0.0 else baselines.baseline_value end
        as baseline_value,
    case when flagged.path = 'cumulative' then flagged.starts_on else baselines.baseline_date end
        as baseline_date,
    case
        when flagged.path = 'cumulative' then 'cumulative_zero'
        else coalesce(baselines.baseline_source, 'none')
    end as baseline_source,
    baselines.baseline_progress_key,
    coalesce(
        looked_back.previous_actual,
        case when flagged.path = 'cumulative' then 0.0 else baselines.baseline_value end
    ) as previous_actual,
    coalesce(
        looked_back.previous_date,
        case
            when flagged.path = 'cumulative' then flagged.starts_on
            else baselines.baseline_date
        end
    ) as previous_date,
    coalesce(looked_back.earlier_count, 0) <= 1 as is_trend_dashed
from flagged
left join baselines
    on
        flagged.target_key = baselines.target_key
        and flagged.is_simulated = baselines.is_simulated
        -- The target of a cut follows from its baseline: only the stated one will do.
        and (
            not flagged.is_level_cut
            or baselines.baseline_source = 'stated_year'
            or (
                baselines.baseline_source = 'previous_reading'
                -- "Giảm 2%" of what? Without any words on it nothing is taken for it.
                and flagged.stated_baseline is not null
                and try_cast(flagged.stated_baseline as integer) is null
                and not regexp_matches(coalesce(flagged.stated_baseline, ''), '\d')
            )
        )
left join looked_back
    on
        flagged.target_key = looked_back.target_key
        and flagged.is_simulated = looked_back.is_simulated
        and flagged.as_of_date = looked_back.as_of_date
