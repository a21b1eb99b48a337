{#- Make a table; where an engine for large sets has made it (variable `made_in`, a folder of
    Parquet a model), from its rows. dbt-duckdb does the rest, contracts among it. -#}
{% macro duckdb__create_table_as(temporary, relation, compiled_code) -%}
    {%- set made_in = var('made_in', none) -%}
    {%- set code = compiled_code -%}
    {%- if made_in and not temporary -%}
        {%- set code = rows_made(made_in, compiled_code) -%}
    {%- endif -%}
    {{ return(dbt.duckdb__create_table_as(temporary, relation, code, *varargs, **kwargs)) }}
{%- endmacro %}

{#- The rows of a model that was made elsewhere, in the types of its contract. -#}
{% macro rows_made(made_in, compiled_code) -%}
    {%- set files = made_in ~ '/' ~ model.name ~ '/**/*.parquet' -%}
    {%- set found = run_query("select count(*) from glob('" ~ files ~ "')").rows[0][0] -%}
    {%- set columns = ['*'] -%}
    {%- if found and config.get('contract').enforced -%}
        {%- set columns, kinds = [], {} -%}
        {%- for row in run_query("describe select * from read_parquet('" ~ files ~ "')").rows -%}
            {%- do kinds.update({row[0]: row[1]}) -%}
        {%- endfor -%}
        {%- for column in model.columns.values() -%}
            {#- A cast would round without a word. #}
            {%- if column.data_type | lower in ('integer', 'bigint', 'boolean')
                and kinds[column.name].split('(')[0] in ('FLOAT', 'DOUBLE', 'DECIMAL') -%}
                {{ exceptions.raise_compiler_error(
                    model.name ~ '.' ~ column.name ~ ': ' ~ kinds[column.name]
                    ~ ' is no ' ~ column.data_type
                ) }}
            {%- endif -%}
            {%- do columns.append(
                'cast(' ~ column.name ~ ' as ' ~ column.data_type ~ ') as ' ~ column.name
            ) -%}
        {%- endfor -%}
    {%- endif -%}
    {#- Without rows there is no file: the columns and their types are those of the model itself. #}
    {%- set no_rows = '(' ~ compiled_code ~ ') as asked where false' -%}
    select {{ columns | join(', ') }} from
    {{ "read_parquet('" ~ files ~ "')" if found else no_rows }}
{%- endmacro %}
