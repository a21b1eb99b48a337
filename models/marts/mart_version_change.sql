-- Numbers are the same one where they speak of one indicator at one level, else where their words
-- are the same; tasks where their words are. What an amendment does not name stays as it was, so it
-- has no row.
with versions as (
    select * from {{ ref('int_plans_followed') }}
),

targets as (
    select
        'target' as subject,
        plan_code,
        target_key as record_key,
        coalesce(
            indicator_code || '/' || coalesce(scope_level, ''), lower(trim(target_text))
        ) as same,
        target_ref as record_ref,
        coalesce(measure_label, target_text) as record_text,
        concat_ws(
            ' ', comparator, cast(value as varchar), unit, cast(due_year as varchar)
        ) as demand,
        comparator,
        value,
        unit,
        due_year,
        source_locator as place,
        target_no as record_no
    from {{ ref('fct_target') }}
),

tasks as (
    select
        'task' as subject,
        plan_code,
        task_key as record_key,
        lower(trim(task_text)) as same,
        task_ref as record_ref,
        task_text as record_text,
        concat_ws(' · ', lead_agency, due_text) as demand,
        cast(null as varchar) as comparator,
        cast(null as double) as value,
        cast(null as varchar) as unit,
        cast(null as integer) as due_year,
        source_locator as place,
        task_no as record_no
    from {{ ref('fct_task') }}
),

records as (
    select * from targets
    union all
    select * from tasks
),

numbered as (
    select
        *,
        row_number() over (
            partition by plan_code, subject, same order by record_no, record_ref, record_key
        ) as nth
    from records
),

earlier as (
    select
        versions.from_plan,
        versions.to_plan,
        versions.relation,
        versions.changed_on,
        numbered.*
    from versions
    inner join numbered on versions.from_plan = numbered.plan_code
),

later as (
    select
        versions.from_plan,
        versions.to_plan,
        versions.relation,
        versions.changed_on,
        numbered.*
    from versions
    inner join numbered on versions.to_plan = numbered.plan_code
),

paired as (
    select
        coalesce(earlier.from_plan, later.from_plan) as from_plan,
        coalesce(earlier.to_plan, later.to_plan) as to_plan,
        coalesce(earlier.relation, later.relation) as relation,
        coalesce(earlier.changed_on, later.changed_on) as changed_on,
        coalesce(earlier.subject, later.subject) as subject,
        case
            when earlier.record_key is null then 'added'
            when later.record_key is null then 'gone'
            when earlier.demand <> later.demand then 'changed'
            else 'kept'
        end as change_class,
        coalesce(later.record_text, earlier.record_text) as record_text,
        earlier.record_key as from_key,
        earlier.record_ref as from_ref,
        earlier.demand as from_demand,
        earlier.comparator as from_comparator,
        earlier.value as from_value,
        earlier.unit as from_unit,
        earlier.due_year as from_due_year,
        earlier.place as from_place,
        later.record_key as to_key,
        later.record_ref as to_ref,
        later.demand as to_demand,
        later.comparator as to_comparator,
        later.value as to_value,
        later.unit as to_unit,
        later.due_year as to_due_year,
        later.place as to_place,
        coalesce(later.record_no, earlier.record_no) as record_no
    from earlier
    full outer join later
        on
            earlier.from_plan = later.from_plan
            and earlier.to_plan = later.to_plan
            and earlier.relation = later.relation
            and earlier.subject = later.subject
            and earlier.same = later.same
            and earlier.nth = later.nth
)

select
    concat_ws('|', relation, to_plan, subject, coalesce(from_key, '-'), coalesce(to_key, '-'))
        as version_change_key,
    *
from paired
where not (relation = 'amends' and change_class = 'gone')
