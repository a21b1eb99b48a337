select
    plan_code,
    target_ref,
    measure_no::integer as measure_no,
    field_code::integer as field_code,
    target_text,
    comparator,
    value,
    unit,
    scope_level,
    baseline,
    due_year::integer as due_year,
    is_nested,
    source_quote,
    reading_confidence,
    reading_doubts,
    file_path as source_file,
    source_locator
from {{ source('raw', 'document_targets') }}
