with measures as (
    select * from {{ ref('fct_target') }}
    where kind = 'quantitative'
),

latest as (
    select * from {{ ref('mart_attainment') }}
    where is_latest
),

-- Every measure counts, also one that no indicator is linked to: it is not assessable.
kinds as (
    select distinct
        plan_code,
        is_simulated
    from latest
),

judged as (
    select
        measures.plan_code,
        measures.target_ref,
        measures.target_no,
        measures.target_key,
        kinds.is_simulated,
        latest.as_of_date,
        latest.met,
        latest.gap_points,
        latest.met is not null as is_assessable
    from measures
    inner join kinds on measures.plan_code = kinds.plan_code
    left join latest
        on
            measures.target_key = latest.target_key
            and kinds.is_simulated = latest.is_simulated
)

select
    concat_ws(
        '@', plan_code || '/' || target_ref,
        case when is_simulated then 'simulated' else 'real' end
    ) as headline_key,
    plan_code,
    target_ref,
    min(target_no)::integer as target_no,
    is_simulated,
    max(as_of_date) as as_of_date,
    count(*)::integer as measure_count,
    (count(*) filter (where is_assessable))::integer as assessable_count,
    (count(*) filter (where met))::integer as met_count,
    -- The measure with the widest gap; nobody is worst where all that can be judged are met.
    {{ latest_by('target_key', 'case when not met then gap_points end') }} as worst_target_key,
    max(case when not met then gap_points end) as worst_gap_points
from judged
group by plan_code, target_ref, is_simulated
