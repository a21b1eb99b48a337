with task_days as (
    select * from {{ ref('int_task_days_reported') }}
),

deadlines as (
    select * from {{ ref('int_task_deadlines_last') }}
),

tasks as (
    select * from {{ ref('fct_task') }}
),

thresholds as (
    select * from {{ ref('int_thresholds_pivoted') }}
),

reports as (
    select
        report_key,
        data_kind,
        citation,
        source_file,
        source_locator
    from {{ ref('fct_task_status') }}
),

evidence as (
    select
        task_key,
        count(*)::integer as evidence_count,
        max(issued_on) as last_evidence_on
    from {{ ref('fct_task_evidence') }}
    group by task_key
),

judged as (
    select
        task_days.*,
        tasks.unit_code,
        tasks.field_code,
        tasks.lead_agency,
        tasks.is_done as is_done_in_plan,
        deadlines.due_on,
        deadlines.due_kinds,
        task_days.status = 'done' or tasks.is_done as is_done,
        date_diff('day', task_days.as_of_date, deadlines.due_on)::integer as days_left,
        thresholds.due_soon_days,
        coalesce(evidence.evidence_count, 0) as evidence_count,
        evidence.last_evidence_on
    from task_days
    inner join tasks on task_days.task_key = tasks.task_key
    inner join deadlines on task_days.task_key = deadlines.task_key
    cross join thresholds
    left join evidence on task_days.task_key = evidence.task_key
)

select
    concat_ws(
        '@', judged.task_key, coalesce(judged.as_of_date::varchar, 'none'),
        case when judged.is_simulated then 'simulated' else 'real' end
    ) as task_status_key,
    judged.task_key,
    judged.plan_code,
    judged.unit_code,
    judged.field_code,
    judged.lead_agency,
    judged.as_of_date,
    judged.is_simulated,
    case
        when judged.status = 'cancelled' then 'cancelled'
        when judged.is_done and judged.due_on is null then 'done_undated'
        when judged.is_done and judged.completed_on is null then 'done_undated'
        when judged.is_done and judged.completed_on <= judged.due_on then 'done_on_time'
        when judged.is_done then 'done_late'
        when judged.due_on is null then 'no_deadline'
        when judged.status is null then 'unknown'
        when judged.days_left < 0 then 'late'
        when judged.days_left <= judged.due_soon_days then 'due_soon'
        else 'not_due'
    end as state,
    case
        when judged.is_done or judged.due_on is null then null
        when judged.status is null then 'not_reported'
    end as missing_reason,
    judged.status as reported_status,
    judged.percent_done,
    judged.completed_on,
    judged.due_on,
    judged.due_kinds,
    judged.days_left,
    judged.evidence_count,
    judged.last_evidence_on,
    judged.reported_on,
    reports.data_kind,
    row_number() over (
        partition by judged.task_key, judged.is_simulated
        order by judged.as_of_date desc nulls last
    ) = 1 as is_latest,
    reports.source_file,
    reports.source_locator,
    reports.citation
from judged
left join reports on judged.report_key = reports.report_key
