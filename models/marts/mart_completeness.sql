with reports as (
    select * from {{ ref('int_reports_expected') }}
),

-- A state ends when something is received, when the period is over, and when the grace has passed.
cut as (
    select
        *,
        unnest({{ days_within(
            ['starts_on', 'ends_on + 1', 'expected_by + 1'], "date '1900-01-01'", 'null::date'
        ) }} || receipt_days)::date as known_from
    from reports
),

known as (
    select distinct
        * exclude (known_from, receipts),
        -- What came in before the period begins is known on its first day.
        greatest(known_from, starts_on) as known_from,
        list_filter(receipts, lambda day: day <= greatest(known_from, starts_on)) as known_receipts
    from cut
),

judged as (
    select
        *,
        len(known_receipts)::integer as received_count,
        list_min(known_receipts) as first_received_on,
        list_max(known_receipts) as last_received_on,
        case
            when len(known_receipts) = 0 and known_from > expected_by then 'missing'
            when len(known_receipts) = 0 and known_from > ends_on then 'awaited'
            when len(known_receipts) = 0 then 'not_due'
            when list_min(known_receipts) > expected_by then 'late'
            when len(known_receipts) < expected_count then 'partial'
            else 'received'
        end as state
    from known
),

stretches as (
    select *
    from judged
    qualify row(state, received_count) is distinct from lag(row(state, received_count)) over (
        partition by plan_code, period_code, is_simulated order by known_from
    )
)

select
    concat_ws(
        '|', plan_code, period_code, case when is_simulated then 'simulated' else 'real' end,
        known_from
    ) as completeness_key,
    plan_code,
    unit_code,
    period_code,
    period_kind,
    is_simulated,
    known_from,
    lead(known_from) over (
        partition by plan_code, period_code, is_simulated order by known_from
    ) as known_until,
    starts_on,
    ends_on,
    send_by,
    expected_by,
    expected_count,
    received_count,
    first_received_on,
    last_received_on,
    state,
    case
        when first_received_on > expected_by
            then date_diff('day', expected_by, first_received_on)::integer
    end as days_late
from stretches
