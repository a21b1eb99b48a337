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

thresholds as (
    select * from {{ ref('int_thresholds_pivoted') }}
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
        {{ whole_numbers('plans.year_from', 'plans.year_to') }} as due_year
    from tasks
    inner join plans on tasks.plan_code = plans.plan_code
),

spans as (
    select
        task_key,
        count(*) as year_count
    from years
    group by task_key
),

-- A plan of a hundred years has no monthly deadlines that anybody follows.
recurring as (
    select
        dues.*,
        {{ items_of('dues.due_months') }} as due_month
    from dues
    inner join spans on dues.task_key = spans.task_key
    cross join thresholds
    where {{ count_items('dues.due_months') }} * spans.year_count <= thresholds.recurring_max_count
),

occurring as (
    select
        recurring.task_key,
        recurring.due_no,
        recurring.due_kind,
        recurring.due_value,
        recurring.due_note,
        recurring.due_day,
        recurring.is_assumed,
        recurring.due_month,
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

-- Nothing was due before the plan was there.
kept as (
    select
        task_key,
        due_no,
        due_kind,
        due_value,
        due_from,
        due_to,
        due_note,
        due_day,
        is_assumed
    from occurring
    where due_to >= issued_on
),

-- What cannot be spread over days stays as it is stated.
dated as (
    select
        dues.task_key,
        dues.due_no,
        dues.due_kind,
        dues.due_value,
        dues.due_from,
        dues.due_to,
        dues.due_note,
        dues.due_day,
        dues.is_assumed
    from dues
    anti join kept on dues.task_key = kept.task_key and dues.due_no = kept.due_no
    union all
    select * from kept
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
