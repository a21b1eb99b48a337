-- One row per plan, kind of data and reporting period of its years: when the report of the period
-- had to be sent, and when it came. Only a report of the period is one; weekly ones are not.
with plans as (
    select * from {{ ref('dim_plan') }}
),

periods as (
    select * from {{ ref('dim_period') }}
    where period_kind in ('Q1', 'H1', 'Q3', 'Y')
),

thresholds as (
    select * from {{ ref('int_thresholds_pivoted') }}
),

-- A plan's own cut-offs and days of sending go before the general ones. What was over before the
-- plan was issued, the plan cannot have asked for.
expected as (
    select
        plans.plan_code,
        plans.unit_code,
        periods.period_code,
        periods.period_kind,
        coalesce(own.starts_on, periods.starts_on) as starts_on,
        coalesce(own.ends_on, periods.ends_on) as ends_on,
        coalesce(own.send_by, periods.send_by) as send_by
    from plans
    inner join periods
        on
            periods.plan_code is null
            and periods.year_number between plans.year_from and plans.year_to
    left join periods as own
        on plans.plan_code = own.plan_code and periods.period_code = own.period_code
    where
        -- Nobody reports on the programmes of the nation to us.
        coalesce(plans.issuer_level, '') not in ('government', 'ministry')
        and (
            plans.issued_on is null or plans.issued_on <= coalesce(own.ends_on, periods.ends_on)
        )
),

targets as (
    select * from {{ ref('int_targets_windowed') }}
    where indicator_code is not null
),

facts as (
    select * from {{ ref('int_observations_counted') }}
    where
        not is_day_only
        -- A figure that cannot be used has been reported all the same.
        and coalesce(missing_reason <> 'not_reported', true)
),

kinds as (
    select false as is_simulated
    union
    select is_simulated from facts
),

wanted as (
    select
        expected.*,
        kinds.is_simulated,
        targets.target_key,
        targets.indicator_code,
        targets.scope_level
    from expected
    cross join kinds
    inner join targets
        on
            expected.plan_code = targets.plan_code
            and expected.starts_on >= targets.starts_on
            and expected.starts_on < targets.due_on
            -- Of several versions the one in force at the end of the period is reported on.
            and expected.ends_on >= targets.known_from
            and (targets.superseded_on is null or expected.ends_on < targets.superseded_on)
),

received as (
    select
        wanted.plan_code,
        wanted.period_code,
        wanted.is_simulated,
        wanted.target_key,
        min(facts.received_on) as first_received_on
    from wanted
    left join facts
        on
            wanted.unit_code = facts.unit_code
            and wanted.indicator_code = facts.indicator_code
            and wanted.scope_level is not distinct from facts.scope_level
            and wanted.is_simulated = facts.is_simulated
            and (
                wanted.period_code = facts.period_code
                -- The year, written both ways.
                or (wanted.period_kind = 'Y' and wanted.period_code || '-Y' = facts.period_code)
            )
    group by wanted.plan_code, wanted.period_code, wanted.is_simulated, wanted.target_key
),

counted as (
    select
        plan_code,
        period_code,
        is_simulated,
        count(*)::integer as expected_count,
        {{ sorted_list('first_received_on') }} as receipt_days,
        {{ list_rows('first_received_on') }} as receipts
    from received
    group by plan_code, period_code, is_simulated
)

select
    expected.*,
    counted.is_simulated,
    counted.expected_count,
    counted.receipt_days,
    coalesce(counted.receipts, {{ empty_list('date') }}) as receipts,
    (expected.send_by + thresholds.report_grace_days::integer)::date as expected_by
from expected
inner join counted
    on expected.plan_code = counted.plan_code and expected.period_code = counted.period_code
cross join thresholds
