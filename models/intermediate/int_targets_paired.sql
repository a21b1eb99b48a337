-- One row per measure that an export or its document states, the two side by side.
-- They meet by reference and number; a number that one of them states differently meets by
-- its place within the target.
with exported as (
    select
        *,
        row_number() over (
            partition by plan_code, target_ref, value, scope_level order by measure_no
        ) as same_no
    from {{ ref('stg_plans__targets') }}
),

documents as (
    select
        *,
        row_number() over (
            partition by plan_code, target_ref, value, scope_level order by measure_no
        ) as same_no
    from {{ ref('stg_plans__document_targets') }}
),

plans as (
    select distinct plan_code from documents
),

exact as (
    select
        exported.target_key,
        documents.plan_code,
        documents.target_ref,
        documents.measure_no
    from exported
    inner join documents
        on
            exported.plan_code = documents.plan_code
            and exported.target_ref = documents.target_ref
            and exported.value is not distinct from documents.value
            and exported.scope_level is not distinct from documents.scope_level
            and exported.same_no = documents.same_no
),

open_exported as (
    select
        exported.*,
        row_number() over (
            partition by exported.plan_code, exported.target_ref order by exported.measure_no
        ) as open_no
    from exported
    inner join plans on exported.plan_code = plans.plan_code
    anti join exact on exported.target_key = exact.target_key
),

open_documents as (
    select
        documents.*,
        row_number() over (
            partition by documents.plan_code, documents.target_ref order by documents.measure_no
        ) as open_no
    from documents
    anti join exact
        on
            documents.plan_code = exact.plan_code
            and documents.target_ref = exact.target_ref
            and documents.measure_no is not distinct from exact.measure_no
),

pairs as (
    select
        exact.target_key,
        exact.plan_code,
        exact.target_ref,
        exact.measure_no
    from exact
    union all
    select
        open_exported.target_key,
        coalesce(open_exported.plan_code, open_documents.plan_code) as plan_code,
        coalesce(open_exported.target_ref, open_documents.target_ref) as target_ref,
        open_documents.measure_no
    from open_exported
    full outer join open_documents
        on
            open_exported.plan_code = open_documents.plan_code
            and open_exported.target_ref = open_documents.target_ref
            and open_exported.open_no = open_documents.open_no
)

select
    pairs.target_key,
    pairs.plan_code,
    pairs.target_ref,
    documents.target_ref is not null as is_in_document,
    pairs.target_key is not null as is_in_export,
    documents.value as document_value,
    documents.comparator as document_comparator,
    documents.unit as document_unit,
    documents.scope_level as document_scope_level,
    documents.due_year as document_due_year,
    documents.baseline as document_baseline,
    documents.is_nested as document_is_nested,
    documents.field_code as document_field_code,
    documents.source_quote,
    documents.source_file as document_file,
    documents.source_locator as document_locator
from pairs
left join documents
    on
        pairs.plan_code = documents.plan_code
        and pairs.target_ref = documents.target_ref
        and pairs.measure_no is not distinct from documents.measure_no
