select
    plan_code,
    task_ref,
    field_code::integer as field_code,
    task_text,
    products,
    nullif(regexp_replace(lead_agency, '[ .;,]+$', ''), '') as lead_agency,
    coord_agency,
    due_text,
    budget_million_vnd,
    source_quote,
    reading_confidence,
    reading_doubts,
    file_path as source_file,
    source_locator
from {{ source('raw', 'document_tasks') }}
