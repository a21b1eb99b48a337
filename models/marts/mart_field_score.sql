with shown as (
    select * from {{ ref('mart_attainment_shown') }}
),

attainment as (
    select * from {{ ref('mart_attainment') }}
),

thresholds as (
    select * from {{ ref('int_thresholds_pivoted') }}
),

days as (
    select distinct
        plan_code,
        includes_simulated,
        known_from
    from shown
),

-- Every number of the plan as it stood on every day on which one of them changed.
standing as (
    select
        days.plan_code,
        days.includes_simulated,
        days.known_from,
        attainment.field_code,
        attainment.is_assessed,
        attainment.status,
        attainment.attainment_pct,
        -- What does not apply, or is judged in a later version, leaves the count; a number that its
        -- plan states twice counts once.
        attainment.status_reason not in ('not_applicable', 'superseded')
        and attainment.repeats_target_key is null as counts
    from days
    inner join shown
        on
            days.plan_code = shown.plan_code
            and days.includes_simulated = shown.includes_simulated
            and days.known_from >= shown.known_from
            and (shown.known_until is null or days.known_from < shown.known_until)
    inner join attainment on shown.attainment_key = attainment.attainment_key
),

-- One set of rows per field and one for the whole plan (field_code null).
counted as (
    select
        plan_code,
        field_code,
        includes_simulated,
        known_from,
        (count(*) filter (where counts))::integer as measure_count,
        (count(*) filter (where counts and is_assessed))::integer as assessable_count,
        (count(*) filter (where counts and status = 'met'))::integer as met_count,
        -- Capped only here, inside an average. DuckDB's least and greatest pass over nulls, so
        -- what is missing has to be left out by hand or it would count as zero.
        {{ mean_in_order(
            'least(100e0, greatest(0e0, attainment_pct))',
            'counts and is_assessed and attainment_pct is not null'
        ) }} as capped_average_pct
    from standing
    group by
        grouping sets (
            (plan_code, field_code, includes_simulated, known_from),
            (plan_code, includes_simulated, known_from)
        )
),

compared as (
    select
        *,
        {{ in_order(['measure_count', 'assessable_count', 'met_count', 'capped_average_pct']) }}
            as content
    from counted
),

followed as (
    select
        *,
        lag(content) over (
            partition by plan_code, field_code, includes_simulated order by known_from
        ) as content_before
    from compared
),

changed as (
    select * from followed
    where content is distinct from content_before
),

gated as (
    select
        changed.*,
        lead(changed.known_from) over (
            partition by changed.plan_code, changed.field_code, changed.includes_simulated
            order by changed.known_from
        ) as known_until,
        changed.assessable_count / nullif(changed.measure_count, 0)::double as assessable_share,
        case
            when changed.field_code is null then 1 - thresholds.field_total_max_missing
            else thresholds.field_average_min_share
        end as needed_share
    from changed
    cross join thresholds
)

select
    concat_ws(
        '@', plan_code, coalesce(field_code::string, 'all'), known_from,
        case when includes_simulated then 'all' else 'real' end
    ) as field_score_key,
    plan_code,
    field_code,
    includes_simulated,
    known_from,
    known_until,
    measure_count,
    assessable_count,
    met_count,
    assessable_share,
    case when assessable_share >= needed_share then capped_average_pct end
        as average_attainment_pct,
    case when assessable_share < needed_share then 'too_few_assessable' end as missing_reason
from gated
