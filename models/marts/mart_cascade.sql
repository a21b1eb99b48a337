with cascade as (
    select * from {{ ref('int_cascade_compared') }}
),

spoken as (
    {{ spoken() }}
)

select
    nest_key || '|' || parent_target_key as cascade_key,
    place_code,
    place_name,
    parent_plan,
    parent_year,
    parent_level,
    child_plan,
    child_year,
    child_level,
    indicator_code,
    chain_code,
    field_code,
    scope_level,
    unit,
    parent_value,
    parent_comparator,
    child_value,
    child_comparator,
    cascade_class,
    ambition_points,
    case
        when child_target_key is null then null
        when is_successor or child_comparability = 'definition' then 'definition'
        else 'level'
    end as comparability,
    {{ say_remarks('child_notes', 'vi', ' ') }} as note,
    {{ say_remarks('child_notes', 'en', ' ') }} as note_en,
    parent_target_key,
    child_target_key
from cascade
cross join spoken
