with targets as (
    select * from {{ ref('fct_target') }}
    where needs_review
),

tasks as (
    select * from {{ ref('fct_task') }}
    where needs_review
),

queue as (
    select
        target_key as record_key,
        'target' as record_kind,
        plan_code,
        target_ref as record_ref,
        coalesce(measure_label, target_text) as record_text,
        value,
        unit,
        comparator,
        reading_confidence,
        reading_doubts,
        unsure,
        source_quote,
        quote_file,
        quote_locator
    from targets
    union all by name
    select
        task_key as record_key,
        'task' as record_kind,
        plan_code,
        task_ref as record_ref,
        task_text as record_text,
        reading_confidence,
        reading_doubts,
        unsure,
        source_quote,
        quote_file,
        quote_locator
    from tasks
)

select * from queue
