-- One row per boundary frame, pair of stages and field: how the demands of a field changed.
with trends as (
    select * from {{ ref('int_trends_classified') }}
)

select
    pair_key,
    field_code,
    count(*) filter (where change_class = 'raised')::integer as raised_count,
    count(*) filter (where change_class = 'kept')::integer as kept_count,
    count(*) filter (where change_class = 'lowered')::integer as lowered_count,
    count(*) filter (where change_class = 'new')::integer as new_count,
    count(*) filter (where change_class = 'dropped')::integer as dropped_count,
    count(*) filter (where change_class = 'not_comparable')::integer as not_comparable_count,
    -- Points of a share and points of a cut are not one scale: only shares are averaged.
    {{ mean_in_order('ambition_points') }} filter (
        where change_class in ('raised', 'kept', 'lowered') and unit = '%' and not is_change_target
    ) as mean_ambition_points,
    count(*) filter (
        where change_class in ('raised', 'kept', 'lowered') and unit = '%' and not is_change_target
    )::integer as averaged_count
from trends
group by pair_key, field_code
