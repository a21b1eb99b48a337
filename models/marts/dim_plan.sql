with plans as (
    select * from {{ ref('int_plans_located') }}
),

spoken as (
    {{ spoken() }}
),

followed as (
    select * from {{ ref('int_plans_followed') }}
),

-- A plan is replaced once, and may be amended several times.
later as (
    select
        from_plan,
        max(case when relation = 'replaces' then to_plan end) as replaced_by,
        max(case when relation = 'replaces' then changed_on end) as replaced_on,
        {{ join_rows("case when relation = 'amends' then to_plan end", ', ', 'turn') }}
            as amended_by,
        min(case when relation = 'amends' then changed_on end) as amended_on
    from followed
    group by from_plan
),

amending as (
    select
        to_plan,
        min(from_plan) as amends_plan
    from followed
    where relation = 'amends' and is_stated
    group by to_plan
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
    later.replaced_by,
    later.replaced_on,
    plans.amends_doc_no,
    amending.amends_plan,
    later.amended_by,
    later.amended_on,
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
left join later on plans.plan_code = later.from_plan
left join amending on plans.plan_code = amending.to_plan
