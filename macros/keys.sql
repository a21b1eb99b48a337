{#- Key of a target, a number of it, or a task: the plan, its reference in the document, the number.
    A reference may hold the sign that parts the key, so that sign is written as its twin. -#}
{% macro plan_item_key(plan_code, ref, measure_no=none) -%}
    {{ plan_code }} || '/' || translate({{ ref }}, '/|', '∕¦')
    {%- if measure_no %} || coalesce('/' || {{ measure_no }}, ''){% endif %}
{%- endmacro %}

{#- The code of a unit under the boundaries of today: VN63-80-SNV goes on as VN34-80-SNV. -#}
{% macro unit_of_today(unit_code, current_province_code) -%}
    regexp_replace({{ unit_code }}, '^VN63-[0-9]{2}', 'VN34-' || {{ current_province_code }})
{%- endmacro %}

{#- A reference without what offices write differently: "I.2", "i-2" and "I - 02" are one. -#}
{% macro plain_ref(ref) -%}
    {{ replace_all(
        trim_sign(replace_all('upper(' ~ ref ~ ')', "'[^0-9A-ZÀ-Ỹ]+'", "'-'"), '-'),
        "'(^|-)0+([0-9])'", back_references()
    ) }}
{%- endmacro %}

{#- The name of an agency as plans of its own province write it: "Sở Nội vụ tỉnh Long An" and
    "Sở Tài chính Hà Nội" without the province. -#}
{% macro plain_agency(unit_name, province_name) -%}
    regexp_replace(
        {{ agency_words(unit_name) }},
        ' (tinh |thanh pho |tp )?' || {{ fold_vietnamese(province_name) }} || '$', ''
    )
{%- endmacro %}

{#- An agency as it is compared: without marks, "Ủy ban nhân dân" as UBND, "các" left out. -#}
{% macro agency_words(name) -%}
    regexp_replace(
        regexp_replace({{ fold_vietnamese(name) }}, '^cac ', ''), '^uy ban nhan dan( |$)', {{ back_reference('ubnd') }}
    )
{%- endmacro %}

{#- Every agency that a cell names, whole and parted at "và": "Sở Tài chính và Sở Nội vụ" are two,
    "Sở Khoa học và Công nghệ" is one. What stands in brackets is no name. -#}
{% macro list_agencies(cell) -%}
    {%- set plain = replace_all(cell, "'[(][^)]*[)]'", "' '") -%}
    {{ change_items(
        both_lists(
            split_pattern(plain, "'[;,\n]'"), split_pattern(plain, "'[;,\n]|[ \n]+và[ \n]+'")
        ), 'item', agency_words('item')
    ) }}
{%- endmacro %}
