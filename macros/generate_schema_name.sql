{#- Marts live in `main`; everything else in the schema its folder names, without a prefix but on an
    engine that others use too. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {%- set schema = custom_schema_name | trim if custom_schema_name else target.schema -%}
    {{ env_var('CCHC_SCHEMA_PREFIX', '') }}{{ schema }}
{%- endmacro %}
