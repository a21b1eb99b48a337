with latest as (
    select * from {{ ref('mart_attainment') }}
    where is_latest and status_reason <> 'not_applicable'
),

thresholds as (
    select * from {{ ref('int_thresholds_pivoted') }}
),

-- One set of rows per field and one for the whole plan (field_code null).
counted as (
    select
        plan_code,
        field_code,
        is_simulated,
        count(*)::integer as measure_count,
        (count(*) filter (where actual is not null))::integer as assessable_count,
        (count(*) filter (where met))::integer as met_count,
        -- Capped only here, inside an average. DuckDB's least and greatest pass over nulls, so
        -- what is missing has to be left out by hand or it would count as zero.
        {{ mean_in_order('least(100.0, greatest(0.0, attainment_pct))') }}
        filter (where attainment_pct is not null) as capped_average_pct
    from latest
    group by grouping sets ((plan_code, field_code, is_simulated), (plan_code, is_simulated))
),

gated as (
    select
        counted.*,
        counted.assessable_count / counted.measure_count::double as assessable_share,
        case
            when counted.field_code is null then 1 - thresholds.field_total_max_missing
            else thresholds.field_average_min_share
        end as needed_share
    from counted
    cross join thresholds
)

select
    concat_ws(
        '@', plan_code, coalesce(field_code::varchar, 'all'),
        case when is_simulated then 'simulated' else 'real' end
    ) as field_score_key,
    plan_code,
    field_code,
    is_simulated,
    measure_count,
    assessable_count,
    met_count,
    assessable_share,
    case when assessable_share >= needed_share then capped_average_pct end
        as average_attainment_pct,
    case when assessable_share < needed_share then 'too_few_assessable' end as missing_reason
from gated
