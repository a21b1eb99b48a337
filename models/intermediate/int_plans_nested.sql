-- One row per parent plan stage and child plan: the child's issuer lies below the parent's in the
-- same province of today, and the child's year is the parent's or a later one.
with stages as (
    select * from {{ ref('int_stages_listed') }}
    where boundary_frame = '34'
),

ranked as (
    select
        *,
        case issuer_level
            when 'province' then 1
            when 'department' then 2
            when 'office' then 2
            else 3
        end as issuer_rank
    from stages
)

select
    concat_ws(
        '|', parents.plan_code, parents.stage_year, children.plan_code, children.stage_year
    ) as nest_key,
    parents.place_code,
    parents.place_name,
    parents.plan_code as parent_plan,
    parents.stage_year as parent_year,
    parents.issuer_level as parent_level,
    children.plan_code as child_plan,
    children.stage_year as child_year,
    children.issuer_level as child_level,
    (parents.is_merged or children.is_merged)
    and (
        parents.boundary_version <> children.boundary_version
        or parents.province_code <> children.province_code
    ) as crosses_boundary
from ranked as parents
inner join ranked as children
    on
        parents.place_code = children.place_code
        and parents.plan_code <> children.plan_code
        and parents.issuer_rank < children.issuer_rank
        -- A plan that came before cannot answer one that came after.
        and parents.stage_year <= children.stage_year
