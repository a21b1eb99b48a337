with reports as (
    select * from {{ ref('int_task_reports_matched') }}
    where is_known
)

select
    report_key,
    task_key,
    plan_code,
    as_of_date,
    received_on,
    status,
    completed_on,
    percent_done,
    evidence_doc_no,
    evidence_issued_on,
    note,
    data_kind,
    is_simulated,
    citation,
    source_file,
    source_locator,
    source_row
from reports
-- The same report twice in one file: the later row stands, the clash is a finding.
qualify row_number() over (
    partition by report_key
    order by source_file desc, source_row desc, source_locator desc
) = 1
