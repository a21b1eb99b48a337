with candidates as (
    select * from {{ ref('int_candidates_named') }}
),

targets as (
    select * from {{ ref('fct_target') }}
)

select
    targets.record_key,
    candidates.candidate_no,
    candidates.indicator_code,
    candidates.name_vi,
    candidates.name_en,
    candidates.definition_vi,
    candidates.score,
    candidates.is_certain,
    candidates.reasons
from candidates
inner join targets on candidates.target_key = targets.target_key
