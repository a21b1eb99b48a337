with dues as (
    select * from {{ ref('stg_plans__task_dues') }}
    -- A task that an analyst struck out takes with it what hangs on it.
    where task_key in (select task_key from {{ ref('fct_task') }})
),

tasks as (
    select
        task_key,
        plan_code
    from {{ ref('fct_task') }}
),

plans as (
    select
        plan_code,
        year_from,
        year_to,
        coalesce(issued_on, date '1900-01-01') as issued_on
    from {{ ref('dim_plan') }}
),

conditioned as (
    select distinct task_key
    from dues
    where due_kind = 'conditional'
),

-- What comes back every year or quarter falls due once for each of them.
years as (
    select
        tasks.task_key,
        plans.issued_on,
        {{ whole_numbers('plans.year_from', 'plans.year_to') }}::integer as due_year
    from tasks
    inner join plans on tasks.plan_code = plans.plan_code
),

recurring as (
    select
        *,
        unnest(due_months) as due_month
    from dues
    where len(due_months) > 0
),

occurring as (
    select
        recurring.* exclude (due_from, due_to, due_months),
        null::date as due_from,
        case
            when recurring.due_day is null
                then {{ end_of_month('years.due_year', 'recurring.due_month') }}
            else {{ day_of_month('years.due_year', 'recurring.due_month', 'recurring.due_day') }}
        end as due_to,
        years.issued_on
    from recurring
    inner join years on recurring.task_key = years.task_key
),

dated as (
    select * exclude (due_months)
    from dues
    where len(due_months) = 0 or task_key not in (select task_key from years)
    union all by name
    -- Nothing was due before the plan was there.
    select * exclude (issued_on) from occurring
    where due_to >= issued_on
)

select
    dated.task_key,
    dated.due_no,
    row_number() over (
        partition by dated.task_key, dated.due_no order by dated.due_to
    )::integer as occurrence_no,
    dated.due_kind,
    dated.due_value,
    dated.due_from,
    dated.due_to,
    -- A year beside a condition is no deadline before the condition is met.
    dated.due_kind in ('year', 'range', 'ongoing') and conditioned.task_key is not null
        as is_conditional,
    dated.is_assumed,
    dated.due_note
from dated
left join conditioned on dated.task_key = conditioned.task_key
