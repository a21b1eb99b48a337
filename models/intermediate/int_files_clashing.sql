-- One row per file of observations that may state a fact twice, alone or beside another file, or
-- whose numbers or units may contradict something. What is in no row here needs no looking at
-- (pipeline/progress/observation_facts.py).
with facts as (
    select * from {{ source('raw', 'observation_facts') }}
),

units as (
    select unit_code from {{ ref('int_units_listed') }}
),

aliases as (
    select stated_unit from {{ source('raw', 'unit_aliases') }}
),

-- A unit under another name may be the one that another row has by its code, even where a plan
-- made a unit of that name.
files as (
    select
        facts.file_path,
        min(facts.received_from) as received_from,
        max(facts.received_to) as received_to,
        bool_or(facts.may_repeat) as may_repeat,
        bool_or(facts.may_contradict) as may_contradict,
        bool_or(units.unit_code is null or aliases.stated_unit is not null) as has_other_names
    from facts
    left join units on facts.unit_code = units.unit_code
    left join aliases on facts.unit_code = aliases.stated_unit
    group by facts.file_path
),

-- Facts of two receipts are two facts.
met as (
    select distinct one.file_path
    from files as one
    inner join files as other
        on
            one.file_path <> other.file_path
            and one.received_from <= other.received_to
            and one.received_to >= other.received_from
),

judged as (
    select
        files.file_path,
        files.may_repeat or files.has_other_names or met.file_path is not null as may_repeat,
        files.may_contradict or files.has_other_names as may_contradict
    from files
    left join met on files.file_path = met.file_path
)

select * from judged
where may_repeat or may_contradict
