{#- Table macros of the published database: how everything stood on a day, as known on it. -#}

{#- A stretch of days that holds a day. -#}
{% macro stands_on(alias, day) -%}
    {{ alias }}.known_from <= {{ day }}
    and ({{ alias }}.known_until is null or {{ alias }}.known_until > {{ day }})
{%- endmacro %}

{% macro create_day_macros() -%}
    {% if execute %}
        create or replace macro attainment_on(day) as table
        select attainment.*
        from mart_attainment as attainment
        where {{ stands_on('attainment', 'day') }};

        create or replace macro attainment_shown_on(day, with_simulated) as table
        select attainment.*
        from mart_attainment_shown as shown
        inner join mart_attainment as attainment
            on shown.attainment_key = attainment.attainment_key
        where shown.includes_simulated = with_simulated and {{ stands_on('shown', 'day') }};

        create or replace macro task_shown_on(day, with_simulated) as table
        select task_state.*
        from mart_task_shown as shown
        inner join mart_task_status as task_state
            on shown.task_status_key = task_state.task_status_key
        where shown.includes_simulated = with_simulated and {{ stands_on('shown', 'day') }};

        create or replace macro task_state_on(day) as table
        select * from task_shown_on(day, true);
    {% endif %}
{%- endmacro %}
