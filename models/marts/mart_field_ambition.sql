with counts as (
    select * from {{ ref('int_ambition_counted') }}
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
