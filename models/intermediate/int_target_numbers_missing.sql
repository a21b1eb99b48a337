-- One row per number that the numbering of a plan's targets jumps over.
with plans as (
    select * from {{ ref('int_plans_counted') }}
    -- Far more numbers than targets: what was read as a number is something else, a year say.
    where last_target_number <= 3 * found_targets + 10
),

numbers as (
    select
        plan_code,
        source_file,
        {{ whole_numbers(1, 'last_target_number') }} as target_number
    from plans
),

found as (
    select distinct
        plan_code,
        try_cast(target_ref as integer) as target_number
    from {{ ref('fct_target') }}
)

select
    numbers.plan_code,
    numbers.source_file,
    numbers.target_number
from numbers
anti join found
    on numbers.plan_code = found.plan_code and numbers.target_number = found.target_number
