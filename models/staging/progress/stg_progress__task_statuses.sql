select
    plan_code,
    task_ref,
    as_of_date,
    received_on,
    status,
    completed_on,
    percent_done,
    evidence_doc_no,
    evidence_issued_on,
    data_kind,
    data_kind = 'simulated' as is_simulated,
    citation,
    note,
    file_path as source_file,
    {{ cell_place() }} as source_locator,
    source_row::integer as source_row
from {{ source('raw', 'task_statuses') }}
