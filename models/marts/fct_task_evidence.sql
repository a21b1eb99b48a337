select
    task_key,
    evidence_no,
    doc_no,
    issued_on,
    source_file,
    source_locator
from {{ ref('stg_plans__task_evidence') }}
-- A task that an analyst struck out takes with it what hangs on it.
where task_key in (select task_key from {{ ref('fct_task') }})
