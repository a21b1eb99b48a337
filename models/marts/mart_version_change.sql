with pairs as (
    select
        records.*,
        versions.changed_on
    from {{ ref('int_records_versioned') }} as records
    inner join {{ ref('int_plans_followed') }} as versions
        on
            records.from_plan = versions.from_plan
            and records.to_plan = versions.to_plan
            and records.relation = versions.relation
),

records as (
    select
        target_key as record_key,
        target_ref as record_ref,
        coalesce(measure_label, target_text) as record_text,
        concat_ws(
            ' ', comparator, cast(value as string), unit, cast(due_year as string)
        ) as demand,
        comparator,
        value,
        unit,
        due_year,
        source_locator as place,
        target_no as record_no
    from {{ ref('fct_target') }}
    union all
    select
        task_key as record_key,
        task_ref as record_ref,
        task_text as record_text,
        concat_ws(' · ', lead_agency, due_text) as demand,
        cast(null as string) as comparator,
        cast(null as double) as value,
        cast(null as string) as unit,
        cast(null as integer) as due_year,
        source_locator as place,
        task_no as record_no
    from {{ ref('fct_task') }}
)

select
    concat_ws(
        '|', pairs.relation, pairs.from_plan, pairs.to_plan, coalesce(pairs.from_key, '-'),
        coalesce(pairs.to_key, '-')
    ) as version_change_key,
    pairs.from_plan,
    pairs.to_plan,
    pairs.relation,
    pairs.changed_on,
    pairs.subject,
    case
        when pairs.from_key is null then 'added'
        when pairs.to_key is null then 'gone'
        when earlier.demand <> later.demand then 'changed'
        else 'kept'
    end as change_class,
    coalesce(later.record_text, earlier.record_text) as record_text,
    pairs.from_key,
    earlier.record_ref as from_ref,
    earlier.demand as from_demand,
    earlier.comparator as from_comparator,
    earlier.value as from_value,
    earlier.unit as from_unit,
    earlier.due_year as from_due_year,
    earlier.place as from_place,
    pairs.to_key,
    later.record_ref as to_ref,
    later.demand as to_demand,
    later.comparator as to_comparator,
    later.value as to_value,
    later.unit as to_unit,
    later.due_year as to_due_year,
    later.place as to_place,
    coalesce(later.record_no, earlier.record_no) as record_no
from pairs
left join records as earlier on pairs.from_key = earlier.record_key
left join records as later on pairs.to_key = later.record_key
