-- One row per plan and reporting period of its years: what its unit should have reported, and when
-- it did. A report of the period that came later is late and not missing.
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

-- A plan's own cut-offs go before the general ones.
expected as (
    select
        plans.plan_code,
        plans.unit_code,
        periods.period_code,
        periods.period_kind,
        coalesce(own.starts_on, periods.starts_on) as starts_on,
        coalesce(own.ends_on, periods.ends_on) as ends_on,
        coalesce(
            lag(coalesce(own.ends_on, periods.ends_on)) over (
                partition by plans.plan_code, periods.year_number
                order by coalesce(own.ends_on, periods.ends_on)
            ),
            coalesce(own.starts_on, periods.starts_on) - 1
        )::date as previous_ends_on
    from plans
    inner join periods
        on
            periods.plan_code is null
            and periods.year_number between plans.year_from and plans.year_to
    left join periods as own
        on plans.plan_code = own.plan_code and periods.period_code = own.period_code
),

targets as (
    select * from {{ ref('int_targets_windowed') }}
),

facts as (
    select * from {{ ref('int_readings_counted') }}
    -- A doubted figure has been reported all the same.
    where value is not null or missing_reason in ('not_applicable', 'not_due', 'doubted')
),

-- Until when anything at all is known, of each kind of data.
known as (
    select
        is_simulated,
        max(received_on) as known_until
    from {{ ref('fct_progress') }}
    where value is not null or missing_reason in ('not_applicable', 'not_due', 'doubted')
    group by is_simulated
),

kinds as (
    select false as is_simulated
    union
    select is_simulated from known
),

wanted as (
    select
        expected.*,
        kinds.is_simulated,
        targets.target_key,
        targets.indicator_code
    from expected
    cross join kinds
    inner join targets
        on
            expected.plan_code = targets.plan_code
            and expected.starts_on >= targets.starts_on
            and expected.starts_on < targets.due_on
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
            and wanted.is_simulated = facts.is_simulated
            and (
                wanted.period_code = facts.period_code
                -- A week or a month speaks for the period that it falls in, not for the longer
                -- one that adds up from the same first day.
                or (
                    regexp_matches(facts.period_code, '^\d{4}-(W\d\d|\d\d)$')
                    and wanted.previous_ends_on < facts.as_of_date
                    and wanted.ends_on >= facts.as_of_date
                )
            )
    group by wanted.plan_code, wanted.period_code, wanted.is_simulated, wanted.target_key
),

counted as (
    select
        plan_code,
        period_code,
        is_simulated,
        count(*)::integer as expected_count,
        count(first_received_on)::integer as received_count,
        min(first_received_on) as first_received_on,
        max(first_received_on) as last_received_on
    from received
    group by plan_code, period_code, is_simulated
)

select
    expected.*,
    counted.is_simulated,
    counted.expected_count,
    counted.received_count,
    counted.first_received_on,
    counted.last_received_on,
    (expected.ends_on + thresholds.report_grace_days::integer)::date as expected_by,
    known.known_until
from expected
inner join counted
    on expected.plan_code = counted.plan_code and expected.period_code = counted.period_code
cross join thresholds
left join known on counted.is_simulated = known.is_simulated
