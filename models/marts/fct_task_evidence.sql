select
    task_key,
    evidence_no,
    doc_no,
    issued_on,
    source_file,
    source_locator
from {{ ref('stg_plans__task_evidence') }}
