-- One row per plan and later plan of the same unit that says it replaces or amends it. Of several
-- that replace one plan the one issued first counts: from its day the older one is not in force.
with plans as (
    select
        plan_code,
        unit_code,
        issued_on,
        replaces_doc_no,
        amends_doc_no,
        upper(replace(doc_no, ' ', '')) as doc_no
    from {{ ref('int_plans_located') }}
    where unit_code is not null
),

stated as (
    select
        plan_code,
        unit_code,
        issued_on,
        'replaces' as relation,
        upper(replace(replaces_doc_no, ' ', '')) as doc_no
    from plans
    where replaces_doc_no is not null
    union all
    select
        plan_code,
        unit_code,
        issued_on,
        'amends' as relation,
        upper(replace(amends_doc_no, ' ', '')) as doc_no
    from plans
    where amends_doc_no is not null
),

named as (
    select
        earlier.plan_code as from_plan,
        stated.plan_code as to_plan,
        stated.relation,
        stated.issued_on as changed_on
    from stated
    inner join plans as earlier
        on
            stated.unit_code = earlier.unit_code
            and stated.doc_no = earlier.doc_no
            and stated.plan_code <> earlier.plan_code
),

amendments as (
    select
        named.*,
        plans.issued_on
    from named
    inner join plans on named.to_plan = plans.plan_code
    where named.relation = 'amends'
),

paired as (
    select
        named.*,
        true as is_stated
    from named
    union all
    -- What was amended before is amended again, and a replaced plan takes its amendments with it.
    select
        amendments.to_plan as from_plan,
        named.to_plan,
        named.relation,
        named.changed_on,
        false as is_stated
    from amendments
    inner join named
        on
            amendments.from_plan = named.from_plan
            and amendments.to_plan <> named.to_plan
            and amendments.issued_on < named.changed_on
),

-- A pair that a plan also states is stated.
once as (
    select
        from_plan,
        to_plan,
        relation,
        max(changed_on) as changed_on,
        bool_or(is_stated) as is_stated
    from paired
    group by from_plan, to_plan, relation
),

ordered as (
    select
        *,
        row_number() over (
            partition by from_plan, relation order by changed_on nulls last, to_plan
        )::integer as turn
    from once
)

select * from ordered
where relation = 'amends' or turn = 1
