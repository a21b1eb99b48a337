with tasks as (
    select * from {{ ref('mart_task_status') }}
    where state <> 'cancelled'
),

counted as (
    select
        plan_code,
        unit_code,
        as_of_date,
        is_simulated,
        lead_agency,
        count(*)::integer as task_count,
        (count(*) filter (where state in ('done_on_time', 'done_late', 'done_undated')))::integer
            as done_count,
        (count(*) filter (where state = 'done_on_time'))::integer as done_on_time_count,
        (count(*) filter (where state = 'done_late'))::integer as done_late_count,
        (count(*) filter (where state = 'late'))::integer as late_count,
        (count(*) filter (where state = 'due_soon'))::integer as due_soon_count,
        (count(*) filter (where state = 'unknown'))::integer as unknown_count,
        (count(*) filter (where state = 'no_deadline'))::integer as no_deadline_count
    from tasks
    group by plan_code, unit_code, as_of_date, is_simulated, lead_agency
)

select
    concat_ws(
        '@', plan_code, coalesce(as_of_date::varchar, 'none'),
        case when is_simulated then 'simulated' else 'real' end, coalesce(lead_agency, '')
    ) as task_rate_key,
    *,
    -- Of what should be finished by now, how much was finished in time.
    100.0 * done_on_time_count / nullif(done_on_time_count + done_late_count + late_count, 0)
        as on_time_pct,
    100.0 * done_count / task_count as completion_pct
from counted
