{{ config(materialized='view') }}

-- One row per observation: what its counts give, else the value stated; nothing where they
-- contradict each other or where the observation is doubted. The unit may be named instead of
-- coded. A rank that is published beside a value is an observation of its own: plans set targets
-- for it.
with stated as (
    select * from {{ ref('stg_progress__observations') }}
),

indicators as (
    select
        indicator_code,
        unit as catalogue_unit,
        rank_of
    from {{ ref('indicators') }}
),

ranks as (
    select
        stated.* exclude (
            indicator_code, numerator, denominator, stated_value, unit, rank, missing_reason,
            doubt, may_be_fraction
        ),
        indicators.indicator_code,
        stated.rank::double as stated_value,
        indicators.catalogue_unit as unit,
        false as may_be_fraction
    from stated
    inner join indicators on stated.indicator_code = indicators.rank_of
    where stated.rank is not null
    -- Two rows of other values with one rank say the rank twice: that is a matter of the values.
    qualify row_number() over (
        partition by
            stated.unit_code, indicators.indicator_code, stated.scope_level, stated.period_code,
            stated.as_of_date, stated.received_on, stated.data_kind, stated.rank
        order by stated.source_file desc, stated.source_row desc
    ) = 1
),

results as (
    select * from stated
    union all by name
    select * from ranks
),

aliases as (
    select * from {{ source('raw', 'unit_aliases') }}
),

units as (
    select unit_code from {{ ref('int_units_listed') }}
),

named as (
    select
        results.* exclude (unit, unit_code, missing_reason),
        results.unit_code as stated_unit,
        coalesce(
            case
                when results.as_of_date < date '2025-07-01' then aliases.unit_before
                else aliases.unit_after
            end,
            aliases.unit_after, aliases.unit_before, results.unit_code
        ) as unit_code,
        coalesce(results.unit, indicators.catalogue_unit) as unit,
        results.missing_reason as stated_reason,
        case
            when results.denominator > 0 and results.numerator between 0 and results.denominator
                then 100.0 * results.numerator / results.denominator
        end as counted_value,
        results.numerator is not null and results.denominator is not null as has_counts
    from results
    left join indicators on results.indicator_code = indicators.indicator_code
    left join aliases on results.unit_code = aliases.stated_unit
),

valued as (
    select
        *,
        -- Counts that contradict each other leave nothing to go by, whatever share is stated.
        case when unit = '%' and has_counts then counted_value else stated_value end as best_value
    from named
)

select
    valued.* exclude (best_value, stated_reason),
    case when valued.doubt is null then valued.best_value end as value,
    case when valued.doubt is not null then valued.best_value end as doubted_value,
    coalesce(
        valued.stated_reason,
        case
            when valued.doubt is not null then 'doubted'
            when valued.unit = '%' and valued.numerator = 0 and valued.denominator = 0
                then 'nothing_counted'
            when valued.unit = '%' and valued.has_counts and valued.counted_value is null
                then 'impossible_counts'
            when valued.best_value is null and valued.rank is null then 'unreadable'
        end
    ) as missing_reason,
    units.unit_code is not null as is_known,
    {{ row_hash([
        'valued.unit_code', 'valued.indicator_code', 'valued.scope_level',
        'valued.period_code', 'valued.as_of_date', 'valued.received_on', 'valued.data_kind'
    ]) }} as fact_hash
from valued
left join units on valued.unit_code = units.unit_code
