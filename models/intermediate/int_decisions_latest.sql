-- One row per record and content with the decision that counts (pipeline/reviews/standing.py).
select * exclude (is_standing)
from {{ ref('stg_reviews__decisions') }}
where is_standing
