-- Provinces and the nation are not named as who does the work of a plan.
with units as (
    select
        unit_code,
        boundary_version,
        province_code,
        {{ plain_agency('unit_name', 'province_name') }} as plain_name
    from {{ ref('dim_unit') }}
    where unit_kind not in ('province', 'country') and province_code is not null
),

mergers as (
    select
        merger_code,
        unit_code as province_unit_code,
        old_agency,
        {{ fold_vietnamese('old_agency') }} as plain_old,
        {{ fold_vietnamese('new_agency') }} as plain_new
    from {{ ref('dim_agency_merger') }}
    -- Where one function moved, the agency that had it went on.
    where
        change_kind <> 'function_moved' and old_agency is not null
        and {{ fold_vietnamese('old_agency') }} <> {{ fold_vietnamese('new_agency') }}
),

-- Every name that a unit goes by in plans of its province: its own, and those of what became it.
names as (
    select
        unit_code,
        boundary_version,
        province_code,
        plain_name,
        null as merger_code,
        null as old_agency
    from units
    union all
    select
        units.unit_code,
        units.boundary_version,
        units.province_code,
        mergers.plain_old as plain_name,
        mergers.merger_code,
        mergers.old_agency
    from units
    inner join mergers
        on
            units.plain_name = mergers.plain_new
            and 'VN' || units.boundary_version || '-' || units.province_code
            = mergers.province_unit_code
),

plans as (
    select
        plan_code,
        unit_code,
        boundary_version,
        province_code
    from {{ ref('dim_plan') }}
),

tasks as (
    select
        task.task_key,
        task.plan_code,
        plans.unit_code as plan_unit_code,
        plans.boundary_version,
        plans.province_code,
        ' ' || {{ fold_vietnamese('task.lead_agency') }} || ' ' as lead_words,
        ' ' || {{ fold_vietnamese('task.coord_agency') }} || ' ' as coord_words
    from {{ ref('fct_task') }} as task
    inner join plans on task.plan_code = plans.plan_code
),

-- A name of one word ("Văn phòng" is two) says too little.
named as (
    select
        names.unit_code,
        tasks.task_key,
        tasks.plan_code,
        case
            when contains(tasks.lead_words, ' ' || names.plain_name || ' ') then 'lead'
            when contains(tasks.coord_words, ' ' || names.plain_name || ' ') then 'coord'
        end as part,
        names.merger_code,
        names.old_agency
    from names
    inner join tasks
        on
            names.boundary_version = tasks.boundary_version
            and names.province_code = tasks.province_code
            and names.unit_code is distinct from tasks.plan_unit_code
    where contains(names.plain_name, ' ')
),

parts as (
    select
        unit_code,
        task_key,
        plan_code,
        part,
        merger_code,
        old_agency
    from named
    where part is not null
    union all
    select
        plan_unit_code as unit_code,
        task_key,
        plan_code,
        'own' as part,
        null as merger_code,
        null as old_agency
    from tasks
    where plan_unit_code is not null
)

select
    unit_code || '|' || task_key as unit_task_key,
    unit_code,
    task_key,
    plan_code,
    part,
    merger_code,
    old_agency as named_as
from parts
-- Who leads a task under one name and helps under another leads it.
qualify row_number() over (
    partition by unit_code, task_key
    order by part = 'lead' desc, merger_code is null desc, merger_code
) = 1
