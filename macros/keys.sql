{#- Key of a target, a number of it, or a task: the plan, its reference in the document, the number.
    A reference may hold the sign that parts the key, so that sign is written as its twin. -#}
{% macro plan_item_key(plan_code, ref, measure_no=none) -%}
    {{ plan_code }} || '/' || translate({{ ref }}, '/|', '∕¦')
    {%- if measure_no %} || coalesce('/' || {{ measure_no }}, ''){% endif %}
{%- endmacro %}

{#- A reference without what offices write differently: "I.2", "i-2" and "I - 02" are one. -#}
{% macro plain_ref(ref) -%}
    regexp_replace(
        trim(regexp_replace(upper({{ ref }}), '[^0-9A-ZÀ-Ỹ]+', '-', 'g'), '-'), '(^|-)0+([0-9])', '\1\2', 'g'
    )
{%- endmacro %}
