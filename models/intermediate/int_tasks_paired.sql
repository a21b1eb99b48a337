-- One row per task that both an export and its document state, with what differs.
-- A cell that the reading left empty, since it could not be told, is no difference; nor are
-- letter case, marks that a scan lost, spaces and the stop at the end.
with tasks as (
    select * from {{ ref('stg_plans__tasks') }}
),

documents as (
    select * from {{ ref('stg_plans__document_tasks') }}
)

select
    tasks.task_key,
    tasks.plan_code,
    tasks.task_ref,
    documents.source_file as document_file,
    documents.source_locator as document_locator,
    {% for column in ['lead_agency', 'coord_agency', 'due_text'] %}
        tasks.{{ column }},
        documents.{{ column }} as document_{{ column }},
        (
            {{ fold_vietnamese('documents.' ~ column) }}
            != coalesce({{ fold_vietnamese('tasks.' ~ column) }}, '')
        ) as {{ column }}_differs,
    {% endfor %}
    array_to_string(tasks.products, '; ') as products,
    array_to_string(documents.products, '; ') as document_products,
    (
        {{ fold_vietnamese("array_to_string(documents.products, '; ')") }}
        != coalesce({{ fold_vietnamese("array_to_string(tasks.products, '; ')") }}, '')
    ) as products_differs,
{% for column in ['budget_million_vnd', 'field_code'] %}
    tasks.{{ column }},
    documents.{{ column }} as document_{{ column }},
    (
        documents.{{ column }} is not null
        and documents.{{ column }} is distinct from tasks.{{ column }}
    ) as {{ column }}_differs{{ "," if not loop.last }}
{% endfor %}
from tasks
inner join documents
    on tasks.plan_code = documents.plan_code and tasks.task_ref = documents.task_ref
