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

{#- One row per item, way of looking and stretch of days, with the row that is shown: of real ones
    alone, or with simulated ones where no real answer is known. A real answer always wins.
    `states` has stretches per kind of data; `item` and `key` name its columns. -#}
{% macro shown_stretches(states, item, key) -%}
with states as (
    select
        {{ item }},
        plan_code,
        {{ key }},
        is_simulated,
        is_answer,
        known_from,
        known_until
    from {{ states }}
),

days as (
    select distinct
        {{ item }},
        known_from
    from states
),

chosen as (
    select
        days.{{ item }},
        days.known_from,
        any_value(states.plan_code) as plan_code,
        {{ latest_by('states.' ~ key,
            in_order(['states.is_answer', 'not states.is_simulated'])) }} as {{ key }}
    from days
    inner join states
        on
            days.{{ item }} = states.{{ item }}
            and days.known_from >= states.known_from
            and (states.known_until is null or days.known_from < states.known_until)
    group by days.{{ item }}, days.known_from
),

views as (
    select
        {{ item }},
        plan_code,
        false as includes_simulated,
        known_from,
        {{ key }}
    from states
    where not is_simulated
    union all
    select
        {{ item }},
        plan_code,
        true as includes_simulated,
        known_from,
        {{ key }}
    from chosen
),

changed as (
    select
        *,
        lag({{ key }}) over (
            partition by {{ item }}, includes_simulated order by known_from
        ) as before_key
    from views
)

select
    concat_ws(
        '@', {{ item }}, known_from, case when includes_simulated then 'all' else 'real' end
    ) as shown_key,
    {{ item }},
    plan_code,
    includes_simulated,
    known_from,
    lead(known_from) over (
        partition by {{ item }}, includes_simulated order by known_from
    ) as known_until,
    {{ key }},
    before_key
from changed
where {{ key }} is distinct from before_key
{%- endmacro %}
