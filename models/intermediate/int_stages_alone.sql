-- One row per measure of a place that has a single stage: nothing earlier or later to compare
-- with, but it must still be seen beside the other places.
with measures as (
    select
        *,
        count(distinct plan_code || ':' || stage_year)
            over (partition by boundary_frame, place_code) as stage_count
    from {{ ref('int_measures_framed') }}
)

select
    boundary_frame,
    place_code,
    place_name,
    indicator_code,
    chain_code,
    field_code,
    nullif(effective_scope, 'all') as scope_level,
    plan_code as to_plan,
    stage_year as to_year,
    issuer_level as to_issuer_level,
    value as to_value,
    comparator as to_comparator,
    unit,
    'not_comparable' as change_class,
    false as crosses_boundary,
    ['lone_plan'] as note_codes,
    comparability_note as link_note,
    target_key as to_target_key
from measures
where stage_count = 1
