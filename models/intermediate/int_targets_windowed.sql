-- One row per number of a plan with its span of days and the reform years whose observations count
-- for it. A number that no indicator is linked to has no path, and no observation reaches it.
with targets as (
    select * from {{ ref('fct_target') }}
    where kind = 'quantitative'
),

plans as (
    select * from {{ ref('dim_plan') }}
),

indicators as (
    select * from {{ ref('dim_indicator') }}
),

closings as (
    select
        plan_code,
        ends_on,
        try_cast(period_code as integer) as closing_year
    from {{ ref('plan_periods') }}
),

standing as (
    select record_key
    from {{ ref('int_decisions_latest') }}
    where what = 'condition' and decision = 'accept'
),

-- The first word counts: saying it again moves no day.
conditions as (
    select
        decisions.record_key,
        min(decisions.decided_at)::date as condition_met_on
    from {{ ref('stg_reviews__decisions') }} as decisions
    semi join standing on decisions.record_key = standing.record_key
    where decisions.what = 'condition' and decisions.decision = 'accept'
    group by decisions.record_key
),

-- From the day on which a later version of the plan takes the place of the number.
changes as (
    select
        from_key as target_key,
        -- Of a later version without a day nobody knows since when: the earlier one never counts.
        min(coalesce(changed_on, date '1900-01-01')) as changed_on,
        min(
            case
                when from_due_year is not distinct from to_due_year
                    then coalesce(changed_on, date '1900-01-01')
            end
        ) as restated_on
    from {{ ref('mart_version_change') }}
    where subject = 'target' and from_key is not null
    group by from_key
),

-- What takes the place of a plan that we know demands nothing before it was issued.
following as (
    select
        to_plan as plan_code,
        min(changed_on) as issued_on
    from {{ ref('int_plans_followed') }}
    where changed_on is not null
    group by to_plan
)

select
    targets.target_key,
    targets.plan_code,
    targets.target_ref,
    targets.target_no,
    targets.measure_no,
    targets.indicator_code,
    targets.field_code,
    targets.scope_level,
    targets.value as target_value,
    targets.unit,
    targets.comparator,
    targets.baseline as stated_baseline,
    targets.is_conditional,
    conditions.condition_met_on,
    -- What came after its deadline was judged by it for good, unless it is asked for anew.
    case
        when
            changes.changed_on
            <= coalesce(closings.ends_on, {{ reform_year_end('targets.due_year') }})
            then changes.changed_on
        else changes.restated_on
    end as superseded_on,
    plans.unit_code,
    indicators.path,
    indicators.direction,
    indicators.reported_as,
    plans.year_from as first_year,
    targets.due_year as last_year,
    {{ reform_year_start('plans.year_from') }} as starts_on,
    coalesce(closings.ends_on, {{ reform_year_end('targets.due_year') }}) as due_on,
    -- A plan of unknown years is known from its day of issue on.
    greatest(
        coalesce(
            {{ reform_year_start('plans.year_from') }}, plans.issued_on, date '1900-01-01'
        ),
        coalesce(following.issued_on, date '1900-01-01')
    )::date as known_from
from targets
inner join plans on targets.plan_code = plans.plan_code
-- A plan may state its own closing day.
left join closings
    on
        targets.plan_code = closings.plan_code
        and targets.due_year = closings.closing_year
left join indicators on targets.indicator_code = indicators.indicator_code
left join following on targets.plan_code = following.plan_code
left join changes on targets.target_key = changes.target_key
left join conditions on targets.record_key = conditions.record_key
