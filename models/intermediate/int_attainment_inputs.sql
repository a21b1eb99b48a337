-- One row per number of a plan, kind of data and stretch of days: everything that the formulas
-- need. A stretch begins when something is received, the day after the deadline, the day on which
-- the observation is too old, or the day on which a condition is recorded as met.
with targets as (
    select * from {{ ref('int_targets_windowed') }}
),

known as (
    select * from {{ ref('int_observations_known') }}
),

observations as (
    select * from {{ ref('int_observations_versioned') }}
),

first_words as (
    select
        target_key,
        is_simulated,
        min(known_from) as first_known
    from known
    group by target_key, is_simulated
),

-- Every number is there for real data; of simulated data only where there are some.
kinds as (
    select
        target_key,
        false as is_simulated
    from targets
    union
    select
        target_key,
        is_simulated
    from first_words
),

-- Before the first word, from the first day of the plan.
silences as (
    select
        targets.target_key,
        kinds.is_simulated,
        targets.known_from,
        first_words.first_known as known_until,
        false as is_answer,
        0 as earlier_count
    from targets
    inner join kinds on targets.target_key = kinds.target_key
    left join first_words
        on
            kinds.target_key = first_words.target_key
            and kinds.is_simulated = first_words.is_simulated
    where first_words.first_known is null or first_words.first_known > targets.known_from
),

spans as (
    select
        target_key,
        is_simulated,
        known_from,
        known_until,
        progress_key,
        as_of_date,
        counts_on,
        report_year,
        stale_days,
        starts_on,
        due_on,
        actual,
        missing_reason,
        series_doubt,
        fallen_value,
        is_answer,
        stated_baseline,
        previous_baseline,
        first_baseline,
        previous_actual,
        previous_date,
        earlier_count
    from known
    union all
    select
        target_key,
        is_simulated,
        known_from,
        known_until,
        null as progress_key,
        null as as_of_date,
        null as counts_on,
        null as report_year,
        null as stale_days,
        null as starts_on,
        null as due_on,
        null as actual,
        null as missing_reason,
        null as series_doubt,
        null as fallen_value,
        is_answer,
        null as stated_baseline,
        null as previous_baseline,
        null as first_baseline,
        null as previous_actual,
        null as previous_date,
        earlier_count
    from silences
),

joined as (
    select
        targets.target_key,
        targets.plan_code,
        targets.target_ref,
        targets.target_no,
        targets.measure_no,
        targets.indicator_code,
        targets.field_code,
        targets.scope_level,
        targets.target_value,
        targets.unit,
        targets.comparator,
        targets.stated_baseline,
        targets.is_conditional,
        targets.condition_met_on,
        targets.superseded_on,
        targets.unit_code,
        targets.path,
        targets.direction,
        targets.reported_as,
        targets.first_year,
        targets.last_year,
        spans.is_simulated,
        spans.known_from,
        spans.known_until,
        spans.as_of_date,
        spans.counts_on,
        spans.report_year,
        spans.stale_days,
        spans.is_answer,
        spans.previous_baseline,
        spans.first_baseline,
        spans.previous_actual,
        spans.previous_date,
        spans.earlier_count,
        coalesce(spans.starts_on, targets.starts_on) as starts_on,
        coalesce(spans.due_on, targets.due_on) as due_on,
        spans.stated_baseline as stated_observation,
        spans.actual,
        coalesce(
            spans.missing_reason,
            case
                when spans.actual is not null then null
                when targets.indicator_code is null then 'unlinked'
                when targets.unit_code is null then 'unit_unknown'
                when targets.first_year is null then 'years_unknown'
                else 'not_reported'
            end
        ) as missing_reason,
        observations.received_on,
        observations.numerator,
        observations.denominator,
        observations.stated_value,
        observations.unit as actual_unit,
        coalesce(spans.series_doubt, observations.doubt) as doubt,
        coalesce(spans.fallen_value, observations.doubted_value) as doubted_value,
        observations.data_kind,
        observations.source_file,
        observations.source_locator,
        observations.citation,
        observations.progress_key
    from spans
    inner join targets on spans.target_key = targets.target_key
    left join observations on spans.progress_key = observations.progress_key
),

