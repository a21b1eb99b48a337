-- One row per unread stretch of a document; whether decisions settle it is told by
-- pipeline/reviews/passages.py.
select distinct *
from {{ ref('stg_plans__unread_passages') }}
