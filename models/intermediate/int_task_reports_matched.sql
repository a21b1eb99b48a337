-- One row per report on a task. A number that the plan does not have as it stands ("2") finds the
-- task that ends with it ("I-2") where there is only one; others are kept apart by `is_known`.
with reports as (
    select
        *,
        {{ plain_ref('task_ref') }} as plain_ref
    from {{ ref('stg_progress__task_statuses') }}
),

tasks as (
    select
        plan_code,
        task_ref,
        task_key,
        {{ plain_ref('task_ref') }} as plain_ref,
        regexp_extract({{ plain_ref('task_ref') }}, '^[A-Z]+-(.+)$', 1) as short_ref
    from {{ ref('int_tasks_decided') }}
    where not is_rejected
),

-- A report on a task that was split since is one on each of its parts; of what was merged nobody
-- can tell what a report on one half says of the whole.
replaced as (
    select
        plan_code,
        {{ items_of('retired_refs') }} as task_ref,
        made_refs
    from {{ ref('stg_reviews__restructured_records') }}
    where what = 'split' and outcome = 'applied'
),

parts as (
    select
        replaced.plan_code,
        replaced.task_ref,
        tasks.task_key
    from replaced
    inner join tasks
        on
            replaced.plan_code = tasks.plan_code
            and {{ has_item('replaced.made_refs', 'tasks.task_ref') }}
),

named as (
    select
        plan_code,
        task_ref,
        task_key
    from tasks
    union all
    select * from parts
),

refs as (
    select distinct
        plan_code,
        task_ref,
        plain_ref
    from reports
),

likely as (
    select
        refs.plan_code,
        refs.task_ref,
        count(*) as candidate_count,
        min(tasks.task_key) as task_key,
        {{ sorted_list('tasks.task_ref') }} as candidates
    from refs
    inner join tasks
        on
            refs.plan_code = tasks.plan_code
            and refs.plain_ref in (tasks.plain_ref, tasks.short_ref)
    group by refs.plan_code, refs.task_ref
),

matched as (
    select
        reports.plan_code,
        reports.task_ref,
        reports.as_of_date,
        reports.received_on,
        reports.status,
        reports.completed_on,
        reports.percent_done,
        reports.evidence_doc_no,
        reports.evidence_issued_on,
        reports.data_kind,
        reports.is_simulated,
        reports.citation,
        reports.note,
        reports.source_file,
        reports.source_locator,
        reports.source_row,
        coalesce(
            exact.task_key, case when likely.candidate_count = 1 then likely.task_key end
        ) as task_key,
        exact.task_key is null and coalesce(likely.candidate_count = 1, false) as is_matched_by_end,
        likely.candidates
    from reports
    left join named as exact
        on reports.plan_code = exact.plan_code and reports.task_ref = exact.task_ref
    left join likely
        on reports.plan_code = likely.plan_code and reports.task_ref = likely.task_ref
)

select
    *,
    task_key is not null as is_known,
    task_key || '@' || as_of_date::string || '@' || received_on::string
    || case when is_simulated then '@simulated' else '' end as report_key
from matched
