-- What a screen shows of a number: of real figures alone, or with simulated ones in their place
-- where no real answer is known. A real answer always beats a simulated one.
with attainment as (
    select
        target_key,
        plan_code,
        attainment_key,
        is_simulated,
        is_answer,
        known_from,
        known_until
    from {{ ref('mart_attainment') }}
),

days as (
    select distinct
        target_key,
        known_from
    from attainment
),

chosen as (
    select
        days.target_key,
        days.known_from,
        any_value(attainment.plan_code) as plan_code,
        {{ latest_by('attainment.attainment_key',
            'row(attainment.is_answer, not attainment.is_simulated)') }} as attainment_key
    from days
    inner join attainment
        on
            days.target_key = attainment.target_key
            and days.known_from >= attainment.known_from
            and (attainment.known_until is null or days.known_from < attainment.known_until)
    group by days.target_key, days.known_from
),

views as (
    select
        target_key,
        plan_code,
        false as includes_simulated,
        known_from,
        attainment_key
    from attainment
    where not is_simulated
    union all
    select
        target_key,
        plan_code,
        true as includes_simulated,
        known_from,
        attainment_key
    from chosen
),

changed as (
    select
        *,
        lag(attainment_key) over (
            partition by target_key, includes_simulated order by known_from
        ) as before_key
    from views
    qualify attainment_key is distinct from lag(attainment_key) over (
        partition by target_key, includes_simulated order by known_from
    )
)

select
    concat_ws(
        '@', target_key, known_from, case when includes_simulated then 'all' else 'real' end
    ) as shown_key,
    target_key,
    plan_code,
    includes_simulated,
    known_from,
    lead(known_from) over (
        partition by target_key, includes_simulated order by known_from
    ) as known_until,
    attainment_key,
    before_key
from changed
