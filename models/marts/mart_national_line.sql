with measures as (
    select * from {{ ref('int_measures_deduplicated') }}
    where issuer_level in ('government', 'ministry') and stage_year is not null
),

plans as (
    select
        plan_code,
        year_from,
        issued_on
    from {{ ref('dim_plan') }}
),

years as (
    select
        measures.*,
        plans.issued_on,
        {{ whole_numbers('plans.year_from', 'measures.stage_year') }} as line_year
    from measures
    inner join plans on measures.plan_code = plans.plan_code
),

-- The next deadline of the nation; of two programmes the later one.
chosen as (
    select
        *,
        row_number() over (
            partition by indicator_code, measure_family, line_year
            order by stage_year asc, issued_on desc nulls last, target_key asc
        ) as choice
    from years
)

select
    concat_ws('|', indicator_code, measure_family, line_year) as line_key,
    indicator_code,
    chain_code,
    measure_family,
    line_year,
    stage_year as due_year,
    value,
    comparator,
    unit,
    comparability,
    plan_code,
    target_key
from chosen
where choice = 1
