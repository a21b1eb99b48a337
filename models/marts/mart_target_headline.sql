with targets as (
    select
        target_key,
        target_ref,
        target_no
    from {{ ref('fct_target') }}
),

shown as (
    select
        shown.*,
        targets.target_ref,
        targets.target_no
    from {{ ref('mart_attainment_shown') }} as shown
    inner join targets on shown.target_key = targets.target_key
),

attainment as (
    select * from {{ ref('mart_attainment') }}
),

days as (
    select distinct
        plan_code,
        target_ref,
        includes_simulated,
        known_from
    from shown
),

standing as (
    select
        days.plan_code,
        days.target_ref,
        days.includes_simulated,
        days.known_from,
        shown.target_no,
        shown.target_key,
        attainment.as_of_date,
        attainment.met,
        attainment.is_assessed,
        attainment.gap_points,
        -- A number that its plan states twice counts where it stands first, one that a later
        -- version took the place of there.
        attainment.repeats_target_key is not null as is_repeated,
        coalesce(
            attainment.repeats_target_key is null and attainment.status_reason <> 'superseded',
            attainment.repeats_target_key is null
        ) as counts_here
    from days
    inner join shown
        on
            days.plan_code = shown.plan_code
            and days.target_ref = shown.target_ref
            and days.includes_simulated = shown.includes_simulated
            and days.known_from >= shown.known_from
            and (shown.known_until is null or days.known_from < shown.known_until)
    inner join attainment on shown.attainment_key = attainment.attainment_key
),

counted as (
    select
        plan_code,
        target_ref,
        includes_simulated,
        known_from,
        min(target_no)::integer as target_no,
        max(as_of_date) as as_of_date,
        (count(*) filter (where counts_here))::integer as measure_count,
        (count(*) filter (where counts_here and is_assessed))::integer as assessable_count,
        (count(*) filter (where counts_here and met))::integer as met_count,
        (count(*) filter (where is_repeated))::integer as repeated_count,
        -- The measure with the widest gap, the first of several; nobody is worst where all that can
        -- be judged are met.
        {{ latest_by(
            'target_key', in_order(['gap_points', '-target_no', 'target_key']),
            'not met and gap_points is not null'
        ) }}
            as worst_target_key,
        max(case when not met then gap_points end) as worst_gap_points
    from standing
    group by plan_code, target_ref, includes_simulated, known_from
)

select
    concat_ws(
        '@', plan_code || '/' || target_ref, known_from,
        case when includes_simulated then 'all' else 'real' end
    ) as headline_key,
    plan_code,
    target_ref,
    target_no,
    includes_simulated,
    known_from,
    lead(known_from) over (
        partition by plan_code, target_ref, includes_simulated order by known_from
    ) as known_until,
    as_of_date,
    measure_count,
    assessable_count,
    met_count,
    repeated_count,
    worst_target_key,
    worst_gap_points
from counted
