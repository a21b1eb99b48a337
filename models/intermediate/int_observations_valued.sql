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

ranked as (
    select
        stated.unit_code,
        indicators.indicator_code,
        stated.scope_level,
        stated.period_code,
        stated.is_day_only,
        stated.as_of_date,
        stated.received_on,
        null::double as numerator,
        null::double as denominator,
        stated.rank::double as stated_value,
        indicators.catalogue_unit as unit,
        null::string as missing_reason,
        null::string as doubt,
        false as may_be_fraction,
        stated.data_kind,
        stated.is_simulated,
        null::integer as rank,
        stated.source_confidence,
        stated.citation,
        stated.note,
        stated.source_file,
        stated.source_sheet,
        stated.source_row,
        stated.source_column,
        row_number() over (
            partition by
                stated.unit_code, indicators.indicator_code, stated.scope_level,
                stated.period_code, stated.as_of_date, stated.received_on, stated.data_kind,
                stated.rank
            order by stated.source_file desc, stated.source_row desc
        ) as choice
    from stated
    inner join indicators on stated.indicator_code = indicators.rank_of
    where stated.rank is not null
),

results as (
    select
        unit_code,
        indicator_code,
        scope_level,
        period_code,
        is_day_only,
        as_of_date,
        received_on,
        numerator,
        denominator,
        stated_value,
        unit,
        missing_reason,
        doubt,
        may_be_fraction,
        data_kind,
        is_simulated,
        rank,
        source_confidence,
        citation,
        note,
        source_file,
        source_sheet,
        source_row,
        source_column
    from stated
    union all
    -- Two rows of other values with one rank say the rank twice: that is a matter of the values.
    select
        unit_code,
        indicator_code,
        scope_level,
        period_code,
        is_day_only,
        as_of_date,
        received_on,
        numerator,
        denominator,
        stated_value,
        unit,
        missing_reason,
        doubt,
        may_be_fraction,
        data_kind,
        is_simulated,
        rank,
        source_confidence,
        citation,
        note,
        source_file,
        source_sheet,
        source_row,
        source_column
    from ranked
    where choice = 1
),

aliases as (
    select * from {{ source('raw', 'unit_aliases') }}
),

units as (
    select unit_code from {{ ref('int_units_listed') }}
),

named as (
    select
        results.indicator_code,
        results.scope_level,
        results.period_code,
        results.is_day_only,
        results.as_of_date,
        results.received_on,
        results.numerator,
        results.denominator,
        results.stated_value,
        results.doubt,
        results.may_be_fraction,
        results.data_kind,
        results.is_simulated,
        results.rank,
        results.source_confidence,
        results.citation,
        results.note,
        results.source_file,
        results.source_sheet,
        results.source_row,
        results.source_column,
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
                then 100e0 * results.numerator / results.denominator
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
    valued.indicator_code,
    valued.scope_level,
    valued.period_code,
    valued.is_day_only,
    valued.as_of_date,
    valued.received_on,
    valued.numerator,
    valued.denominator,
    valued.stated_value,
    valued.doubt,
    valued.may_be_fraction,
    valued.data_kind,
    valued.is_simulated,
    valued.rank,
    valued.source_confidence,
    valued.citation,
    valued.note,
    valued.source_file,
    valued.source_sheet,
    valued.source_row,
    valued.source_column,
    valued.stated_unit,
    valued.unit_code,
    valued.unit,
    valued.counted_value,
    valued.has_counts,
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