flagged as (
    select
        *,
        {{ is_level_cut('joined') }} as is_level_cut,
        -- Each year of a longer plan has a deadline of its own, and another year comes after it.
        coalesce(path = 'cumulative' and joined.report_year < joined.last_year, false)
            as is_yearly_deadline,
        case when joined.actual is not null then joined.as_of_date + joined.stale_days + 1 end
            as too_old_from
    from joined
),

-- What happens without anybody sending anything.
cut as (
    select
        *,
        {{ items_of(days_within(
            ['known_from', 'due_on + 1', 'too_old_from', 'condition_met_on', 'superseded_on'],
            'known_from', 'known_until'
        )) }} as stands_from
    from flagged
),

baselined as (
    select
        *,
        -- The target of a cut follows from its baseline: only the stated one will do. "Giảm 2%" of
        -- what? Without any words on it nothing is taken for it.
        is_level_cut and (
            stated_baseline is null
            or try_cast(stated_baseline as integer) is not null
            or {{ matches('stated_baseline', "'[0-9]'") }}
        ) as needs_stated_year
    from cut
),

chosen as (
    select
        *,
        case
            when path = 'cumulative' then 'cumulative_zero'
            when stated_observation is not null then 'stated_year'
            when previous_baseline is not null and not needs_stated_year then 'previous_reading'
            when
                previous_baseline is null and first_baseline is not null and not is_level_cut
                then 'first_reading'
            else 'none'
        end as baseline_source
    from baselined
),

placed as (
    select
        *,
        case baseline_source
            when 'cumulative_zero' then 0e0
            when 'stated_year' then {{ field_of('stated_observation', 'value') }}
            when 'previous_reading' then {{ field_of('previous_baseline', 'value') }}
            when 'first_reading' then {{ field_of('first_baseline', 'value') }}
        end as baseline_value,
        case baseline_source
            when 'cumulative_zero' then starts_on
            when 'stated_year' then {{ field_of('stated_observation', 'as_of_date') }}
            when 'previous_reading' then {{ field_of('previous_baseline', 'as_of_date') }}
            when 'first_reading' then {{ field_of('first_baseline', 'as_of_date') }}
        end as baseline_date,
        case baseline_source
            when 'stated_year' then {{ field_of('stated_observation', 'progress_key') }}
            when 'previous_reading' then {{ field_of('previous_baseline', 'progress_key') }}
            when 'first_reading' then {{ field_of('first_baseline', 'progress_key') }}
        end as baseline_progress_key
    from chosen
)

select
    target_key,
    plan_code,
    target_ref,
    target_no,
    measure_no,
    indicator_code,
    field_code,
    scope_level,
    target_value,
    unit,
    comparator,
    stated_baseline,
    is_conditional,
    condition_met_on,
    superseded_on,
    unit_code,
    path,
    direction,
    reported_as,
    first_year,
    last_year,
    is_simulated,
    as_of_date,
    counts_on,
    report_year,
    stale_days,
    is_answer,
    starts_on,
    due_on,
    actual,
    missing_reason,
    received_on,
    numerator,
    denominator,
    stated_value,
    actual_unit,
    doubt,
    doubted_value,
    data_kind,
    source_file,
    source_locator,
    citation,
    progress_key,
    is_level_cut,
    is_yearly_deadline,
    too_old_from,
    baseline_source,
    baseline_value,
    baseline_date,
    baseline_progress_key,
    stands_from as known_from,
    coalesce(previous_actual, baseline_value) as previous_actual,
    coalesce(previous_date, baseline_date) as previous_date,
    earlier_count <= 1 as is_trend_dashed,
    coalesce(stands_from > due_on, false) as is_past_due,
    coalesce(stands_from >= too_old_from, false) as is_too_old,
    is_conditional and coalesce(stands_from < condition_met_on, true) as is_condition_open,
    coalesce(stands_from >= superseded_on, false) as is_superseded
from placed
