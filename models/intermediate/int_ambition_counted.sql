-- One row per boundary frame, pair of stages and field: how the demands of a field changed.
with trends as (
    select * from {{ ref('int_trends_explained') }}
)

select
    pair_key,
    field_code,
    {% for code in [
        'raised', 'kept', 'lowered', 'new', 'replaced', 'made_measurable', 'not_restated',
        'met_and_ended', 'outside_remit', 'level_ended', 'unclear', 'not_comparable'
    ] -%}
        count(*) filter (where change_class = '{{ code }}')::integer as {{ code }}_count,
    {% endfor -%}
    -- Points of a share and points of a cut are not one scale: only shares are averaged.
    {{ mean_in_order('ambition_points') }} filter (
        where change_class in ('raised', 'kept', 'lowered') and unit = '%' and not is_change_target
    ) as mean_ambition_points,
    count(*) filter (
        where change_class in ('raised', 'kept', 'lowered') and unit = '%' and not is_change_target
    )::integer as averaged_count
from trends
group by pair_key, field_code
