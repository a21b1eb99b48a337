with targets as (
    select * from {{ ref('fct_target') }}
),

tasks as (
    select * from {{ ref('fct_task') }}
    where needs_review
),

plans as (
    select * from {{ ref('int_plans_located') }}
    where unit_code is null and owner_match = 'none'
),

queue as (
    select
        record_key,
        'reading' as what,
        'target' as record_kind,
        plan_code,
        target_key as source_key,
        target_ref as record_ref,
        coalesce(measure_label, target_text) as record_text,
        value,
        unit,
        comparator,
        reading_confidence as confidence,
        reading_doubts as reasons,
        unsure,
        source_quote,
        quote_file,
        quote_locator
    from targets
    where needs_review
    union all by name
    select
        record_key,
        'link' as what,
        'target' as record_kind,
        plan_code,
        target_key as source_key,
        target_ref as record_ref,
        coalesce(measure_label, target_text) as record_text,
        value,
        unit,
        comparator,
        coalesce(link_score, 0) as confidence,
        link_reasons as reasons,
        unsure,
        source_quote,
        quote_file,
        quote_locator
    from targets
    where kind = 'quantitative' and indicator_code is null and not is_link_rejected
    union all by name
    select
        record_key,
        'reading' as what,
        'task' as record_kind,
        plan_code,
        task_key as source_key,
        task_ref as record_ref,
        task_text as record_text,
        reading_confidence as confidence,
        reading_doubts as reasons,
        unsure,
        source_quote,
        quote_file,
        quote_locator
    from tasks
    union all by name
    -- Whose plan is this? Until somebody says, no report reaches its numbers.
    select
        plan_code || '#plan' as record_key,
        'owner' as what,
        'plan' as record_kind,
        plan_code,
        plan_code as source_key,
        coalesce(doc_no, plan_code) as record_ref,
        plan_title as record_text,
        0.0 as confidence,
        owner_candidates as reasons,
        source_file as quote_file,
        source_locator as quote_locator
    from plans
)

select
    *,
    record_key || '|' || record_kind || '|' || what as queue_key
from queue
