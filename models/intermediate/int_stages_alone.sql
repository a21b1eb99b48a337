-- One row per measure of a stage that stands in no pair: nothing earlier or later to compare with,
-- but it must still be seen beside the other places.
with measures as (
    select * from {{ ref('int_measures_framed') }}
),

pairs as (
    select * from {{ ref('int_stages_paired') }}
),

paired as (
    select
        boundary_frame,
        place_code,
        from_plan as plan_code,
        from_year as stage_year
    from pairs
    union
    select
        boundary_frame,
        place_code,
        to_plan,
        to_year
    from pairs
)

select
    measures.boundary_frame,
    measures.place_code,
    measures.place_name,
    measures.indicator_code,
    measures.chain_code,
    measures.field_code,
    nullif(measures.effective_scope, 'all') as scope_level,
    measures.plan_code as to_plan,
    measures.stage_year as to_year,
    measures.issuer_level as to_issuer_level,
    measures.value as to_value,
    measures.comparator as to_comparator,
    measures.unit,
    'not_comparable' as change_class,
    false as crosses_boundary,
    {{ list_of(["'lone_plan'"]) }} as note_codes,
    coalesce(measures.comparability_notes, {{ empty_list() }}) as link_notes,
    measures.target_key as to_target_key
from measures
anti join paired
    on
        measures.boundary_frame = paired.boundary_frame
        and measures.place_code = paired.place_code
        and measures.plan_code = paired.plan_code
        and measures.stage_year = paired.stage_year
