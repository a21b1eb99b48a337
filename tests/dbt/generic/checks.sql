{# Every check of a table in one query. A row of the answer names the broken check and holds, as
   JSON, the row that breaks it.

   unique: lists of columns that no two rows share; a single column may be empty in many rows.
   filled: columns that are never empty, where no contract says so.
   one_of: columns with the values they may take, or nothing.
   found: columns whose value, where there is one, stands in a field of another table.
   holds: SQL expressions that every row satisfies; a null counts as broken. #}
{% test checks(model, unique=[], filled=[], one_of=[], found=[], holds=[]) %}

{%- set queries = [] -%}

{%- for columns in unique -%}
{%- set query -%}
select
    'unique: {{ columns | join(", ") }}' as broken_check,
    to_json(struct_pack({% for column in columns %}{{ column }} := {{ column }}, {% endfor %}row_count := count(*))) as broken_row
from checked
{%- if columns | length == 1 %}
where {{ columns[0] }} is not null
{%- endif %}
group by {{ columns | join(', ') }}
having count(*) > 1
{%- endset -%}
{%- do queries.append(query) -%}
{%- endfor -%}

{%- set conditions = [] -%}
{%- for column in filled -%}
{%- do conditions.append(('filled: ' ~ column, column ~ ' is null')) -%}
{%- endfor -%}
{%- for check in one_of -%}
{%- set values = "'" ~ check['values'] | join("', '") ~ "'" -%}
{%- do conditions.append(
    ('one_of: ' ~ check.column, check.column ~ ' not in (' ~ values ~ ')')
) -%}
{%- endfor -%}
{%- for expression in holds -%}
{%- do conditions.append(
    ('holds: ' ~ expression | trim, 'not coalesce(' ~ expression | trim ~ ', false)')
) -%}
{%- endfor -%}
{%- for name, condition in conditions -%}
{%- set query -%}
select '{{ name | replace("'", "''") }}' as broken_check, to_json(checked) as broken_row
from checked
where {{ condition }}
{%- endset -%}
{%- do queries.append(query) -%}
{%- endfor -%}

{%- for check in found -%}
{%- set query -%}
select
    'found: {{ check.column }} in {{ check.to.name }}' as broken_check,
    to_json(checked) as broken_row
from checked
anti join {{ check.to }} as other on checked.{{ check.column }} = other.{{ check.field }}
where checked.{{ check.column }} is not null
{%- endset -%}
{%- do queries.append(query) -%}
{%- endfor -%}

with checked as not materialized (select * from {{ model }})

{{ queries | join('\nunion all\n') }}

{% endtest %}
