with trends as (
    select
        *,
        change_class in ('raised', 'kept', 'lowered') and unit = '%' and not is_change_target
            as is_averaged
    from {{ ref('int_trends_explained') }}
),

counts as (
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
        {{ mean_in_order('ambition_points', 'is_averaged') }} as mean_ambition_points,
        count(*) filter (where is_averaged)::integer as averaged_count
    from trends
    group by pair_key, field_code
),

pairs as (
    select * from {{ ref('int_stages_paired') }}
)

select
    pairs.pair_key || '|' || counts.field_code as ambition_key,
    pairs.boundary_frame,
    pairs.place_code,
    pairs.place_name,
    pairs.from_plan,
    pairs.to_plan,
    pairs.from_year,
    pairs.to_year,
    pairs.crosses_boundary,
    counts.field_code,
    counts.raised_count,
    counts.kept_count,
    counts.lowered_count,
    counts.new_count,
    counts.replaced_count,
    counts.made_measurable_count,
    counts.not_restated_count,
    counts.met_and_ended_count,
    counts.outside_remit_count,
    counts.level_ended_count,
    counts.unclear_count,
    counts.not_comparable_count,
    counts.mean_ambition_points,
    counts.averaged_count
from counts
inner join pairs on counts.pair_key = pairs.pair_key
