-- One row per report on a task, with the days on which it was the last word on its as-of date: from
-- received_on until superseded_on (exclusive; null while it stands).
select
    *,
    coalesce(completed_on, as_of_date) as done_on,
    lead(received_on) over (
        partition by task_key, is_simulated, as_of_date order by received_on
    ) as superseded_on
from {{ ref('fct_task_status') }}
