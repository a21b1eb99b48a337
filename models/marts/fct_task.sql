with tasks as (
    select * from {{ ref('int_tasks_decided') }}
    where not is_rejected
),

plans as (
    select
        plan_code,
        unit_code
    from {{ ref('dim_plan') }}
),

documents as (
    select
        plan_code,
        task_ref,
        source_quote,
        source_file,
        source_locator
    from {{ ref('stg_plans__document_tasks') }}
)

select
    tasks.task_key,
    tasks.record_key,
    tasks.plan_code,
    plans.unit_code,
    tasks.task_ref,
    tasks.task_no,
    tasks.field_code,
    tasks.task_text,
    tasks.products,
    tasks.lead_agency,
    tasks.coord_agency,
    tasks.due_text,
    tasks.budget_million_vnd,
    tasks.budget_note,
    tasks.is_done,
    tasks.document_place,
    tasks.inherited,
    tasks.unsure,
    tasks.note,
    tasks.source_file,
    tasks.source_locator,
    coalesce(tasks.source_quote, documents.source_quote) as source_quote,
    coalesce(
        documents.source_file, case when tasks.source_quote is not null then tasks.source_file end
    ) as quote_file,
    coalesce(
        documents.source_locator,
        case when tasks.source_quote is not null then tasks.source_locator end
    ) as quote_locator,
    coalesce(tasks.reading_confidence, 1e0) as reading_confidence,
    tasks.reading_doubts,
    coalesce(tasks.reading_confidence < thresholds.review_confidence, false)
    and not tasks.is_confirmed as needs_review,
    tasks.made_as,
    tasks.made_by,
    tasks.decided_by,
    tasks.decided_at,
    tasks.decision_reason
from tasks
inner join plans on tasks.plan_code = plans.plan_code
cross join {{ ref('int_thresholds_pivoted') }} as thresholds
left join documents
    on tasks.plan_code = documents.plan_code and tasks.task_ref = documents.task_ref
