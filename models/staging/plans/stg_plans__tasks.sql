select
    plan_code || '/' || task_ref as task_key,
    plan_code,
    task_ref,
    task_no::integer as task_no,
    field_code::integer as field_code,
    task_text,
    products,
    -- "Sở Nội vụ." and "Sở Nội vụ" are one agency.
    regexp_replace(lead_agency, '[ .;,]+$', '') as lead_agency,
    coord_agency,
    due_text,
    budget_million_vnd,
    budget_note,
    is_done,
    document_place,
    inherited,
    unsure,
    note,
    source_quote,
    file_path as source_file,
    source_locator
from {{ source('raw', 'tasks') }}
