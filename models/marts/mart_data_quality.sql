{#- Where a finding is told by its kind, that is the code of its sentence. -#}
{% set sources = [
    ('file', 'int_findings_of_files', 'sentence_code'),
    ('plan', 'int_findings_of_plans', 'finding_kind'),
    ('plan', 'int_findings_of_pairs', 'sentence_code'),
    ('review', 'int_findings_of_reviews', 'finding_kind'),
    ('progress', 'int_findings_of_progress', 'sentence_code'),
    ('progress', 'int_findings_of_series', 'finding_kind'),
    ('progress', 'int_findings_of_doubts', 'finding_kind')
] -%}
with named as (
    {% for subject, relation, code in sources -%}
        select
            '{{ subject }}' as subject,
            finding_kind,
            severity,
            plan_code,
            source_file,
            place,
            coalesce({{ code }}, finding_kind) as sentence_code,
            parameters
        from {{ ref(relation) }}
        {% if not loop.last %}union all{% endif %}
    {% endfor -%}
),

spoken as (
    {{ spoken() }}
)

select
    row_number() over (
        order by
            case severity when 'error' then 1 when 'warning' then 2 else 3 end,
            finding_kind, source_file, place, sentence_code, parameters, plan_code, subject
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
