with reports as (
    select * from {{ ref('int_reports_expected') }}
)

select
    concat_ws(
        '|', plan_code, period_code, case when is_simulated then 'simulated' else 'real' end
    ) as completeness_key,
    plan_code,
    unit_code,
    period_code,
    period_kind,
    is_simulated,
    starts_on,
    ends_on,
    expected_by,
    expected_count,
    received_count,
    first_received_on,
    last_received_on,
    case
        when received_count = 0 and coalesce(known_until, date '1900-01-01') <= expected_by
            then 'not_due'
        when received_count = 0 then 'missing'
        when first_received_on > expected_by then 'late'
        when received_count < expected_count then 'partial'
        else 'received'
    end as state,
    case
        when first_received_on > expected_by
            then date_diff('day', expected_by, first_received_on)::integer
    end as days_late
from reports
