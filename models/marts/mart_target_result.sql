-- One row per number that a province or the nation demands of an indicator that somebody publishes,
-- and year of a published result of the same territory; one row without a result where none is
-- known. Results published for a year usually come a year late, so they are set beside the demand
-- whether or not its deadline has come; the verdict on a number is in mart_attainment.
with targets as (
    select
        targets.target_key,
        targets.plan_code,
        targets.indicator_code,
        targets.comparator,
        targets.value as demanded,
        targets.unit,
        targets.due_year,
        plans.unit_code,
        plans.issuer_level,
        plans.boundary_version,
        plans.province_code,
        plans.current_province_code
    from {{ ref('fct_target') }} as targets
    inner join {{ ref('dim_plan') }} as plans on targets.plan_code = plans.plan_code
    -- A number that its plan states twice is one demand.
    anti join {{ ref('int_targets_repeated') }} as repeated
        on targets.target_key = repeated.target_key
    where
        plans.issuer_level in ('government', 'province')
        and targets.comparator in ('eq', 'gte', 'lte')
        and targets.value is not null
        and targets.scope_level is null
),

-- A merged province is another territory than before.
unchanged as (
    select current_province_code
    from {{ ref('dim_province_lineage') }}
    where change_kind = 'unchanged'
),

units as (
    select
        units.*,
        unchanged.current_province_code is not null as is_unchanged
    from {{ ref('dim_unit') }} as units
    left join unchanged on units.current_province_code = unchanged.current_province_code
    where units.unit_kind in ('country', 'province')
),

results as (
    select
        facts.progress_key,
        facts.unit_code,
        facts.indicator_code,
        year(facts.as_of_date)::integer as published_year,
        facts.as_of_date,
        facts.received_on,
        facts.value,
        facts.unit,
        facts.data_kind,
        facts.source_confidence,
        facts.citation,
        facts.source_file,
        facts.source_locator,
        units.unit_kind,
        units.boundary_version,
        units.province_code,
        units.current_province_code,
        units.is_unchanged
    from {{ ref('fct_progress') }} as facts
    inner join units on facts.unit_code = units.unit_code
    where
        facts.data_kind in ('published', 'official')
        and facts.value is not null
        and facts.scope_level is null
),

published as (
    select distinct indicator_code from results
),

matched as (
    select
        targets.target_key,
        results.progress_key,
        results.unit_code,
        results.indicator_code,
        results.published_year,
        results.as_of_date,
        results.value,
        results.unit,
        results.data_kind,
        results.source_confidence,
        results.citation,
        results.source_file,
        results.source_locator,
        row_number() over (
            partition by targets.target_key, results.published_year
            order by
                results.as_of_date desc, results.received_on desc, results.progress_key desc
        ) as choice
    from targets
    inner join results
        on
            targets.indicator_code = results.indicator_code
            and targets.unit = results.unit
            and (targets.due_year is null or targets.due_year >= results.published_year)
            and case
                when targets.issuer_level = 'government' then results.unit_kind = 'country'
                when results.unit_kind <> 'province' then false
                when targets.current_province_code is distinct from results.current_province_code
                    then false
                else
                    results.is_unchanged
                    or (
                        targets.boundary_version = results.boundary_version
                        and targets.province_code = results.province_code
                    )
            end
),

-- The last word of a year stands for it.
paired as (
    select * from matched
    where choice = 1
),

signed as (
    select
        targets.*,
        {{ measure_sign('targets.comparator', 'indicators.direction', 'false') }} as sign,
        paired.progress_key,
        paired.unit_code as published_unit,
        paired.published_year,
        paired.as_of_date,
        paired.value as published,
        paired.data_kind,
        paired.source_confidence,
        paired.citation,
        paired.source_file,
        paired.source_locator,
        row_number() over (
            partition by targets.target_key order by paired.published_year desc nulls last
        ) = 1 as is_newest
    from targets
    semi join published on targets.indicator_code = published.indicator_code
    inner join {{ ref('dim_indicator') }} as indicators
        on targets.indicator_code = indicators.indicator_code
    left join paired on targets.target_key = paired.target_key
)

select
    concat_ws('|', target_key, published_year) as result_key,
    target_key,
    plan_code,
    issuer_level,
    unit_code,
    indicator_code,
    comparator,
    demanded,
    unit,
    due_year,
    published_unit,
    published_year,
    as_of_date,
    published,
    {{ gap_points('published', 'demanded', 'sign') }} as gap_points,
    {{ is_met('published', 'demanded', 'sign') }} as is_demand_met,
    is_newest,
    data_kind,
    source_confidence,
    citation,
    source_file,
    source_locator,
    progress_key
from signed
