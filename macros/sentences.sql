{#- What people read is a code with parameters in the tables and a sentence of seeds/sentences.csv;
    pipeline/support/sentences.py fills the blanks alike. -#}

{#- What fills the blanks of a sentence: name of a blank -> expression. Numbers stay numbers: each
    language writes them its own way. A text that `word` made is said by the sentence of
    its code. What is JSON already is named in `as_written`. -#}
{% macro parameters(blanks, as_written=[]) -%}
    {{ return(adapter.dispatch('parameters', 'cchc')(blanks, as_written)) }}
{%- endmacro %}

{% macro duckdb__parameters(blanks, as_written) -%}
    {%- set pairs = [] -%}
    {%- for name, expression in blanks.items() -%}
        {%- do pairs.append("'" ~ name ~ "', " ~ expression) -%}
    {%- endfor -%}
    json_object({{ pairs | join(", ") }})::string
{%- endmacro %}

{% macro spark__parameters(blanks, as_written) -%}
    {%- set pairs = [] -%}
    {%- for name, expression in blanks.items() -%}
        {%- set value = expression if name in as_written else as_json(expression) -%}
        {%- do pairs.append("'\"" ~ name ~ "\":' || coalesce(" ~ value ~ ", 'null')") -%}
    {%- endfor -%}
    '{' || concat_ws(',', {{ pairs | join(", ") }}) || '}'
{%- endmacro %}

{#- One row with every sentence by its code, one map a language and part. -#}
{% macro spoken() -%}
    select
        {{ map_of('sentence_code', 'message_vi') }} as message_vi,
        {{ map_of('sentence_code', 'message_en') }} as message_en,
        {{ map_of('sentence_code', 'remedy_vi') }} as remedy_vi,
        {{ map_of('sentence_code', 'remedy_en') }} as remedy_en
    from {{ ref('sentences') }}
{%- endmacro %}

{#- A parameter that is said by another sentence: its code behind a letter that Unicode leaves to
    programs, so that no text of a document is taken for one. -#}
{% macro word(code) -%}
    {{ name_mark() }} || {{ code }}
{%- endmacro %}

{#- That letter, and the one that stands for a brace which begins no blank. They are written out:
    chr counts to 255 and begins again in Spark. -#}
{% macro name_mark() -%}
    '{{ "\ue000" }}'
{%- endmacro %}

{% macro brace_mark() -%}
    '{{ "\ue001" }}'
{%- endmacro %}

{#- What stands for nothing, yes and no. -#}
{% macro plain_words(language) -%}
    {{ return(
        {'null': "'không có'", 'true': "'có'", 'false': "'không'"} if language == 'vi'
        else {'null': "'none'", 'true': "'yes'", 'false': "'no'"}
    ) }}
{%- endmacro %}

{#- A parameter, as JSON, in the writing of a language. A brace in it begins no blank. -#}
{% macro say_parameter(parameter, language) -%}
    {%- set word, words = "(" ~ parameter ~ " ->> '$')", plain_words(language) -%}
    replace(case json_type({{ parameter }})
        when 'NULL' then {{ words['null'] }}
        when 'BOOLEAN' then case {{ word }}
            when 'true' then {{ words['true'] }}
            else {{ words['false'] }}
        end
        when 'DOUBLE'
            then {{ say_number(word) if language == 'vi' else plain_digits(word) }}
        else case
            when {{ word }}[1] = {{ name_mark() }}
                then coalesce(spoken.message_{{ language }}[{{ word }}[2:]], {{ word }}[2:])
            else {{ word }}
        end
    end, '{', {{ brace_mark() }})
{%- endmacro %}

{#- The sentence of `sentence_code` with its blanks filled from `parameters`, null for a code
    that is none. `spoken` is the row of the macro of that name; sqlfluff knows no lambda of two names. -#}
{% macro say(part, language) -%}
    {{ return(adapter.dispatch('say', 'cchc')(part, language)) }}
{%- endmacro %}

{% macro duckdb__say(part, language) -%}
    {%- set value = "json_extract(parameters, '$.' || name)" -%}
    trim(replace(list_reduce(
        list_prepend(
            spoken.{{ part }}_{{ language }}[sentence_code],
            coalesce(json_keys(parameters), [])
        ),
        lambda text, name : replace(text, '{' || name || '}', case json_type({{ value }})
            when 'ARRAY' then array_to_string(list_transform(
                from_json({{ value }}, '["JSON"]'),
                lambda item : {{ say_parameter('item', language) }}
            ), '; ')
            else {{ say_parameter(value, language) }}
        end)
    ), {{ brace_mark() }}, '{'))
{%- endmacro %}

{#- Spark has no type of JSON: what a value is shows by the sign that it begins with. -#}
{% macro spark__say(part, language) -%}
    {%- set text, words = "get_json_object(parameters, '$.' || name)", plain_words(language) -%}
    {%- set marked -%}
        case
            when left({% raw %}{item}{% endraw %}, 1) = {{ name_mark() }}
                then coalesce(
                    spoken.message_{{ language }}[substring({% raw %}{item}{% endraw %}, 2)],
                    substring({% raw %}{item}{% endraw %}, 2)
                )
            else {% raw %}{item}{% endraw %}
        end
    {%- endset -%}
    {%- set number -%}
        {{ say_number('{item}') if language == 'vi' else plain_digits('{item}') }}
    {%- endset -%}
    trim(replace(aggregate(
        coalesce(json_object_keys(parameters), {{ empty_list() }}),
        spoken.{{ part }}_{{ language }}[sentence_code],
        (text, name) -> replace(text, '{' || name || '}', replace(
            case regexp_extract(parameters, '"' || name || '": *(.)', 1)
                when 'n' then {{ words['null'] }}
                when 't' then {{ words['true'] }}
                when 'f' then {{ words['false'] }}
                when '"' then {{ marked.replace('{item}', text) }}
                when '[' then array_join(transform(
                    from_json({{ text }}, 'array<string>'),
                    item -> case
                        when left({{ text }}, 2) = '["' then {{ marked.replace('{item}', 'item') }}
                        else {{ number.replace('{item}', 'item') }}
                    end
                ), '; ')
                else {{ number.replace('{item}', text) }}
            end, '{', {{ brace_mark() }}
        ))
    ), {{ brace_mark() }}, '{'))
{%- endmacro %}

{#- A list of remarks in words: each a code, a code and what it quotes ("has_words:«ho so»"), or
    what a person wrote in a workbook, which stands as it is. -#}
{% macro say_remarks(remarks, language, between) -%}
    nullif({{ join_items(change_items(
        remarks, 'remark',
        "coalesce(replace(spoken.message_" ~ language ~ "[split_part(remark, ':', 1)], "
        ~ "'{words}', substring(remark, instr(remark, ':') + 1)), remark)"
    ), between) }}, '')
{%- endmacro %}

{#- A difference as a struct, both values as JSON, since they are of several types. -#}
{% macro difference_of(what, export, document, or_export=none) -%}
    {%- set said = as_json(export) -%}
    {{ make_struct({
        'what': "'" ~ what ~ "'",
        'export': 'coalesce(' ~ said ~ ', ' ~ as_json(or_export) ~ ')' if or_export else said,
        'document': as_json(document)
    }) }}
{%- endmacro %}
