-- One row per pair of plans of int_plans_followed and record of either: which record of the later
-- plan takes the place of which of the earlier one. That is the one of the same words for the same
-- year or deadline; else the only one of its indicator, level and year on both sides; else the only
-- one of its indicator and level, where that plan was no amendment itself. Where there are several
-- there is no telling which is which: none is paired. A number that the earlier plan states twice
-- ends in both places.
with followed as (
    select * from {{ ref('int_plans_followed') }}
),

amendments as (
    select distinct to_plan as plan_code
    from followed
    where relation = 'amends'
),

versions as (
    select
        followed.*,
        amendments.plan_code is not null as is_part
    from followed
    left join amendments on followed.from_plan = amendments.plan_code
),

repeated as (
    select * from {{ ref('int_targets_repeated') }}
),

records as (
    select
        'target' as subject,
        plan_code,
        target_key as record_key,
        -- Without an indicator its words, whatever number stands in them.
        coalesce(
            indicator_code || '/' || coalesce(scope_level, ''),
            {{ replace_all('lower(trim(target_text))', "'[0-9.,]+'", "'#'") }}
        ) as topic,
        coalesce(due_year::string, '') as due,
        lower(trim(coalesce(measure_label, target_text))) as words,
        target_no as record_no
    from {{ ref('fct_target') }} as targets
    anti join repeated on targets.target_key = repeated.target_key
    union all
    select
        'task' as subject,
        plan_code,
        task_key as record_key,
        lower(trim(task_text)) as topic,
        lower(trim(coalesce(due_text, ''))) as due,
        lower(trim(task_text)) as words,
        task_no as record_no
    from {{ ref('fct_task') }}
),

counted as (
    select
        *,
        count(*) over (partition by plan_code, subject, topic) as of_topic,
        count(*) over (partition by plan_code, subject, topic, due) as of_year,
        count(*) over (partition by plan_code, subject, topic, due, words) as of_words,
        row_number() over (
            partition by plan_code, subject, topic, due, words order by record_no, record_key
        ) as nth
    from records
),

earlier as (
    select
        versions.from_plan,
        versions.to_plan,
        versions.relation,
        versions.is_part,
        counted.*
    from versions
    inner join counted on versions.from_plan = counted.plan_code
),

later as (
    select
        versions.from_plan,
        versions.to_plan,
        versions.relation,
        counted.*
    from versions
    inner join counted on versions.to_plan = counted.plan_code
),

agreed as (
    select
        earlier.from_plan,
        earlier.to_plan,
        earlier.relation,
        earlier.subject,
        earlier.record_key as from_key,
        later.record_key as to_key
    from earlier
    inner join later
        on
            earlier.from_plan = later.from_plan
            and earlier.to_plan = later.to_plan
            and earlier.relation = later.relation
            and earlier.subject = later.subject
            and earlier.topic = later.topic
    where
        (
            earlier.due = later.due and earlier.words = later.words
            and earlier.of_words = later.of_words and earlier.nth = later.nth
        )
        or (earlier.due = later.due and earlier.of_year = 1 and later.of_year = 1)
        or (earlier.of_topic = 1 and later.of_topic = 1 and not earlier.is_part)
),

matched as (
    select * from agreed
    union all
    select
        agreed.from_plan,
        agreed.to_plan,
        agreed.relation,
        agreed.subject,
        repeated.target_key as from_key,
        agreed.to_key
    from agreed
    inner join repeated on agreed.from_key = repeated.repeats_target_key
)

select * from matched
union all
select
    earlier.from_plan,
    earlier.to_plan,
    earlier.relation,
    earlier.subject,
    earlier.record_key as from_key,
    null::string as to_key
from earlier
anti join matched
    on
        earlier.from_plan = matched.from_plan
        and earlier.to_plan = matched.to_plan
        and earlier.relation = matched.relation
        and earlier.record_key = matched.from_key
-- What an amendment does not name stays as it was.
where earlier.relation = 'replaces'
union all
select
    later.from_plan,
    later.to_plan,
    later.relation,
    later.subject,
    null::string as from_key,
    later.record_key as to_key
from later
anti join matched
    on
        later.from_plan = matched.from_plan
        and later.to_plan = matched.to_plan
        and later.relation = matched.relation
        and later.record_key = matched.to_key
