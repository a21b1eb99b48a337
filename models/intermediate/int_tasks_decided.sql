-- One row per task with the decisions of analysts applied.
with tasks as (
    select
        *,
        plan_code || '#' || content_key as record_key
    from {{ ref('stg_plans__tasks') }}
),

decisions as (
    select * from {{ ref('int_decisions_pivoted') }}
)

select
    tasks.task_key,
    tasks.plan_code,
    tasks.task_ref,
    tasks.task_no,
    tasks.task_text,
    tasks.products,
    tasks.coord_agency,
    tasks.due_text,
    tasks.budget_million_vnd,
    tasks.budget_note,
    tasks.is_done,
    tasks.document_place,
    tasks.inherited,
    tasks.unsure,
    tasks.note,
    tasks.source_quote,
    tasks.content_key,
    tasks.made_as,
    tasks.made_by,
    tasks.reading_confidence,
    tasks.reading_doubts,
    tasks.source_file,
    tasks.source_locator,
    tasks.record_key,
    coalesce(decisions.new_field_code, tasks.field_code) as field_code,
    coalesce(decisions.new_lead_agency, tasks.lead_agency) as lead_agency,
    coalesce(decisions.reading_decision = 'reject', false) as is_rejected,
    coalesce(decisions.reading_decision = 'accept' or decisions.correction_count > 0, false)
        as is_confirmed,
    decisions.decided_by,
    decisions.decided_at,
    decisions.decision_reason
from tasks
left join decisions on tasks.record_key = decisions.record_key
