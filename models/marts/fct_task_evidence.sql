select
    {{ plan_item_key('plan_code', 'task_ref') }} as task_key,
    evidence_no::integer as evidence_no,
    doc_no,
    issued_on,
    file_path as source_file,
    source_locator
from {{ source('raw', 'task_evidence') }}
-- A task that an analyst struck out takes with it what hangs on it.
where
    {{ plan_item_key('plan_code', 'task_ref') }} in (select task_key from {{ ref('fct_task') }})
