with findings as (
    select
        *,
        'file' as subject
    from {{ ref('int_findings_of_files') }}
    union all by name
    select
        *,
        'plan' as subject
    from {{ ref('int_findings_of_plans') }}
    union all by name
    select
        *,
        'plan' as subject
    from {{ ref('int_findings_of_pairs') }}
    union all by name
    select
        *,
        'review' as subject
    from {{ ref('int_findings_of_reviews') }}
    union all by name
    select
        *,
        'progress' as subject
    from {{ ref('int_findings_of_progress') }}
    union all by name
    select
        *,
        'progress' as subject
    from {{ ref('int_findings_of_series') }}
    union all by name
    select
        *,
        'progress' as subject
    from {{ ref('int_findings_of_doubts') }}
)

select
    row_number() over (
        order by
            case severity when 'error' then 1 when 'warning' then 2 else 3 end,
            finding_kind, source_file, place, message
    )::integer as finding_no,
    subject,
    finding_kind,
    severity,
    plan_code,
    source_file,
    place,
    -- A sentence that lacks one of its figures is still a finding.
    coalesce(message, finding_kind) as message,
    remedy
from findings
