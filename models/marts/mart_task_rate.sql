with shown as (
    select * from {{ ref('mart_task_shown') }}
),

states as (
    select * from {{ ref('mart_task_status') }}
),

groups as (
    select
        status_code,
        group_code
    from {{ ref('statuses') }}
    where subject = 'task'
),

days as (
    select distinct
        plan_code,
        includes_simulated,
        known_from
    from shown
),

standing as (
    select
        days.plan_code,
        days.includes_simulated,
        days.known_from,
        states.unit_code,
        states.lead_agency,
        states.state,
        groups.group_code
    from days
    inner join shown
        on
            days.plan_code = shown.plan_code
            and days.includes_simulated = shown.includes_simulated
            and days.known_from >= shown.known_from
            and (shown.known_until is null or days.known_from < shown.known_until)
    inner join states on shown.task_status_key = states.task_status_key
    inner join groups on states.state = groups.status_code
),

counted as (
    select
        plan_code,
        unit_code,
        includes_simulated,
        lead_agency,
        known_from,
        (count(*) filter (where group_code <> 'cancelled'))::integer as task_count,
        (count(*) filter (where group_code = 'done'))::integer as done_count,
        (count(*) filter (where state = 'done_on_time'))::integer as done_on_time_count,
        (count(*) filter (where state = 'done_late'))::integer as done_late_count,
        (count(*) filter (where state = 'late'))::integer as late_count,
        (count(*) filter (where state = 'due_soon'))::integer as due_soon_count,
        (count(*) filter (where state = 'unknown'))::integer as unknown_count,
        (count(*) filter (where state = 'no_deadline'))::integer as no_deadline_count
    from standing
    group by plan_code, unit_code, includes_simulated, lead_agency, known_from
),

compared as (
    select
        *,
        {{ row_hash(['task_count', 'done_count', 'done_on_time_count', 'done_late_count',
            'late_count', 'due_soon_count', 'unknown_count', 'no_deadline_count']) }} as content
    from counted
),

followed as (
    select
        *,
        lag(content) over (
            partition by plan_code, includes_simulated, lead_agency order by known_from
        ) as content_before
    from compared
),

changed as (
    select
        plan_code,
        unit_code,
        includes_simulated,
        lead_agency,
        known_from,
        task_count,
        done_count,
        done_on_time_count,
        done_late_count,
        late_count,
        due_soon_count,
        unknown_count,
        no_deadline_count
    from followed
    where content is distinct from content_before
)

select
    concat_ws(
        '@', plan_code, known_from,
        case when includes_simulated then 'all' else 'real' end, coalesce(lead_agency, '')
    ) as task_rate_key,
    *,
    lead(known_from) over (
        partition by plan_code, includes_simulated, lead_agency order by known_from
    ) as known_until,
    -- Of what should be finished by now, how much was finished in time.
    100e0 * done_on_time_count / nullif(done_on_time_count + done_late_count + late_count, 0)
        as on_time_pct,
    100e0 * done_count / nullif(task_count, 0) as completion_pct
from changed
