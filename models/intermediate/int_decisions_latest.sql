-- One row per record and content with the decision that counts: the latest one. An undone
-- decision leaves what the machine read.
with decisions as (
    select
        *,
        row_number() over (
            partition by record_key, what
            order by decided_at desc, source_file desc, source_row desc
        ) as newest_no
    from {{ ref('stg_reviews__decisions') }}
)

select * exclude (newest_no)
from decisions
where newest_no = 1 and decision <> 'undo'
