-- One row per unit, indicator, level, as-of date and kind (simulated or real): the observation that
-- was received last, as everything known today has it. What falls below the running total before
-- it is doubted and gives no value.
with latest as (
    select * from {{ ref('int_observations_versioned') }}
    where superseded_on is null
),

cumulative as (
    select distinct
        unit_code,
        indicator_code
    from {{ ref('int_targets_windowed') }}
    where path = 'cumulative'
),

compared as (
    select
        latest.*,
        {{ total_before(['latest.unit_code', 'latest.indicator_code', 'latest.scope_level',
            'latest.is_simulated'], 'latest') }} as value_before,
        cumulative.unit_code is not null as is_cumulative
    from latest
    left join cumulative
        on
            latest.unit_code = cumulative.unit_code
            and latest.indicator_code = cumulative.indicator_code
),

checked as (
    select
        *,
        case
            when is_fraction then 'may_be_fraction'
            when is_cumulative and total < value_before then 'falling_total'
        end as series_doubt
    from compared
)

select
    unit_code,
    indicator_code,
    scope_level,
    as_of_date,
    is_simulated,
    received_on,
    case when series_doubt is null then value end as value,
    numerator,
    denominator,
    unit,
    case when series_doubt is null then missing_reason else 'doubted' end as missing_reason,
    coalesce(series_doubt, doubt) as doubt,
    series_doubt,
    case when series_doubt = 'falling_total' then value else doubted_value end as doubted_value,
    demanded,
    total,
    value_before,
    data_kind,
    progress_key,
    report_year,
    period_span,
    source_file,
    source_locator,
    citation
from checked
