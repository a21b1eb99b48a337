with targets as (
    select * from {{ ref('stg_plans__targets') }}
)

select
    target_key,
    plan_code,
    target_ref,
    target_no,
    measure_no,
    field_code,
    case when measure_no is null then 'qualitative' else 'quantitative' end as kind,
    indicator_code,
    -- A code in an export was put there by a person; nothing is linked by machine yet.
    case when indicator_code is null then 'none' else 'reviewed' end as link_status,
    case when indicator_code is not null then 1.0::double end as link_score,
    case when indicator_code is not null then coalesce(comparability, 'same') end as comparability,
    comparability_note,
    value,
    unit,
    comparator,
    scope_level,
    baseline,
    due_year,
    is_nested,
    is_conditional,
    target_text,
    measure_label,
    lead_agency,
    coord_agency,
    document_place,
    unsure,
    note,
    source_file,
    source_locator,
    source_quote
from targets
