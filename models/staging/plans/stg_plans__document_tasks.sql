select
    plan_code,
    task_ref,
    field_code::integer as field_code,
    task_text,
    lead_agency,
    due_text,
    source_quote,
    reading_confidence,
    reading_doubts,
    file_path as source_file,
    source_locator
from {{ source('raw', 'document_tasks') }}
