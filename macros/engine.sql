{#- What only DuckDB can do stands here under a name, so that another engine needs one file. -#}

{#- The value of a column in the row where `order_by` is greatest. -#}
{% macro latest_by(column, order_by) -%}
    arg_max({{ column }}, {{ order_by }})
{%- endmacro %}

{#- As latest_by, for a column that may be null in the greatest row. -#}
{% macro latest_by_or_null(column, order_by) -%}
    arg_max_null({{ column }}, {{ order_by }})
{%- endmacro %}

{#- Vietnamese text without marks, in lower case; strip_accents leaves the stroke of đ. -#}
{% macro fold_vietnamese(column) -%}
    translate(strip_accents(lower({{ column }})), 'đ', 'd')
{%- endmacro %}

{#- One row per whole number from first to last, in a column `n`. -#}
{% macro whole_numbers(first, last) -%}
    unnest(generate_series({{ first }}, {{ last }}))
{%- endmacro %}

{#- Last day of a calendar year. -#}
{% macro year_end(year) -%}
    make_date({{ year }}, 12, 31)
{%- endmacro %}

{#- Distinct values as a sorted list. -#}
{% macro sorted_list(column) -%}
    list_sort(list(distinct {{ column }}))
{%- endmacro %}
