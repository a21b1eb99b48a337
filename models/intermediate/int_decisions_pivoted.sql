-- One row per record that somebody decided on, a column per content.
select
    record_key,
    max(decision) filter (where what = 'link') as link_decision,
    max(new_value) filter (where what = 'link') as link_code,
    max(decision) filter (where what = 'reading') as reading_decision,
    {{ parse_number("max(new_value) filter (where what = 'value')") }} as new_value,
    max(new_value) filter (where what = 'comparator') as new_comparator,
    max(new_value) filter (where what = 'unit') as new_unit,
    max(coalesce(new_value, '')) filter (where what = 'scope_level') as new_scope_level,
    try_cast(max(new_value) filter (where what = 'due_year') as integer) as new_due_year,
    try_cast(max(new_value) filter (where what = 'field_code') as integer) as new_field_code,
    max(new_value) filter (where what = 'lead_agency') as new_lead_agency,
    count(*) filter (where decision = 'correct') as correction_count,
    {{ latest_by('decided_by', 'decided_at') }} as decided_by,
    max(decided_at) as decided_at,
    {{ latest_by_or_null('reason', 'decided_at') }} as decision_reason
from {{ ref('int_decisions_latest') }}
group by record_key
