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
    tasks.* exclude (field_code, lead_agency),
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
