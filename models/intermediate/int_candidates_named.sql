-- One row per measure and candidate of the catalogue, with what the catalogue says of it.
with candidates as (
    select
        {{ plan_item_key('plan_code', 'target_ref', 'measure_no') }} as target_key,
        candidate_no::integer as candidate_no,
        indicator_code,
        score,
        is_certain,
        reasons
    from {{ source('raw', 'link_candidates') }}
),

indicators as (
    select * from {{ ref('dim_indicator') }}
)

select
    candidates.*,
    indicators.name_vi,
    indicators.name_en,
    indicators.definition_vi
from candidates
inner join indicators on candidates.indicator_code = indicators.indicator_code
