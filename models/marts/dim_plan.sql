with plans as (
    select * from {{ ref('int_plans_located') }}
),

spoken as (
    {{ spoken() }}
)

select
    plan_code,
    plan_title,
    concat_ws(' ', coalesce(issuer_name, plan_title), year_from) as plan_name,
    doc_no,
    issued_on,
    issuer_name,
    issuer_level,
    unit_code,
    owner_match,
    province_name,
    boundary_version,
    province_code,
    current_province_name,
    current_province_code,
    year_from,
    year_to,
    replaces_doc_no,
    declared_fields,
    declared_targets,
    declared_tasks,
    is_partial,
    {{ say_remarks('notes', 'vi', ' ') }} as note,
    {{ say_remarks('notes', 'en', ' ') }} as note_en,
    document_places,
    source_document,
    source_file,
    source_sha256,
    source_kind,
    source_locator
from plans
cross join spoken
