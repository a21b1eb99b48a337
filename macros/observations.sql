{#- Key and place of an observation, put together when asked for: as stored text they were two
    thirds of a national build. `alias` names the relation whose columns are meant, where there are two. -#}

{% macro progress_key(alias=none) -%}
    {%- set of = alias ~ '.' if alias else '' -%}
    concat_ws(
        '|', {{ of }}unit_code, {{ of }}indicator_code, coalesce({{ of }}scope_level, 'all'),
        {{ of }}period_code, {{ of }}as_of_date, {{ of }}received_on, {{ of }}data_kind
    )
{%- endmacro %}

{#- In words for an analyst: sheet and row, and the column where a row holds several of them. -#}
{% macro cell_place(alias=none) -%}
    {%- set of = alias ~ '.' if alias else '' -%}
    {{ text_of([
        "'trang '", of ~ 'source_sheet', "', dòng '", of ~ 'source_row',
        "', cột ' || " ~ of ~ 'source_column'
    ]) }}
{%- endmacro %}

{#- How old an observation may be, by the period that it speaks of; the thresholds are columns of
    `thresholds`. -#}
{% macro stale_days_of(period_span) -%}
    case {{ period_span }}
        when 'year' then thresholds.stale_days_year
        when 'half' then thresholds.stale_days_half
        when 'quarter' then thresholds.stale_days_quarter
        else thresholds.stale_days
    end::integer
{%- endmacro %}

{#- The highest total of the observations before this one in its series: of the same year, unit and
    way of counting. A running total below it has fallen. -#}
{% macro total_before(partition, alias) -%}
    max({{ alias }}.total) over (
        partition by
            {{ partition | join(', ') }}, {{ alias }}.report_year, {{ alias }}.unit,
            ({{ alias }}.denominator is null)
        order by {{ alias }}.as_of_date
        rows between unbounded preceding and 1 preceding
    )
{%- endmacro %}

{#- A column of the row that stands last in the files: of a fact stated twice that row is taken, and
    file and place of a finding are of one row. -#}
{% macro of_last_row(column) -%}
    {{ latest_by(column, in_order(['source_file', 'source_row', 'source_locator'])) }}
{%- endmacro %}
