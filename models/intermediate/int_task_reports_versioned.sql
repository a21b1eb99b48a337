-- One row per task and report on it, with the days on which it was the last word on its as-of date:
-- from received_on until superseded_on (exclusive; null while it stands). What was said of a task
-- that a later version of its plan took the place of is said of the task there.
with reports as (
    select * from {{ ref('fct_task_status') }}
),

successions as (
    select distinct
        from_key,
        to_key
    from {{ ref('mart_version_change') }}
    where subject = 'task' and from_key is not null and to_key is not null
),

owned as (
    select
        task_key as owner_key,
        report_key
    from reports
    union
    select
        successions.to_key as owner_key,
        reports.report_key
    from reports
    inner join successions on reports.task_key = successions.from_key
)

select
    reports.report_key,
    owned.owner_key as task_key,
    reports.plan_code,
    reports.as_of_date,
    reports.received_on,
    reports.status,
    reports.completed_on,
    reports.percent_done,
    reports.evidence_doc_no,
    reports.evidence_issued_on,
    reports.note,
    reports.data_kind,
    reports.is_simulated,
    reports.citation,
    reports.source_file,
    reports.source_locator,
    reports.source_row,
    coalesce(reports.completed_on, reports.as_of_date) as done_on,
    lead(reports.received_on) over (
        partition by owned.owner_key, reports.is_simulated, reports.as_of_date
        order by reports.received_on, reports.report_key
    ) as superseded_on
from owned
inner join reports on owned.report_key = reports.report_key
