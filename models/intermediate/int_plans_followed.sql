-- One row per plan and later plan of the same unit that takes the place of it (replaces) or of a
-- part of it (amends). Numbers of documents begin anew every year, so a plan is followed only by
-- what came after it, and a document names the newest plan of its number; where one of them is of
-- its own years, that one.
with plans as (
    select
        plan_code,
        unit_code,
        issued_on,
        year_from,
        year_to,
        replaces_doc_no,
        amends_doc_no,
        upper(replace(doc_no, ' ', '')) as doc_no
    from {{ ref('int_plans_located') }}
    where unit_code is not null
),

stated as (
    select
        *,
        'replaces' as relation,
        upper(replace(replaces_doc_no, ' ', '')) as named_no
    from plans
    where replaces_doc_no is not null
    union all
    select
        *,
        'amends' as relation,
        upper(replace(amends_doc_no, ' ', '')) as named_no
    from plans
    where amends_doc_no is not null
),

candidates as (
    select
        earlier.plan_code as from_plan,
        stated.plan_code as to_plan,
        stated.relation,
        stated.issued_on as changed_on,
        row_number() over (
            partition by stated.plan_code, stated.relation
            order by
                coalesce(
                    earlier.year_from = stated.year_from and earlier.year_to = stated.year_to, false
                ) desc,
                earlier.year_from desc nulls last,
                earlier.issued_on desc nulls last,
                earlier.plan_code asc
        ) as choice
    from stated
    inner join plans as earlier
        on
            stated.unit_code = earlier.unit_code
            and stated.named_no = earlier.doc_no
            and stated.plan_code <> earlier.plan_code
    where
        -- Where a day is missing, the years have to do.
        case
            when earlier.issued_on is not null and stated.issued_on is not null
                then earlier.issued_on <= stated.issued_on
            else coalesce(earlier.year_from <= stated.year_to, true)
        end
),

named as (
    select
        from_plan,
        to_plan,
        relation,
        changed_on
    from candidates
    where choice = 1
),

-- An amendment of an amendment amends the plan too. Not every engine knows recursion, and nobody
-- amends amendments more than four deep.
ancestry_1 as (
    select
        to_plan as plan_code,
        from_plan as ancestor
    from named
    where relation = 'amends'
),

{% for step in [2, 3, 4] %}
    ancestry_{{ step }} as (
        select * from ancestry_{{ step - 1 }}
        union
        select
            earlier.plan_code,
            named.from_plan as ancestor
        from ancestry_{{ step - 1 }} as earlier
        inner join named on earlier.ancestor = named.to_plan
        where named.relation = 'amends' and earlier.plan_code <> named.from_plan
    ),
{% endfor %}

ancestry as (
    select * from ancestry_4
),

paired as (
    select
        *,
        true as is_stated
    from named
    union all
    select
        ancestry.ancestor as from_plan,
        ancestry.plan_code as to_plan,
        'amends' as relation,
        plans.issued_on as changed_on,
        false as is_stated
    from ancestry
    inner join plans on ancestry.plan_code = plans.plan_code
    union all
    -- What one amendment changed, a later one of the same plan changes again.
    select
        earlier.plan_code as from_plan,
        later.plan_code as to_plan,
        'amends' as relation,
        later_plans.issued_on as changed_on,
        false as is_stated
    from ancestry as earlier
    inner join ancestry as later
        on earlier.ancestor = later.ancestor and earlier.plan_code <> later.plan_code
    inner join plans as earlier_plans on earlier.plan_code = earlier_plans.plan_code
    inner join plans as later_plans on later.plan_code = later_plans.plan_code
    where
        earlier_plans.issued_on < later_plans.issued_on
        or (
            earlier_plans.issued_on = later_plans.issued_on
            and earlier_plans.plan_code < later_plans.plan_code
        )
    union all
    -- Of two that replace one plan the later replaces the earlier too.
    select
        earlier.to_plan as from_plan,
        later.to_plan,
        'replaces' as relation,
        later.changed_on,
        false as is_stated
    from named as earlier
    inner join named as later
        on earlier.from_plan = later.from_plan and earlier.to_plan <> later.to_plan
    where
        earlier.relation = 'replaces' and later.relation = 'replaces'
        and (
            earlier.changed_on < later.changed_on
            or (earlier.changed_on = later.changed_on and earlier.to_plan < later.to_plan)
        )
    union all
    -- A replaced plan takes the amendments of it along that came before.
    select
        ancestry.plan_code as from_plan,
        named.to_plan,
        named.relation,
        named.changed_on,
        false as is_stated
    from ancestry
    inner join named on ancestry.ancestor = named.from_plan
    inner join plans on ancestry.plan_code = plans.plan_code
    where named.relation = 'replaces' and plans.issued_on < named.changed_on
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
    where from_plan <> to_plan
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

-- Of several that replace one plan the one issued first counts: from its day it is not in force.
select * from ordered
where relation = 'amends' or turn = 1
