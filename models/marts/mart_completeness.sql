with reports as (
    select * from {{ ref('int_reports_expected') }}
),

-- A state ends when something is received, when the period is over, and when the grace has passed.
cut as (
    select
        *,
        {{ items_of(both_lists(
            days_within(
                ['starts_on', 'ends_on + 1', 'expected_by + 1'], "date '1900-01-01'", 'null::date'
            ),
            'receipt_days'
        )) }} as known_from
    from reports
),

known as (
    select distinct
        plan_code,
        unit_code,
        period_code,
        period_kind,
        starts_on,
        ends_on,
        send_by,
        is_simulated,
        expected_count,
        receipt_days,
        expected_by,
        -- What came in before the period begins is known on its first day.
        greatest(known_from, starts_on) as known_from,
        {{ keep_items('receipts', 'day', 'day <= greatest(known_from, starts_on)') }}
            as known_receipts
    from cut
),

judged as (
    select
        *,
        {{ count_items('known_receipts') }}::integer as received_count,
        {{ least_item('known_receipts') }} as first_received_on,
        {{ greatest_item('known_receipts') }} as last_received_on,
        case
            when {{ count_items('known_receipts') }} = 0 and known_from > expected_by then 'missing'
            when {{ count_items('known_receipts') }} = 0 and known_from > ends_on then 'awaited'
            when {{ count_items('known_receipts') }} = 0 then 'not_due'
            when {{ least_item('known_receipts') }} > expected_by then 'late'
            when {{ count_items('known_receipts') }} < expected_count then 'partial'
            else 'received'
        end as state
    from known
),

compared as (
    select
        *,
        lag(state) over (
            partition by plan_code, period_code, is_simulated order by known_from
        ) as state_before,
        lag(received_count) over (
            partition by plan_code, period_code, is_simulated order by known_from
        ) as count_before
    from judged
),

stretches as (
    select * from compared
    where
        state is distinct from state_before or received_count is distinct from count_before
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
            then {{ days_between('expected_by', 'first_received_on') }}::integer
    end as days_late
from stretches
