with targets as (
    select * from {{ ref('fct_target') }}
),

tasks as (
    select * from {{ ref('fct_task') }}
    where needs_review
),

decided as (
    select
        record_key,
        what
    from {{ ref('int_decisions_latest') }}
),

-- Numbers and words of an earlier plan of which nobody can tell what became of them.
unclear as (
    select distinct
        from_target_key,
        to_target_key
    from {{ ref('mart_target_trend') }}
    where change_class = 'unclear'
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
    union all
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
    union all
    select
        record_key,
        'reading' as what,
        'task' as record_kind,
        plan_code,
        task_key as source_key,
        task_ref as record_ref,
        task_text as record_text,
        null::double as value,
        null::string as unit,
        null::string as comparator,
        reading_confidence as confidence,
        reading_doubts as reasons,
        unsure,
        source_quote,
        quote_file,
        quote_locator
    from tasks
    union all
    -- "Khi có hướng dẫn": judged from the day on which somebody records that the condition is met.
    select
        targets.record_key,
        'condition' as what,
        'target' as record_kind,
        targets.plan_code,
        targets.target_key as source_key,
        targets.target_ref as record_ref,
        coalesce(targets.measure_label, targets.target_text) as record_text,
        targets.value,
        targets.unit,
        targets.comparator,
        targets.reading_confidence as confidence,
        null as reasons,
        null as unsure,
        targets.source_quote,
        targets.quote_file,
        targets.quote_locator
    from targets
    anti join decided
        on targets.record_key = decided.record_key and decided.what = 'condition'
    where targets.is_conditional and targets.kind = 'quantitative'
    union all
    select
        targets.record_key,
        'restated' as what,
        'target' as record_kind,
        {{ any_of('targets.plan_code') }} as plan_code,
        {{ any_of('targets.target_key') }} as source_key,
        {{ any_of('targets.target_ref') }} as record_ref,
        {{ any_of('coalesce(targets.measure_label, targets.target_text)') }} as record_text,
        {{ any_of('targets.value') }} as value,
        {{ any_of('targets.unit') }} as unit,
        {{ any_of('targets.comparator') }} as comparator,
        {{ any_of('targets.reading_confidence') }} as confidence,
        {{ sorted_list(
            "later.plan_code || ', ' || later.target_ref || ': ' || later.target_text"
        ) }} as reasons,
        null as unsure,
        {{ any_of('targets.source_quote') }} as source_quote,
        {{ any_of('targets.quote_file') }} as quote_file,
        {{ any_of('targets.quote_locator') }} as quote_locator
    from unclear
    inner join targets on unclear.from_target_key = targets.target_key
    left join targets as later on unclear.to_target_key = later.target_key
    anti join decided
        on targets.record_key = decided.record_key and decided.what = 'restated'
    group by targets.record_key
    union all
    -- Whose plan is this? Until somebody says, no report reaches its numbers.
    select
        plan_code || '#plan' as record_key,
        'owner' as what,
        'plan' as record_kind,
        plan_code,
        plan_code as source_key,
        coalesce(doc_no, plan_code) as record_ref,
        plan_title as record_text,
        null::double as value,
        null::string as unit,
        null::string as comparator,
        0e0 as confidence,
        owner_candidates as reasons,
        null as unsure,
        null::string as source_quote,
        source_file as quote_file,
        source_locator as quote_locator
    from plans
)

select
    *,
    record_key || '|' || record_kind || '|' || what as queue_key
from queue
