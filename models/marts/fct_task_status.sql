with reports as (
    select * from {{ ref('int_task_reports_matched') }}
    where is_known
),

-- The same report twice in one file: the later row stands, the clash is a finding.
chosen as (
    select
        *,
        row_number() over (
            partition by report_key
            order by source_file desc, source_row desc, source_locator desc
        ) as choice
    from reports
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
from chosen
where choice = 1
