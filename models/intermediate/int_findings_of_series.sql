-- One row per oddity of a series of observations that a plan counts on: a jump, a stop, two sources
-- that contradict each other, a value out of its scale, a period that was not over.
with observations as (
    select * from {{ ref('int_observations_latest') }}
),

thresholds as (
    select * from {{ ref('int_thresholds_pivoted') }}
),

periods as (
    select * from {{ ref('dim_period') }}
    where plan_code is null and period_kind in ('Q1', 'H1', 'Q3', 'Y')
),

targets as (
    select distinct
        plan_code,
        unit_code,
        indicator_code
    from {{ ref('int_targets_windowed') }}
),

stepped as (
    select
        observations.*,
        lag(observations.value) over series as previous_value,
        lag(observations.as_of_date) over series as previous_date
    from observations
    where observations.value is not null and observations.unit = '%'
    window
        series as (
            partition by
                observations.unit_code, observations.indicator_code, observations.scope_level,
                observations.is_simulated
            order by observations.as_of_date
        )
),

known as (
    select
        is_simulated,
        max(as_of_date) as known_until
    from observations
    group by is_simulated
),

last_words as (
    select
        unit_code,
        indicator_code,
        is_simulated,
        max(as_of_date) as last_date,
        {{ latest_by('period_span', 'as_of_date') }} as period_span
    from observations
    -- Who reports a doubted figure has not stopped.
    where value is not null or missing_reason = 'doubted'
    group by unit_code, indicator_code, is_simulated
),

-- Two sources of one day, say what an office reports and what the portal counts.
sources as (
    select
        unit_code,
        indicator_code,
        scope_level,
        as_of_date,
        min(value) as least_value,
        max(value) as greatest_value,
        {{ sorted_list('data_kind') }} as data_kinds,
        max(source_file) as source_file,
        {{ of_last_row('source_locator') }} as source_locator
    from {{ ref('fct_progress') }}
    where value is not null and not is_simulated and unit = '%'
    group by unit_code, indicator_code, scope_level, as_of_date
    having count(distinct data_kind) > 1
)

select
    'sudden_jump' as finding_kind,
    'warning' as severity,
    null::string as plan_code,
    stepped.source_file,
    stepped.source_locator as place,
    {{ parameters({
        'indicator': 'stepped.indicator_code', 'unit': 'stepped.unit_code',
        'before': 'stepped.previous_value',
        'day_before': say_day('stepped.previous_date'), 'after': 'stepped.value',
        'day': say_day('stepped.as_of_date')
    }) }} as parameters
from stepped
cross join thresholds
where
    abs(stepped.value - stepped.previous_value) > thresholds.jump_points
    and {{ days_between('stepped.previous_date', 'stepped.as_of_date') }} <= thresholds.stale_days
union all
select
    'stale_series' as finding_kind,
    'warning' as severity,
    targets.plan_code,
    null::string as source_file,
    last_words.unit_code as place,
    {{ parameters({
        'indicator': 'last_words.indicator_code', 'unit': 'last_words.unit_code',
        'day': say_day('last_words.last_date')
    }) }} as parameters
from last_words
inner join targets
    on
        last_words.unit_code = targets.unit_code
        and last_words.indicator_code = targets.indicator_code
inner join known on last_words.is_simulated = known.is_simulated
cross join thresholds
where
    {{ days_between('last_words.last_date', 'known.known_until') }}
    > {{ stale_days_of('last_words.period_span') }}
    and not last_words.is_simulated
union all
select
    'sources_differ' as finding_kind,
    'warning' as severity,
    null::string as plan_code,
    sources.source_file,
    sources.source_locator as place,
    {{ parameters({
        'indicator': 'sources.indicator_code', 'unit': 'sources.unit_code',
        'day': say_day('sources.as_of_date'), 'count': count_items('sources.data_kinds'),
        'kinds': 'sources.data_kinds', 'least': 'sources.least_value',
        'greatest': 'sources.greatest_value'
    }) }} as parameters
from sources
cross join thresholds
where sources.greatest_value - sources.least_value > thresholds.source_gap_points
union all
select
    'period_not_closed' as finding_kind,
    'info' as severity,
    null::string as plan_code,
    max(facts.source_file) as source_file,
    {{ first_place(cell_place('facts')) }} as place,
    {{ parameters({
        'count': 'count(*)', 'period': 'facts.period_code',
        'received': say_day('facts.received_on'),
        'ends': say_day('periods.ends_on')
    }) }} as parameters
from {{ ref('int_observations_stored') }} as facts
inner join periods on facts.period_code = periods.period_code
where
    facts.received_on < periods.ends_on and not facts.is_simulated
    and facts.data_kind <> 'published' and not facts.is_day_only
group by facts.source_file, facts.period_code, facts.received_on, periods.ends_on
