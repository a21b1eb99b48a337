with targets as (
    select * from {{ ref('int_targets_decided') }}
    where not is_rejected
),

-- The words and the place of a measure whose figures a person typed in.
paired as (
    select
        target_key,
        source_quote as paired_quote,
        document_file as paired_file,
        document_locator as paired_locator
    from {{ ref('int_targets_paired') }}
    where is_in_document and is_in_export
),

spoken as (
    {{ spoken() }}
)

select
    targets.target_key,
    targets.record_key,
    targets.plan_code,
    targets.target_ref,
    targets.target_no,
    targets.measure_no,
    targets.field_code,
    case when targets.measure_no is null then 'qualitative' else 'quantitative' end as kind,
    targets.indicator_code,
    targets.link_status,
    case when targets.link_status = 'reviewed' then 1e0 else targets.link_score end
        as link_score,
    targets.link_margin,
    case when targets.link_status <> 'reviewed' then targets.link_reasons end as link_reasons,
    coalesce(targets.link_decision = 'reject', false) as is_link_rejected,
    case when targets.indicator_code is not null then coalesce(targets.comparability, 'same') end
        as comparability,
    {{ say_remarks('targets.comparability_notes', 'vi', ' ') }} as comparability_note,
    {{ say_remarks('targets.comparability_notes', 'en', ' ') }} as comparability_note_en,
    targets.comparability_notes,
    targets.value,
    targets.read_value,
    targets.unit,
    targets.comparator,
    targets.scope_level,
    targets.baseline,
    targets.due_year,
    targets.is_nested,
    targets.is_conditional,
    targets.target_text,
    targets.measure_label,
    targets.measure_clause,
    targets.lead_agency,
    targets.coord_agency,
    targets.document_place,
    targets.unsure,
    targets.note,
    targets.source_file,
    targets.source_locator,
    coalesce(targets.source_quote, paired.paired_quote) as source_quote,
    coalesce(
        paired.paired_file, case when targets.source_quote is not null then targets.source_file end
    ) as quote_file,
    coalesce(
        paired.paired_locator,
        case when targets.source_quote is not null then targets.source_locator end
    ) as quote_locator,
    coalesce(targets.reading_confidence, 1e0) as reading_confidence,
    targets.reading_doubts,
    coalesce(targets.reading_confidence < thresholds.review_confidence, false)
    and not targets.is_confirmed as needs_review,
    targets.made_as,
    targets.made_by,
    targets.decided_by,
    targets.decided_at,
    targets.decision_reason
from targets
cross join spoken
cross join {{ ref('int_thresholds_pivoted') }} as thresholds
left join paired on targets.target_key = paired.target_key
