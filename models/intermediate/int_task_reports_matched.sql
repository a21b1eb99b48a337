-- One row per report on a task; reports on tasks nobody planned are kept apart by `is_known`.
with reports as (
    select * from {{ ref('stg_progress__task_statuses') }}
),

tasks as (
    select task_key from {{ ref('stg_plans__tasks') }}
)

select
    reports.*,
    tasks.task_key is not null as is_known,
    reports.task_key || '@' || reports.as_of_date || '@' || reports.received_on
    || case when reports.is_simulated then '@simulated' else '' end as report_key
from reports
left join tasks on reports.task_key = tasks.task_key
