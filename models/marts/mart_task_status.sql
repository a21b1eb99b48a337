with days as (
    select * from {{ ref('int_task_days') }}
),

tasks as (
    select * from {{ ref('fct_task') }}
),

kinds_of_due as (
    select
        task_key,
        {{ sorted_list('due_kind') }} as due_kinds,
        bool_or(due_kind = 'conditional') as has_condition
    from {{ ref('fct_task_due') }}
    group by task_key
),

reports as (
    select
        report_key,
        received_on,
        data_kind,
        citation,
        source_file,
        source_locator
    from {{ ref('fct_task_status') }}
),

evidence as (
    select
        task_key,
        count(*)::integer as evidence_count,
        max(issued_on) as last_evidence_on
    from {{ ref('fct_task_evidence') }}
    group by task_key
),

-- The deadlines of a task taken together.
instalments as (
    select
        task_key,
        is_simulated,
        known_from,
        count(*)::integer as deadline_count,
        (count(*) filter (where has_passed))::integer as passed_count,
        (count(*) filter (where state in ('done_on_time', 'done_late')))::integer as done_count,
        min(due_on) filter (where state = 'late') as late_due_on,
        max(due_on) filter (where has_passed) as last_passed_on,
        {{ latest_by('state', 'due_on', 'has_passed') }} as last_passed_state,
        min(due_on) filter (where not has_passed and state in ('due_soon', 'not_due', 'unknown'))
            as next_due_on,
        {{ first_by(
            'state', 'due_on', "not has_passed and state in ('due_soon', 'not_due', 'unknown')"
        ) }} as next_state,
        max(due_on) as final_due_on,
        max(previous_due_on) as final_opens_on,
        bool_or(state = 'done_late') as has_done_late,
        {{ list_in_order(say_day('due_on') ~ " || ': ' || state", 'due_on') }}
            as deadline_states
    from {{ ref('int_task_instalments_judged') }}
    group by task_key, is_simulated, known_from
),

gathered as (
    select
        days.*,
        tasks.plan_code,
        tasks.unit_code,
        tasks.field_code,
        tasks.lead_agency,
        tasks.is_done as is_done_in_plan,
        kinds_of_due.due_kinds,
        coalesce(kinds_of_due.has_condition, false) as has_condition,
        instalments.deadline_count,
        instalments.passed_count,
        instalments.done_count,
        instalments.late_due_on,
        instalments.last_passed_on,
        instalments.last_passed_state,
        instalments.next_due_on,
        instalments.next_state,
        instalments.final_due_on,
        instalments.final_opens_on,
        instalments.has_done_late,
        instalments.deadline_states,
        coalesce(evidence.evidence_count, 0) as evidence_count,
        evidence.last_evidence_on
    from days
    inner join tasks on days.task_key = tasks.task_key
    left join kinds_of_due on days.task_key = kinds_of_due.task_key
    left join instalments
        on
            days.task_key = instalments.task_key
            and days.is_simulated = instalments.is_simulated
            and days.known_from = instalments.known_from
    left join evidence on days.task_key = evidence.task_key
),

judged_alone as (
    select
        *,
        case
            when reported_status = 'cancelled' then 'cancelled'
            when reported_status is null
                then
                    case when is_done_in_plan then 'done_undated' else 'unknown' end
            when late_due_on is not null then 'late'
            -- Done is done where one deadline is left to be met; the others are judged each.
            when
                reported_status = 'done'
                and (
                    coalesce(deadline_count, 0) <= 1
                    or coalesce(completed_on, reported_on) > final_opens_on
                )
                then
                    case
                        when completed_on is null or final_due_on is null then 'done_undated'
                        when has_done_late or completed_on > final_due_on then 'done_late'
                        else 'done_on_time'
                    end
            when final_due_on is null then 'no_deadline'
            when last_passed_state = 'unknown' then 'unknown'
            when next_due_on is not null then next_state
            when has_done_late then 'done_late'
            else 'done_on_time'
        end as own_state
    from gathered
),

-- What a later version of the plan took the place of is judged there, with what was said of it.
judged as (
    select
        *,
        case
            when is_superseded then 'superseded'
            else own_state
        end as state
    from judged_alone
),

explained as (
    select
        *,
        coalesce(
            late_due_on, case when state = 'unknown' then last_passed_on end, next_due_on,
            final_due_on
        ) as due_on,
        case
            when state = 'unknown' and reported_status is null then 'not_reported'
            when state = 'unknown' then 'silent_since_deadline'
            when state = 'no_deadline' and has_condition then 'condition_open'
        end as missing_reason
    from judged
),

compared as (
    select
        *,
        {{ row_hash(['report_key', 'state', 'missing_reason', 'due_on', 'deadline_states',
            'percent_done', 'completed_on']) }} as content
    from explained
),

-- Days on which nothing changed are one stretch.
followed as (
    select
        *,
        lag(content) over (
            partition by task_key, is_simulated order by known_from
        ) as content_before,
        lag(report_key) over (
            partition by task_key, is_simulated order by known_from
        ) as report_before
    from compared
),

stretches as (
    select * from followed
    where content is distinct from content_before
),

ended as (
    select
        *,
        lead(known_from) over (
            partition by task_key, is_simulated order by known_from
        ) as known_until,
        row_number() over (
            partition by task_key, is_simulated order by known_from
        ) as stretch_no
    from stretches
)

select
    concat_ws(
        '@', ended.task_key, ended.known_from,
        case when ended.is_simulated then 'simulated' else 'real' end
    ) as task_status_key,
    ended.task_key,
    ended.plan_code,
    ended.unit_code,
    ended.field_code,
    ended.lead_agency,
    ended.is_simulated,
    ended.known_from,
    ended.known_until,
    case
        when ended.stretch_no = 1 then 'plan_began'
        when coalesce(ended.report_key, '') <> coalesce(ended.report_before, '') then 'received'
        when ended.state = 'superseded' then 'superseded'
        when ended.known_from = ended.last_passed_on + 1 then 'deadline_passed'
        else 'deadline_near'
    end as known_because,
    ended.state,
    ended.missing_reason,
    ended.reported_status,
    ended.percent_done,
    ended.completed_on,
    ended.reported_on,
    reports.received_on,
    -- Since when nobody has said anything: the last report, or the first day of the plan.
    case
        when ended.state = 'unknown'
            then coalesce(ended.reported_on, min(ended.known_from) over (
                partition by ended.task_key, ended.is_simulated
            ))
    end::date as silent_since,
    ended.due_on,
    ended.due_kinds,
    coalesce(ended.deadline_count, 0) as deadline_count,
    coalesce(ended.passed_count, 0) as passed_count,
    coalesce(ended.done_count, 0) as done_count,
    coalesce(ended.deadline_states, {{ empty_list() }}) as deadline_states,
    ended.reported_status is not null or coalesce(ended.is_done_in_plan, false) as is_answer,
    ended.evidence_count,
    ended.last_evidence_on,
    reports.data_kind,
    reports.source_file,
    reports.source_locator,
    reports.citation
from ended
left join reports on ended.report_key = reports.report_key
