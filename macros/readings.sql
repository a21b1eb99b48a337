{#- Key and place of a reading, put together when asked for: as stored text they were two thirds
    of a national build. `alias` names the relation whose columns are meant. -#}

{% macro progress_key(alias) -%}
    concat_ws(
        '|', {{ alias }}.unit_code, {{ alias }}.indicator_code,
        coalesce({{ alias }}.scope_level, 'all'), {{ alias }}.period_code, {{ alias }}.as_of_date,
        {{ alias }}.received_on, {{ alias }}.data_kind
    )
{%- endmacro %}

{#- In words for an analyst: sheet and row, and the column where a row holds several readings. -#}
{% macro cell_place(alias) -%}
    concat(
        'trang ', {{ alias }}.source_sheet, ', dòng ', {{ alias }}.source_row,
        ', cột ' || {{ alias }}.source_column
    )
{%- endmacro %}
