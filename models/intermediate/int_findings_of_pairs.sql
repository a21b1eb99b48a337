{%- set this_target = word("'record.this_target'") -%}
{%- set this_task = word("'record.this_task'") -%}
{#- Of what only one of the two has, its value and unit stand in the places of the two sides. -#}
{%- set target_differences = [
    'case when not sides.is_in_document then '
    ~ difference_of('only_export', 'sides.value', "coalesce(sides.unit, '')", this_target) ~ ' end',
    'case when not sides.is_in_export then '
    ~ difference_of(
        'only_document', 'sides.document_value', "coalesce(sides.document_unit, '')", this_target
    ) ~ ' end'
] -%}
{%- for column in [
    'value', 'comparator', 'unit', 'scope_level', 'due_year', 'baseline', 'field_code', 'is_nested'
] -%}
    {%- do target_differences.append(
        'case when sides.is_in_document and sides.is_in_export and sides.' ~ column
        ~ ' is distinct from sides.document_' ~ column ~ ' then '
        ~ difference_of(column, 'sides.' ~ column, 'sides.document_' ~ column) ~ ' end'
    ) -%}
{%- endfor -%}
{%- set task_differences = [] -%}
{%- for column in [
    'lead_agency', 'coord_agency', 'products', 'due_text', 'budget_million_vnd', 'field_code'
] -%}
    {%- do task_differences.append(
        'case when ' ~ column ~ '_differs then '
        ~ difference_of(column, column, 'document_' ~ column) ~ ' end'
    ) -%}
{%- endfor -%}
-- One row per difference between an export and the document it was made from, with both values.
-- The export's figure stands in the tables: a person put it there.
with pairs as (
    select * from {{ ref('int_targets_paired') }}
),

exported as (
    select * from {{ ref('stg_plans__targets') }}
),

tasks as (
    select * from {{ ref('stg_plans__tasks') }}
),

document_tasks as (
    select * from {{ ref('stg_plans__document_tasks') }}
),

-- A cell that the reading left empty, since it could not be told, is no difference; nor are
-- letter case, marks that a scan lost, spaces and the stop at the end.
task_pairs as (
    select
        tasks.plan_code,
        tasks.task_ref,
        document_tasks.source_file as document_file,
        document_tasks.source_locator as document_locator,
        {% for column in ['lead_agency', 'coord_agency', 'due_text'] %}
            tasks.{{ column }},
            document_tasks.{{ column }} as document_{{ column }},
            (
                {{ fold_vietnamese('document_tasks.' ~ column) }}
                != coalesce({{ fold_vietnamese('tasks.' ~ column) }}, '')
            ) as {{ column }}_differs,
        {% endfor %}
        {{ join_items('tasks.products', '; ') }} as products,
        {{ join_items('document_tasks.products', '; ') }} as document_products,
        (
            {{ fold_vietnamese(join_items('document_tasks.products', '; ')) }}
            != coalesce({{ fold_vietnamese(join_items('tasks.products', '; ')) }}, '')
        ) as products_differs,
    {% for column in ['budget_million_vnd', 'field_code'] %}
        tasks.{{ column }},
        document_tasks.{{ column }} as document_{{ column }},
        (
            document_tasks.{{ column }} is not null
            and document_tasks.{{ column }} is distinct from tasks.{{ column }}
        ) as {{ column }}_differs{{ "," if not loop.last }}
    {% endfor %}
    from tasks
    inner join document_tasks
        on tasks.plan_code = document_tasks.plan_code and tasks.task_ref = document_tasks.task_ref
),

paired_plans as (
    select distinct
        plan_code,
        source_file
    from document_tasks
),

sides as (
    select
        pairs.*,
        exported.value,
        exported.comparator,
        exported.unit,
        exported.scope_level,
        exported.due_year,
        exported.baseline,
        exported.is_nested,
        exported.field_code,
        exported.document_place
    from pairs
    left join exported on pairs.target_key = exported.target_key
),

differences as (
    select
        sides.plan_code,
        coalesce(sides.document_locator, sides.document_place) as place,
        sides.document_file as source_file,
        'target' as record,
        sides.target_ref as ref,
        {{ items_of(list_of(target_differences)) }} as difference
    from sides
    union all
    select
        plan_code,
        document_locator as place,
        document_file as source_file,
        'task' as record,
        task_ref as ref,
        {{ items_of(list_of(task_differences)) }} as difference
    from task_pairs
    union all
    select
        tasks.plan_code,
        tasks.document_place as place,
        paired_plans.source_file,
        'task' as record,
        tasks.task_ref as ref,
        {{ difference_of('only_export', this_task, "''") }} as difference
    from tasks
    inner join paired_plans on tasks.plan_code = paired_plans.plan_code
    anti join document_tasks
        on tasks.plan_code = document_tasks.plan_code and tasks.task_ref = document_tasks.task_ref
    union all
    select
        document_tasks.plan_code,
        document_tasks.source_locator as place,
        document_tasks.source_file,
        'task' as record,
        document_tasks.task_ref as ref,
        {{ difference_of('only_document', this_task, "''") }} as difference
    from document_tasks
    anti join tasks
        on document_tasks.plan_code = tasks.plan_code and document_tasks.task_ref = tasks.task_ref
),

told as (
    select
        plan_code,
        place,
        source_file,
        record,
        ref,
        {{ field_of('difference', 'what') }} as what,
        {{ field_of('difference', 'export') }} as export,
        {{ field_of('difference', 'document') }} as document
    from differences
    where difference is not null
)

select
    'export_and_document_differ' as finding_kind,
    'warning' as severity,
    plan_code,
    source_file,
    place,
    'export_and_document_differ' || case when what like 'only_%' then '.' || what else '' end
        as sentence_code,
    {{ parameters({
        'record': word("'record.' || record"), 'ref': 'ref',
        'what': word("'column.' || what"),
        'export': 'export', 'document': 'document'
    }, as_written=['export', 'document']) }} as parameters
from told
