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
),

named as (
    select
        * exclude (sentence_code),
        coalesce(sentence_code, finding_kind) as sentence_code
    from findings
),

spoken as (
    {{ spoken() }}
)

select
    row_number() over (
        order by
            case severity when 'error' then 1 when 'warning' then 2 else 3 end,
            finding_kind, source_file, place, sentence_code, parameters
    )::integer as finding_no,
    subject,
    finding_kind,
    severity,
    plan_code,
    source_file,
    place,
    sentence_code,
    parameters,
    -- A finding whose sentence is missing is still a finding.
    coalesce({{ say('message', 'vi') }}, finding_kind) as message,  -- noqa: PRS
    coalesce({{ say('message', 'en') }}, finding_kind) as message_en,  -- noqa: PRS
    nullif({{ say('remedy', 'vi') }}, '') as remedy,  -- noqa: PRS
    nullif({{ say('remedy', 'en') }}, '') as remedy_en  -- noqa: PRS
from named
cross join spoken
