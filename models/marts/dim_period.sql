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
),

-- Every year that a plan or an observation speaks of.
years as (
    select {{ whole_numbers('first_year', 'last_year') }} as year_number
    from ends
),

rules as (
    select * from {{ ref('reporting_periods') }}
),

general as (
    select
        null::string as plan_code,
        case
            when rules.period_kind = 'Y' then years.year_number::string
            else years.year_number::string || '-' || rules.period_kind
        end as period_code,
        rules.period_kind,
        rules.period_name_vi || ' ' || years.year_number::string as period_name_vi,
        rules.period_name_en || ' ' || years.year_number::string as period_name_en,
        years.year_number,
        make_date(
            years.year_number + rules.start_year_offset, rules.start_month, rules.start_day
        ) as starts_on,
        make_date(years.year_number, rules.end_month, rules.end_day) as ends_on,
        make_date(years.year_number, rules.send_month, rules.send_day) as send_by,
        rules.is_cumulative,
        rules.source
    from years
    cross join rules
),

-- A plan may state its own cut-offs; they hold for its unit only.
stated as (
    select
        own.plan_code,
        own.period_code,
        general.period_kind,
        general.period_name_vi,
        general.period_name_en,
        general.year_number,
        own.starts_on,
        own.ends_on,
        coalesce(own.send_by, general.send_by) as send_by,
        general.is_cumulative,
        own.source
    from {{ ref('plan_periods') }} as own
    inner join general on own.period_code = general.period_code
    inner join {{ ref('stg_plans__plans') }} as plans on own.plan_code = plans.plan_code
),

weeks as (
    select
        null::string as plan_code,
        period_code,
        'W' as period_kind,
        'Tuần ' || period_code as period_name_vi,
        'Week ' || period_code as period_name_en,
        left(period_code, 4)::integer as year_number,
        min(as_of_date) as starts_on,
        max(as_of_date) as ends_on,
        null::date as send_by,
        false as is_cumulative,
        'ngày số liệu của báo cáo' as source
    from {{ ref('fct_progress') }}
    where period_code like '____-W__'
    group by period_code
),

all_periods as (
    select * from general
    union all
    select * from stated
    union all
    select * from weeks
)

select
    coalesce(plan_code || ':', '') || period_code as period_key,
    *
from all_periods
