-- One row per receipt of an observation that a plan counts on, with the days on which it was the
-- last word on its as-of date: from received_on until superseded_on (exclusive; null while it
-- stands). Simulated and real observations never stand in for each other.
with facts as (
    select
        *,
        -- A report says its year; a week or a bare day belongs to the reform year it falls in.
        case
            when {{ matches('period_code', "'^20[0-9][0-9](-(Q[1-4]|H[12]|Y))?$'") }}
                then left(period_code, 4)::integer
            else {{ reform_year('as_of_date') }}
        end as report_year,
        case
            when is_day_only then 'day'
            when {{ matches('period_code', "'^[0-9]{4}(-Y)?$'") }} then 'year'
            when {{ matches('period_code', "'-H[12]$'") }} then 'half'
            when {{ matches('period_code', "'-Q[1-4]$'") }} then 'quarter'
            else 'day'
        end as period_span,
        {{ matches('period_code', "'^[0-9]{4}(-(Q4|H2|Y))?$'") }}
        and not is_day_only as closes_the_year
    from {{ ref('int_observations_counted') }}
),

-- Of two receipts of one day the one whose period is longer stands: second quarter and first half
-- end on one day, and what adds up from the start of the year speaks of more than a quarter.
ranked as (
    select
        *,
        row_number() over (
            partition by
                unit_code, indicator_code, scope_level, as_of_date, is_simulated, received_on
            order by
                case period_span when 'year' then 3 when 'half' then 2 else 1 end desc,
                source_file desc, source_row desc, source_locator desc
        ) as choice
    from facts
),

received as (
    select * from ranked
    where choice = 1
),

demands as (
    select
        unit_code,
        indicator_code,
        max(target_value) filter (
            where unit = '%' and comparator in ('eq', 'gte')
        ) as demanded
    from {{ ref('int_targets_windowed') }}
    where unit_code is not null and indicator_code is not null
    group by unit_code, indicator_code
),

checked as (
    select
        received.*,
        demands.demanded,
        -- A hundred times as much is just what the plan speaks of.
        coalesce(
            received.may_be_fraction
            and 100 * received.value between demands.demanded / 2 and 100
            and received.value < demands.demanded / 2,
            false
        ) as is_fraction,
        lead(received.received_on) over (
            partition by
                received.unit_code, received.indicator_code, received.scope_level,
                received.as_of_date, received.is_simulated
            order by received.received_on
        ) as superseded_on
    from received
    left join demands
        on
            received.unit_code = demands.unit_code
            and received.indicator_code = demands.indicator_code
)

select
    unit_code,
    indicator_code,
    scope_level,
    is_simulated,
    as_of_date,
    received_on,
    superseded_on,
    report_year,
    period_span,
    closes_the_year,
    case when not is_fraction then value end as value,
    -- What adds up: of a share its part, since the whole may grow.
    case
        when denominator is null then value
        when value is not null then numerator
    end as total,
    numerator,
    denominator,
    stated_value,
    unit,
    case when is_fraction then 'doubted' else missing_reason end as missing_reason,
    case when is_fraction then 'may_be_fraction' else doubt end as doubt,
    case when is_fraction then value else doubted_value end as doubted_value,
    is_fraction,
    demanded,
    data_kind,
    progress_key,
    source_file,
    source_locator,
    citation
from checked
