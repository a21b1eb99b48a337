-- One row per record and content with the decision that counts: the latest one that stands. Who
-- undoes takes back what the same person decided, never what somebody else did.
with decisions as (
    select
        *,
        row(decided_at, source_file, source_row) as decision_order
    from {{ ref('stg_reviews__decisions') }}
),

undone as (
    select
        record_key,
        what,
        decided_by,
        max(decision_order) as undone_order
    from decisions
    where decision = 'undo'
    group by record_key, what, decided_by
),

standing as (
    select
        decisions.*,
        row_number() over (
            partition by decisions.record_key, decisions.what
            order by decisions.decision_order desc
        ) as newest_no
    from decisions
    left join undone
        on
            decisions.record_key = undone.record_key
            and decisions.what = undone.what
            and decisions.decided_by = undone.decided_by
    where
        decisions.decision <> 'undo'
        and (undone.undone_order is null or decisions.decision_order > undone.undone_order)
)

select * exclude (newest_no, decision_order)
from standing
where newest_no = 1
