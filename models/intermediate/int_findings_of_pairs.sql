{%- set this_target = word("'record.this_target'") -%}
{%- set this_task = word("'record.this_task'") -%}
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
        array_to_string(tasks.products, '; ') as products,
        array_to_string(document_tasks.products, '; ') as document_products,
        (
            {{ fold_vietnamese("array_to_string(document_tasks.products, '; ')") }}
            != coalesce({{ fold_vietnamese("array_to_string(tasks.products, '; ')") }}, '')
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

-- Of what only one of the two has, its value and unit stand in the places of the two sides.
differences as (
    select
        sides.plan_code,
        coalesce(sides.document_locator, sides.document_place) as place,
        sides.document_file as source_file,
        'target' as record,
        sides.target_ref as ref,
        unnest([
            case
                when not sides.is_in_document then {
                    'what': 'only_export',
                    'export': coalesce(to_json(sides.value), to_json({{ this_target }})),
                    'document': to_json(coalesce(sides.unit, ''))
                }
            end,
            case
                when not sides.is_in_export then {
                    'what': 'only_document',
                    'export': coalesce(
                        to_json(sides.document_value), to_json({{ this_target }})
                    ),
                    'document': to_json(coalesce(sides.document_unit, ''))
                }
            end,
            {% for column in [
                'value', 'comparator', 'unit', 'scope_level', 'due_year', 'baseline', 'field_code',
                'is_nested'
            ] %}
                case
                    when
                        sides.is_in_document and sides.is_in_export
                        and sides.{{ column }} is distinct from sides.document_{{ column }}
                        then {
                            'what': '{{ column }}',
                            'export': to_json(sides.{{ column }}),
                            'document': to_json(sides.document_{{ column }})
                        }
                end{{ "," if not loop.last }}
            {% endfor %}
        ]) as difference
    from sides
    union all
    select
        plan_code,
        document_locator as place,
        document_file as source_file,
        'task' as record,
        task_ref as ref,
        unnest([
            {% for column in [
                'lead_agency', 'coord_agency', 'products', 'due_text', 'budget_million_vnd',
                'field_code'
            ] %}
                case
                    when {{ column }}_differs
                        then {
                            'what': '{{ column }}',
                            'export': to_json({{ column }}),
                            'document': to_json(document_{{ column }})
                        }
                end{{ "," if not loop.last }}
            {% endfor %}
        ]) as difference
    from task_pairs
    union all
    select
        tasks.plan_code,
        tasks.document_place as place,
        paired_plans.source_file,
        'task' as record,
        tasks.task_ref as ref,
        {
            'what': 'only_export', 'export': to_json({{ this_task }}), 'document': to_json('')
        } as difference
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
        {
            'what': 'only_document', 'export': to_json({{ this_task }}), 'document': to_json('')
        } as difference
    from document_tasks
    anti join tasks
        on document_tasks.plan_code = tasks.plan_code and document_tasks.task_ref = tasks.task_ref
),

told as (
    select
        * exclude (difference),
        struct_extract(difference, 'what') as what,
        struct_extract(difference, 'export') as export,
        struct_extract(difference, 'document') as document
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
    }) }} as parameters
from told
