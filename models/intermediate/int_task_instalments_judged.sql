-- One row per task, kind of data, day on which its state can change and deadline: how that
-- deadline stood by then. Late is what somebody reported open after it, never what nobody
-- reported.
with days as (
    select * from {{ ref('int_task_days') }}
),

instalments as (
    select * from {{ ref('int_task_instalments') }}
),

thresholds as (
    select * from {{ ref('int_thresholds_pivoted') }}
),

reports as (
    select * from {{ ref('int_task_reports_versioned') }}
),

heard as (
    select
        days.task_key,
        days.is_simulated,
        days.known_from,
        days.reported_status,
        instalments.due_on,
        instalments.is_assumed,
        instalments.instalment_no,
        instalments.instalment_count,
        instalments.previous_due_on,
        instalments.next_due_on,
        -- What was reported as finished, and when it was said.
        {{ collect_distinct(
            make_struct({'done_on': 'reports.done_on', 'said_on': 'reports.as_of_date'}),
            "reports.status = 'done'"
        ) }} as completions,
        -- Reported open again in the span of this deadline, or after the last one.
        max(reports.as_of_date) filter (
            where
            reports.status not in ('done', 'cancelled')
            and reports.as_of_date > instalments.previous_due_on
            and (reports.as_of_date <= instalments.due_on or instalments.next_due_on is null)
        ) as reopened_on,
        min(reports.as_of_date) filter (
            where
            reports.status not in ('done', 'cancelled')
            and reports.as_of_date > instalments.due_on
            and (instalments.next_due_on is null or reports.as_of_date <= instalments.next_due_on)
        ) as open_after,
        {{ latest_row(
            ['status', 'done_on'], ['as_of_date', 'received_on'],
            'reports.as_of_date > instalments.due_on'
        ) }} as word_after
    from days
    inner join instalments on days.task_key = instalments.task_key
    left join reports
        on
            days.task_key = reports.task_key
            and days.is_simulated = reports.is_simulated
            and days.known_from >= reports.received_on
            and (reports.superseded_on is null or days.known_from < reports.superseded_on)
    group by
        days.task_key, days.is_simulated, days.known_from, days.reported_status,
        instalments.due_on,
        instalments.is_assumed,
        instalments.instalment_no,
        instalments.instalment_count,
        instalments.previous_due_on,
        instalments.next_due_on
),

-- What was finished in the span of this deadline or after it, each day once, and not reopened.
counted as (
    select
        *,
        {{ days_of_completions('completions', 'reopened_on', 'previous_due_on', 'due_on') }}
            as done_within,
        {{ list_item(
            days_of_completions('completions', 'reopened_on', 'due_on', "date '9999-12-31'"), 1
        ) }} as done_after
    from heard
),

-- Reported open after its deadline and then finished in the span of the next: that was this one.
owed as (
    select
        *,
        {{ count_items('done_within') }} = 0 and open_after is not null as is_owed,
        lag({{ count_items('done_within') }} = 0 and open_after is not null, 1, false)
            over (partition by task_key, is_simulated, known_from order by due_on)
            as is_owed_before,
        lead(done_within)
            over (partition by task_key, is_simulated, known_from order by due_on)
            as done_next
    from counted
),

finished as (
    select
        *,
        case
            when is_owed_before then {{ list_item('done_within', 2) }}
            else {{ list_item('done_within', 1) }}
        end as done_in_time,
        case
            when is_owed and next_due_on is not null then {{ list_item('done_next', 1) }}
            when {{ count_items('done_within') }} = 0 and next_due_on is null then done_after
        end as done_too_late,
        {{ field_of('word_after', 'status') }} as status_after,
        {{ field_of('word_after', 'done_on') }} as done_on_after
    from owed
)

select
    task_key,
    is_simulated,
    known_from,
    instalment_no,
    instalment_count,
    due_on,
    is_assumed,
    previous_due_on,
    due_on < known_from as has_passed,
    coalesce(done_in_time, done_too_late) as done_on,
    case
        when done_in_time is not null then 'done_on_time'
        when done_too_late is not null then 'done_late'
        when due_on < known_from and status_after = 'done' and done_on_after <= due_on
            then 'done_on_time'
        when due_on < known_from and status_after = 'cancelled' then 'cancelled'
        when due_on < known_from and status_after not in ('done', 'cancelled') then 'late'
        when due_on < known_from or reported_status is null then 'unknown'
        when {{ days_between('known_from', 'due_on') }} <= thresholds.due_soon_days then 'due_soon'
        else 'not_due'
    end as state
from finished
cross join thresholds
