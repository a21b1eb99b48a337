-- Provinces and the nation are not named as who does the work of a plan.
with units as (
    select
        unit_code,
        boundary_version,
        province_code,
        {{ agency_words('unit_name') }} as whole_name,
        {{ plain_agency('unit_name', 'province_name') }} as plain_name
    from {{ ref('dim_unit') }}
    where
        unit_kind not in ('province', 'country', 'government', 'ministry')
        and province_code is not null
),

mergers as (
    select
        merger_code,
        unit_code as province_unit_code,
        old_agency,
        {{ agency_words('old_agency') }} as plain_old,
        regexp_replace({{ agency_words('new_agency') }}, ' (tinh|thanh pho)$', '') as plain_new
    from {{ ref('dim_agency_merger') }}
    -- Where one function moved, the agency that had it went on.
    where
        change_kind <> 'function_moved' and old_agency is not null
        and {{ agency_words('old_agency') }} <> {{ agency_words('new_agency') }}
),

-- Every name that a unit goes by in plans of its province: its own, and those of what became it.
goes_by as (
    select
        unit_code,
        boundary_version,
        province_code,
        -- "Văn phòng UBND tỉnh Sơn La" is "Văn phòng UBND tỉnh" there.
        {{ items_of(list_of([
            'whole_name', 'plain_name', "plain_name || ' tinh'", "plain_name || ' thanh pho'"
        ])) }}
            as agency,
        null::string as merger_code,
        null::string as old_agency
    from units
    union all
    select
        units.unit_code,
        units.boundary_version,
        units.province_code,
        mergers.plain_old as agency,
        mergers.merger_code,
        mergers.old_agency
    from units
    inner join mergers
        on
            units.plain_name = mergers.plain_new
            and 'VN' || units.boundary_version || '-' || units.province_code
            = mergers.province_unit_code
),

-- A name of one word, or of a kind alone, is nobody's.
names as (
    select
        *,
        -- "Các sở: Tư pháp, Tài chính": the head is said once for all.
        case when agency like 'so %' then substring(agency, 4) end as tail
    from goes_by
    where contains(agency, ' ') and agency not in ('thanh pho', 'van phong', 'thi xa')
),

plans as (
    select
        plan_code,
        unit_code,
        issuer_level,
        boundary_version,
        province_code
    from {{ ref('dim_plan') }}
),

tasks as (
    select
        task.task_key,
        task.plan_code,
        plans.unit_code as plan_unit_code,
        plans.issuer_level,
        plans.boundary_version,
        plans.province_code,
        {{ list_agencies('task.lead_agency') }} as leads,
        {{ list_agencies('task.coord_agency') }} as coords,
        {{ matches(fold_vietnamese('task.lead_agency'), "'(^| )cac so( |$)'") }} as has_lead_list,
        {{ matches(fold_vietnamese('task.coord_agency'), "'(^| )cac so( |$)'") }}
            as has_coord_list
    from {{ ref('fct_task') }} as task
    inner join plans on task.plan_code = plans.plan_code
),

-- The plan of a department names its own rooms; only a province names its departments.
named as (
    select
        names.unit_code,
        tasks.task_key,
        tasks.plan_code,
        case
            when
                {{ has_item('tasks.leads', 'names.agency') }}
                or (tasks.has_lead_list and {{ has_item('tasks.leads', 'names.tail') }})
                then 'lead'
            when
                {{ has_item('tasks.coords', 'names.agency') }}
                or (tasks.has_coord_list and {{ has_item('tasks.coords', 'names.tail') }})
                then 'coord'
        end as part,
        names.merger_code,
        names.old_agency
    from names
    inner join tasks
        on
            names.boundary_version = tasks.boundary_version
            and names.province_code = tasks.province_code
            and names.unit_code is distinct from tasks.plan_unit_code
    where tasks.issuer_level = 'province'
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
        null::string as merger_code,
        null::string as old_agency
    from tasks
    where plan_unit_code is not null
),

-- Who leads a task under one name and helps under another leads it.
chosen as (
    select
        *,
        row_number() over (
            partition by unit_code, task_key
            order by part = 'lead' desc, merger_code is null desc, merger_code asc
        ) as choice
    from parts
)

select
    unit_code || '|' || task_key as unit_task_key,
    unit_code,
    task_key,
    plan_code,
    part,
    merger_code,
    old_agency as named_as
from chosen
where choice = 1
