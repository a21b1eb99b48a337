{#- What only DuckDB can do stands here under a name, so that another engine needs one file. -#}

{#- The value of a column in the row where `order_by` is greatest. -#}
{% macro latest_by(column, order_by) -%}
    arg_max({{ column }}, {{ order_by }})
{%- endmacro %}

{#- The value of a column in the row where `order_by` is least. -#}
{% macro first_by(column, order_by) -%}
    arg_min({{ column }}, {{ order_by }})
{%- endmacro %}

{#- The place that comes first: row 2 before row 10. -#}
{% macro first_place(column) -%}
    arg_min({{ column }}, row(length({{ column }}), {{ column }}))
{%- endmacro %}

{#- As latest_by, for a column that may be null in the greatest row. -#}
{% macro latest_by_or_null(column, order_by) -%}
    arg_max_null({{ column }}, {{ order_by }})
{%- endmacro %}

{#- Several columns of the row where the order columns are greatest, as one struct. -#}
{% macro latest_row(columns, order_columns) -%}
    arg_max(
        struct_pack({% for c in columns %}{{ c }} := {{ c }}{{ ", " if not loop.last }}{% endfor %}),
        row({{ order_columns | join(', ') }})
    )
{%- endmacro %}

{#- As latest_row, of the row where the order columns are least. -#}
{% macro first_row(columns, order_columns) -%}
    arg_min(
        struct_pack({% for c in columns %}{{ c }} := {{ c }}{{ ", " if not loop.last }}{% endfor %}),
        row({{ order_columns | join(', ') }})
    )
{%- endmacro %}

{#- Vietnamese text without marks, in lower case; strip_accents leaves the stroke of đ. -#}
{% macro fold_vietnamese(column) -%}
    trim(regexp_replace(
        translate(strip_accents(lower({{ column }})), 'đ', 'd'), '[^a-z0-9%]+', ' ', 'g'
    ))
{%- endmacro %}

{#- One row per whole number from first to last, in a column `n`. -#}
{% macro whole_numbers(first, last) -%}
    unnest(generate_series({{ first }}, {{ last }}))
{%- endmacro %}

{#- The reform year runs from 15 December to 14 December (Công văn 581/BNV-CCHC). -#}
{% macro reform_year_start(year) -%}
    make_date({{ year }} - 1, 12, 15)
{%- endmacro %}

{% macro reform_year_end(year) -%}
    make_date({{ year }}, 12, 14)
{%- endmacro %}

{#- The last day of a month; month 0 is December of the year before. -#}
{% macro end_of_month(year, month) -%}
    (make_date({{ year }}, 1, 1) + to_months({{ month }}::integer) - to_days(1))::date
{%- endmacro %}

{#- A day of a month, the last one where the month is shorter. -#}
{% macro day_of_month(year, month, day) -%}
    least(
        (
            make_date({{ year }}, 1, 1) + to_months({{ month }}::integer - 1)
            + to_days({{ day }}::integer - 1)
        )::date,
        {{ end_of_month(year, month) }}
    )
{%- endmacro %}

{#- The reform year that a day belongs to. -#}
{% macro reform_year(day) -%}
    year({{ day }} + to_days(17))
{%- endmacro %}

{#- Those of several days that lie within a stretch (the end exclusive, null where it is open), each
    once and in order, as a list. -#}
{% macro days_within(days, first, until) -%}
    list_sort(list_distinct(list_filter(
        [{{ days | join(', ') }}],
        lambda day: day >= {{ first }} and ({{ until }} is null or day < {{ until }})
    )))
{%- endmacro %}

{#- Days of completion after one day and up to another, of reports that came after the task was
    last reported open: a sorted list. -#}
{% macro days_of_completions(completions, reopened_on, after, until) -%}
    list_sort(list_distinct(list_transform(
        list_filter(
            {{ completions }},
            lambda c: c.done_on > {{ after }} and c.done_on <= {{ until }}
            and c.said_on > coalesce({{ reopened_on }}, date '1900-01-01')
        ),
        lambda c: c.done_on
    )))
{%- endmacro %}

{#- Distinct values as a sorted list. -#}
{% macro sorted_list(column) -%}
    list_sort(list(distinct {{ column }}))
{%- endmacro %}

{#- A mean that the order of rows does not change: sums of fractions differ in the last digit. -#}
{% macro mean_in_order(expression) -%}
    avg({{ expression }} order by {{ expression }})
{%- endmacro %}

{#- A number as Vietnamese writes it: 30, 92,5. -#}
{% macro say_number(column) -%}
    replace(regexp_replace(({{ column }})::varchar, '[.]0$', ''), '.', ',')
{%- endmacro %}

{#- A number of 64 bits that stands for the values of a row: cheap to group millions by. -#}
{% macro row_hash(columns) -%}
    hash({{ columns | join(', ') }})
{%- endmacro %}

{#- A number as people write it, with a decimal comma or point. -#}
{% macro parse_number(column) -%}
    try_cast(replace({{ column }}, ',', '.') as double)
{%- endmacro %}

{#- Half a step of the last digit that a number states: 80 stands for 79.5 to 80.5. -#}
{% macro rounding_of(column) -%}
    0.5 * power(
        10,
        -case
            when {{ column }} = floor({{ column }}) then 0
            else length(split_part(({{ column }})::varchar, '.', 2))
        end
    ) + 1e-9
{%- endmacro %}

{#- Levels of who may issue a plan. -#}
{% macro issuer_levels() -%}
    ('government', 'ministry', 'province', 'department', 'office', 'district', 'commune')
{%- endmacro %}
