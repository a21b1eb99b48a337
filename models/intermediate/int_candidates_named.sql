-- One row per measure and candidate of the catalogue, with what the catalogue says of it.
with candidates as (
    select * from {{ ref('stg_plans__link_candidates') }}
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
