-- Observations that no plan uses: nothing on them is wrong, but they reach no target.
-- Indices and scores of the portal are made by others than the unit, whoever hands them in.
with observations as (
    select
        facts.unit_code,
        facts.indicator_code,
        facts.is_simulated,
        facts.data_kind in ('published', 'derived')
        or indicators.family in ('index', 'portal', 'rank') as is_published,
        count(*) as observation_count,
        min(facts.as_of_date) as first_date,
        max(facts.as_of_date) as last_date,
        max(facts.source_file) as source_file
    from {{ ref('int_observations_stored') }} as facts
    inner join {{ ref('indicators') }} as indicators
        on facts.indicator_code = indicators.indicator_code
    group by facts.unit_code, facts.indicator_code, facts.is_simulated, is_published
),

used as (
    select distinct
        unit_code,
        indicator_code
    from {{ ref('int_targets_windowed') }}
    where unit_code is not null
),

plans as (
    select
        unit_code,
        plan_code,
        current_province_code,
        issuer_level
    from {{ ref('dim_plan') }}
),

owners as (
    select distinct unit_code from plans
    where unit_code is not null
),

units as (
    select * from {{ ref('dim_unit') }}
),

unused as (
    select
        observations.*,
        owners.unit_code is not null as has_plan
    from observations
    anti join used
        on
            observations.unit_code = used.unit_code
            and observations.indicator_code = used.indicator_code
    left join owners on observations.unit_code = owners.unit_code
),

-- Units of the same kind and the same province of today that have a plan.
near as (
    select
        units.unit_code,
        {{ sorted_list('plans.unit_code') }} as candidates
    from units
    inner join plans
        on
            units.current_province_code = plans.current_province_code
            and units.unit_kind = plans.issuer_level
            and units.unit_code <> plans.unit_code
    group by units.unit_code
),

-- Indicators that a plan of the unit does speak of.
spoken as (
    select
        unit_code,
        {{ sorted_list('indicator_code') }} as indicators
    from used
    group by unit_code
),

grouped as (
    select
        unit_code,
        case when has_plan then 'indicator_not_in_plan' else 'unit_without_plan' end as reason,
        is_simulated,
        is_published,
        sum(observation_count)::bigint as observation_count,
        min(first_date) as first_date,
        max(last_date) as last_date,
        {{ sorted_list('indicator_code') }} as indicators,
        max(source_file) as source_file
    from unused
    group by unit_code, has_plan, is_simulated, is_published
)

select
    concat_ws(
        '@', grouped.unit_code, grouped.reason,
        case when grouped.is_simulated then 'simulated' else 'real' end,
        case when grouped.is_published then 'published' else 'reported' end
    ) as unused_key,
    grouped.unit_code,
    units.unit_name,
    grouped.reason,
    grouped.is_simulated,
    grouped.is_published,
    grouped.observation_count,
    grouped.first_date,
    grouped.last_date,
    grouped.indicators,
    case
        when grouped.reason = 'unit_without_plan' then coalesce(near.candidates, {{ empty_list() }})
        else coalesce(spoken.indicators, {{ empty_list() }})
    end as candidates,
    grouped.source_file
from grouped
inner join units on grouped.unit_code = units.unit_code
left join near on grouped.unit_code = near.unit_code
left join spoken on grouped.unit_code = spoken.unit_code
