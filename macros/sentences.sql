{#- What people read is a code with parameters in the tables and a sentence of seeds/sentences.csv;
    pipeline/support/sentences.py fills the blanks alike. -#}

{#- What fills the blanks of a sentence: name of a blank -> expression. Numbers stay numbers: each
    language writes them its own way. A text that `word` made is said by the sentence of
    its code. -#}
{% macro parameters(blanks) -%}
    {%- set pairs = [] -%}
    {%- for name, expression in blanks.items() -%}
        {%- do pairs.append("'" ~ name ~ "', " ~ expression) -%}
    {%- endfor -%}
    json_object({{ pairs | join(", ") }})::varchar
{%- endmacro %}

{#- One row with every sentence by its code, one map a language and part. -#}
{% macro spoken() -%}
    select
        map_from_entries(list((sentence_code, message_vi))) as message_vi,
        map_from_entries(list((sentence_code, message_en))) as message_en,
        map_from_entries(list((sentence_code, remedy_vi))) as remedy_vi,
        map_from_entries(list((sentence_code, remedy_en))) as remedy_en
    from {{ ref('sentences') }}
{%- endmacro %}

{#- A parameter that is said by another sentence: its code behind a letter that Unicode leaves to
    programs, so that no text of a document is taken for one. -#}
{% macro word(code) -%}
    chr(57344) || {{ code }}
{%- endmacro %}

{#- A parameter, as JSON, in the writing of a language. A brace in it begins no blank. -#}
{% macro say_parameter(parameter, language) -%}
    {%- set word = "(" ~ parameter ~ " ->> '$')" -%}
    replace(case json_type({{ parameter }})
        when 'NULL' then {{ "'không có'" if language == 'vi' else "'none'" }}
        when 'BOOLEAN' then case {{ word }}
            when 'true' then {{ "'có'" if language == 'vi' else "'yes'" }}
            else {{ "'không'" if language == 'vi' else "'no'" }}
        end
        when 'DOUBLE'
            then {{ say_number(word) if language == 'vi' else "regexp_replace(" ~ word ~ ", '[.]0$', '')" }}
        else case
            when {{ word }}[1] = chr(57344)
                then coalesce(spoken.message_{{ language }}[{{ word }}[2:]], {{ word }}[2:])
            else {{ word }}
        end
    end, '{', chr(57345))
{%- endmacro %}

{#- The sentence of `sentence_code` with its blanks filled from `parameters`, null for a code
    that is none. `spoken` is the row of the macro of that name; sqlfluff knows no lambda of two names. -#}
{% macro say(part, language) -%}
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
    ), chr(57345), '{'))
{%- endmacro %}

{#- A list of remarks in words: each a code, a code and what it quotes ("has_words:«ho so»"), or
    what a person wrote in a workbook, which stands as it is. -#}
{% macro say_remarks(remarks, language, between) -%}
    nullif(array_to_string(list_transform(
        {{ remarks }},
        lambda remark : coalesce(
            replace(
                spoken.message_{{ language }}[split_part(remark, ':', 1)],
                '{words}', remark[strpos(remark, ':') + 1:]
            ),
            remark
        )
    ), '{{ between }}'), '')
{%- endmacro %}
