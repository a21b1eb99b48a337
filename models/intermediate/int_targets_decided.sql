-- One row per measure or qualitative target with the decisions of analysts applied. The quote is
-- never touched; what was read first stays in read_value.
with targets as (
    select
        *,
        plan_code || '#' || content_key as record_key
    from {{ ref('stg_plans__targets') }}
),

decisions as (
    select * from {{ ref('int_decisions_pivoted') }}
),

chosen as (
    select * from {{ source('raw', 'decided_links') }}
),

joined as (
    select
        targets.*,
        decisions.link_decision,
        decisions.link_code,
        decisions.reading_decision,
        decisions.new_value,
        decisions.new_comparator,
        decisions.new_unit,
        decisions.new_scope_level,
        decisions.new_due_year,
        decisions.new_field_code,
        decisions.new_lead_agency,
        decisions.correction_count,
        decisions.decided_by,
        decisions.decided_at,
        decisions.decision_reason,
        chosen.comparability as chosen_comparability,
        chosen.comparability_notes as chosen_notes
    from targets
    left join decisions on targets.record_key = decisions.record_key
    left join chosen
        on
            targets.record_key = chosen.record_key
            and decisions.link_code = chosen.indicator_code
)

select
    target_key,
    plan_code,
    target_ref,
    target_no,
    measure_no,
    target_text,
    measure_label,
    baseline,
    is_nested,
    is_conditional,
    coord_agency,
    document_place,
    unsure,
    note,
    source_quote,
    content_key,
    made_as,
    made_by,
    measure_clause,
    linked_code,
    link_score,
    link_margin,
    link_reasons,
    link_comparability,
    link_notes,
    reading_confidence,
    reading_doubts,
    source_file,
    source_locator,
    record_key,
    link_decision,
    link_code,
    reading_decision,
    new_value,
    new_comparator,
    new_unit,
    new_scope_level,
    new_due_year,
    new_field_code,
    new_lead_agency,
    correction_count,
    decided_by,
    decided_at,
    decision_reason,
    chosen_comparability,
    chosen_notes,
    value as read_value,
    coalesce(reading_decision = 'reject', false) as is_rejected,
    coalesce(reading_decision = 'accept' or correction_count > 0, false) as is_confirmed,
    coalesce(new_field_code, field_code) as field_code,
    coalesce(new_comparator, comparator) as comparator,
    -- Only what was read as a number can be put right as a number.
    case when value is not null then coalesce(new_value, value) end as value,
    case when value is not null then coalesce(new_unit, unit) end as unit,
    case when new_scope_level is null then scope_level else nullif(new_scope_level, '') end
        as scope_level,
    coalesce(new_due_year, due_year) as due_year,
    coalesce(new_lead_agency, lead_agency) as lead_agency,
    case
        when value is null or link_decision = 'reject' then null
        else coalesce(link_code, indicator_code, linked_code)
    end as indicator_code,
    case
        when value is null or link_decision = 'reject' then 'none'
        when link_code is not null or indicator_code is not null then 'reviewed'
        else link_status
    end as link_status,
    coalesce(chosen_comparability, comparability, link_comparability) as comparability,
    case
        when link_code is not null then chosen_notes
        -- What a person wrote in a workbook is no code and is said as it stands.
        when comparability is not null
            then
                case
                    when comparability_note is not null then {{ list_of(['comparability_note']) }}
                end
        else link_notes
    end as comparability_notes
from joined
