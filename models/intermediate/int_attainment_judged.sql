-- One row per row of int_attainment_measured, with verdict, reason, trend and robustness.
with measured as (
    select * from {{ ref('int_attainment_measured') }}
),

thresholds as (
    select * from {{ ref('int_thresholds_pivoted') }}
),

compared as (
    select
        measured.*,
        thresholds.*,
        sign * (actual - previous_actual) as change_points,
        -- Yearly pace of late over the yearly pace that the whole way needs.
        ((actual - previous_actual) / nullif(date_diff('day', previous_date, as_of_date), 0))
        / nullif(
            (target - baseline_value) / nullif(date_diff('day', baseline_date, due_on), 0), 0
        ) as recent_rate_ratio
    from measured
    cross join thresholds
),

judged as (
    select
        *,
        case
            when actual is null or met is null then 'unknown'
            when is_last_word and date_diff('day', as_of_date, due_on) > stale_days then 'unknown'
            when met then 'met'
            when as_of_date >= due_on or is_last_word then 'missed'
            when path = 'level' then 'not_met'
            when is_maintain_rule then 'worsening'
            else {{ pace_status('required_rate_ratio') }}
        end as status,
        case
            when actual is null or met is null or met then null
            when as_of_date >= due_on or is_last_word then null
            when path = 'level' or is_maintain_rule then null
            else {{ pace_status('compound_rate_ratio') }}
        end as compound_status
    from compared
)

select
    *,
    case
        when actual is null then coalesce(missing_reason, 'not_reported')
        when
            is_last_word and met is not null
            and date_diff('day', as_of_date, due_on) > stale_days
            then 'stopped_reporting'
        when status = 'unknown' and baseline_source = 'none' then 'no_baseline'
        when status = 'unknown' and baseline_source = 'first_reading' then 'first_reading_only'
        when status = 'unknown' then 'just_started'
        when is_maintain_rule and status = 'worsening' then 'no_longer_kept'
        when status = 'missed' and as_of_date < due_on then 'last_reading_before_deadline'
        when status in ('met', 'missed', 'not_met') then 'compared_with_target'
        else 'compared_with_pace'
    end as status_reason,
    case
        when actual is null or previous_actual is null or as_of_date = previous_date then null
        when met and abs(change_points) < no_change_points then 'kept'
        when abs(change_points) < no_change_points then 'flat'
        when change_points < 0 then 'down'
        when met then 'up'
        when path = 'level' or is_maintain_rule then 'up'
        when recent_rate_ratio < arrow_flat_ratio then 'flat'
        when recent_rate_ratio < arrow_up_ratio then 'up_right'
        else 'up'
    end as trend_arrow,
    case
        when compound_status is null then null
        when compound_status = 'unknown' then 'not_computable'
        when compound_status = status then 'agree'
        else 'disagree'
    end as verdict_robustness
from judged
