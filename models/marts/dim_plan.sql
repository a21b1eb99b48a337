with plans as (
    select * from {{ ref('int_plans_located') }}
),

spoken as (
    {{ spoken() }}
),

-- The plan of the same unit that says it takes the place of another. Of several the one issued
-- first: from its day the older one is no longer in force.
replacing as (
    select
        unit_code,
        replaces_doc_no,
        {{ first_by('plan_code', "row(issued_on is null, issued_on, plan_code)") }} as plan_code,
        min(issued_on) as issued_on
    from (
        select
            unit_code,
            plan_code,
            issued_on,
            upper(replace(replaces_doc_no, ' ', '')) as replaces_doc_no
        from plans
        where unit_code is not null and replaces_doc_no is not null
    ) as stated
    group by unit_code, replaces_doc_no
)

select
    plans.plan_code,
    plans.plan_title,
    concat_ws(' ', coalesce(issuer_name, plan_title), year_from) as plan_name,
    plans.doc_no,
    plans.issued_on,
    plans.issuer_name,
    plans.issuer_level,
    plans.unit_code,
    plans.owner_match,
    plans.province_name,
    plans.boundary_version,
    plans.province_code,
    plans.current_province_name,
    plans.current_province_code,
    plans.year_from,
    plans.year_to,
    plans.replaces_doc_no,
    replacing.plan_code as replaced_by,
    replacing.issued_on as replaced_on,
    plans.declared_fields,
    plans.declared_targets,
    plans.declared_tasks,
    plans.is_partial,
    {{ say_remarks('plans.notes', 'vi', ' ') }} as note,
    {{ say_remarks('plans.notes', 'en', ' ') }} as note_en,
    plans.document_places,
    plans.source_document,
    plans.source_file,
    source_sha256,
    plans.source_kind,
    plans.source_locator
from plans
cross join spoken
left join replacing
    on
        plans.unit_code = replacing.unit_code
        and upper(replace(plans.doc_no, ' ', '')) = replacing.replaces_doc_no
        and plans.plan_code <> replacing.plan_code
