-- One row per unread stretch of a document, with the decision that settles it: words of it were
-- made a target, or somebody said that it is none.
with passages as (
    select
        *,
        lower(regexp_replace(trim(passage_text), '\s+', ' ', 'g')) as folded
    from {{ ref('stg_plans__unread_passages') }}
),

settled as (
    select
        plan_code,
        decision,
        decided_by,
        decided_at,
        lower(regexp_replace(trim(new_value), '\s+', ' ', 'g')) as folded
    from {{ ref('stg_reviews__restructured_records') }}
    where what = 'addition' and outcome in ('applied', 'already_there')
)

select
    passages.* exclude (folded),
    {{ latest_by_or_null('settled.decision', 'settled.decided_at') }} as decision,
    {{ latest_by_or_null('settled.decided_by', 'settled.decided_at') }} as decided_by,
    max(settled.decided_at) as decided_at
from passages
left join settled
    on
        passages.plan_code = settled.plan_code
        and (
            contains(passages.folded, settled.folded) or contains(settled.folded, passages.folded)
        )
group by all
