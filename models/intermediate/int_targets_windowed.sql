-- One row per linked measure with the span of dates in which a reading counts for it.
-- The reform year runs from 15 December to 14 December; a published yearly figure carries 31/12.
with targets as (
    select * from {{ ref('fct_target') }}
    where kind = 'quantitative' and indicator_code is not null
),

plans as (
    select * from {{ ref('dim_plan') }}
),

indicators as (
    select * from {{ ref('dim_indicator') }}
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
    make_date(plans.year_from - 1, 12, 15) as starts_on,
    {{ year_end('targets.due_year') }} as due_on
from targets
inner join plans on targets.plan_code = plans.plan_code
inner join indicators on targets.indicator_code = indicators.indicator_code
