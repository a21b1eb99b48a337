-- One row per stage of a parent plan and child plan: the child's issuer stands right below the
-- parent's in one line of authority, under the boundaries both were issued for, and the years of
-- the stage overlap those of the child. The nation is above a province; a province is above its
-- departments, offices, districts and communes; a department or district is above nobody's plan
-- here.
with plans as (
    select * from {{ ref('int_plans_located') }}
),

named as (
    select distinct
        plan_code,
        stage_year
    from {{ ref('int_measures_deduplicated') }}
    where stage_year is not null
),

-- A stage lasts from the year after the stage before it.
stages as (
    select
        plan_code,
        stage_year,
        lag(stage_year) over (partition by plan_code order by stage_year) + 1 as stage_from
    from named
)

select
    concat_ws('|', parents.plan_code, stages.stage_year, children.plan_code) as nest_key,
    children.current_province_name as place_name,
    'VN34-' || children.current_province_code as place_code,
    parents.plan_code as parent_plan,
    stages.stage_year as parent_year,
    parents.issuer_level as parent_level,
    children.plan_code as child_plan,
    children.issuer_level as child_level
from plans as parents
inner join stages on parents.plan_code = stages.plan_code
inner join plans as children
    on
        parents.plan_code <> children.plan_code
        and children.current_province_code is not null
        and coalesce(stages.stage_from, parents.year_from) <= children.year_to
        and stages.stage_year >= children.year_from
        and (
            (
                parents.issuer_level in ('government', 'ministry')
                and children.issuer_level = 'province'
            )
            or (
                parents.issuer_level = 'province'
                and children.issuer_level in ('department', 'office', 'district', 'commune')
                and parents.boundary_version = children.boundary_version
                and parents.province_code = children.province_code
            )
        )
