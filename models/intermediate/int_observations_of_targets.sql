-- One row per number of a plan and receipt that can bear on it: an observation of its own years up
-- to its deadline (is_own), or one that can be its baseline (is_stated_year, is_before).
with targets as (
    select * from {{ ref('int_targets_windowed') }}
    where indicator_code is not null and unit_code is not null
),

observations as (
    select * from {{ ref('int_observations_versioned') }}
),

thresholds as (
    select * from {{ ref('int_thresholds_pivoted') }}
),

met as (
    select
        targets.target_key,
        targets.path,
        targets.first_year,
        targets.last_year,
        targets.known_from as plan_known_from,
        -- What adds up over the year is demanded, and starts from nothing, every year.
        case
            when targets.path = 'cumulative' and targets.first_year < targets.last_year
                then {{ reform_year_start('observations.report_year') }}
            else targets.starts_on
        end as starts_on,
        case
            when targets.path = 'cumulative' and observations.report_year < targets.last_year
                then {{ reform_year_end('observations.report_year') }}
            else targets.due_on
        end as due_on,
        observations.*,
        {{ is_comparable_unit('targets', 'observations') }} as is_comparable,
        {{ stale_days_of('observations.period_span') }} as stale_days,
        coalesce(
            observations.unit <> '%'
            and try_cast(targets.stated_baseline as integer) = observations.report_year,
            false
        ) as is_stated_year,
        coalesce(
            observations.report_year < targets.first_year
            and observations.as_of_date
            >= targets.starts_on - thresholds.baseline_lookback_days::integer,
            false
        ) as is_before,
        coalesce(
            observations.report_year between targets.first_year and targets.last_year, false
        ) as is_of_plan
    from targets
    inner join observations
        on
            targets.unit_code = observations.unit_code
            and targets.indicator_code = observations.indicator_code
            and targets.scope_level is not distinct from observations.scope_level
    cross join thresholds
),

placed as (
    select
        *,
        -- The report of a whole year speaks of its deadline, whatever day it bears.
        case when closes_the_year then least(as_of_date, due_on) else as_of_date end as counts_on
    from met
)

select
    target_key,
    is_simulated,
    path,
    first_year,
    last_year,
    plan_known_from,
    starts_on,
    due_on,
    as_of_date,
    counts_on,
    received_on,
    superseded_on,
    report_year,
    stale_days,
    is_of_plan and counts_on <= due_on as is_own,
    is_stated_year,
    is_before,
    value,
    case when is_comparable then value end as actual,
    total,
    denominator,
    unit,
    case
        when value is not null and not is_comparable then 'unit_differs'
        else missing_reason
    end as missing_reason,
    -- A figure, or a word on it that is later than the figure before.
    (value is not null and is_comparable)
    or coalesce(
        missing_reason in ('not_applicable', 'doubted', 'impossible_counts', 'nothing_counted'),
        false
    ) as is_answer,
    progress_key
from placed
where (is_of_plan and counts_on <= due_on) or is_stated_year or is_before
