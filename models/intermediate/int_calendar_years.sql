-- One row per year that a plan or an observation speaks of.
with plan_years as (
    select
        min(year_from) as first_year,
        max(year_to) as last_year
    from {{ ref('stg_plans__plans') }}
),

observation_years as (
    select
        min(year(as_of_date)) as first_year,
        max(year(as_of_date)) as last_year
    from {{ ref('fct_progress') }}
),

spans as (
    select * from plan_years
    union all
    select * from observation_years
),

ends as (
    select
        coalesce(min(first_year), 2021) as first_year,
        coalesce(max(last_year), 2030) as last_year
    from spans
)

select {{ whole_numbers('first_year', 'last_year') }} as year_number
from ends
