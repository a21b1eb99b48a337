with tasks as (
    select * from {{ ref('stg_plans__tasks') }}
)

select
    task_key,
    plan_code,
    task_ref,
    task_no,
    field_code,
    task_text,
    products,
    lead_agency,
    coord_agency,
    due_text,
    budget_million_vnd,
    budget_note,
    is_done,
    document_place,
    inherited,
    unsure,
    note,
    source_file,
    source_locator,
    source_quote
from tasks
