-- One row per linked measure with the reform years whose readings count for it.
with targets as (
    select * from {{ ref('fct_target') }}
    where kind = 'quantitative' and indicator_code is not null
),

plans as (
    select * from {{ ref('dim_plan') }}
),

indicators as (
    select * from {{ ref('dim_indicator') }}
),

closings as (
    select
        plan_code,
        ends_on,
        try_cast(period_code as integer) as closing_year
    from {{ ref('plan_periods') }}
)

select
    targets.target_key,
    targets.plan_code,
    targets.indicator_code,
    targets.field_code,
    targets.scope_level,
    targets.value as target_value,
    targets.unit,
    targets.comparator,
    targets.baseline as stated_baseline,
    plans.unit_code,
    indicators.path,
    indicators.direction,
    indicators.reported_as,
    plans.year_from as first_year,
    targets.due_year as last_year,
    {{ reform_year_start('plans.year_from') }} as starts_on,
    coalesce(closings.ends_on, {{ reform_year_end('targets.due_year') }}) as due_on
from targets
inner join plans on targets.plan_code = plans.plan_code
-- A plan may state its own closing day.
left join closings
    on
        targets.plan_code = closings.plan_code
        and targets.due_year = closings.closing_year
inner join indicators on targets.indicator_code = indicators.indicator_code
