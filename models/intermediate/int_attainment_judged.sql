-- One row per row of int_attainment_measured, with verdict, reason, trend and robustness. What the
-- verdict means, and whether it counts as assessed, stands in seeds/statuses.csv.
with measured as (
    select * from {{ ref('int_attainment_measured') }}
),

thresholds as (
    select * from {{ ref('int_thresholds_pivoted') }}
),

compared as (
    select
        measured.target_key,
        measured.plan_code,
        measured.target_ref,
        measured.target_no,
        measured.measure_no,
        measured.indicator_code,
        measured.field_code,
        measured.scope_level,
        measured.target_value,
        measured.unit,
        measured.comparator,
        measured.stated_baseline,
        measured.is_conditional,
        measured.condition_met_on,
        measured.superseded_on,
        measured.unit_code,
        measured.path,
        measured.direction,
        measured.reported_as,
        measured.first_year,
        measured.last_year,
        measured.is_simulated,
        measured.as_of_date,
        measured.counts_on,
        measured.report_year,
        measured.is_answer,
        measured.starts_on,
        measured.due_on,
        measured.actual,
        measured.missing_reason,
        measured.received_on,
        measured.numerator,
        measured.denominator,
        measured.stated_value,
        measured.actual_unit,
        measured.doubt,
        measured.doubted_value,
        measured.data_kind,
        measured.source_file,
        measured.source_locator,
        measured.citation,
        measured.progress_key,
        measured.is_level_cut,
        measured.is_yearly_deadline,
        measured.too_old_from,
        measured.baseline_source,
        measured.baseline_value,
        measured.baseline_date,
        measured.baseline_progress_key,
        measured.known_from,
        measured.previous_actual,
        measured.previous_date,
        measured.is_trend_dashed,
        measured.is_past_due,
        measured.is_too_old,
        measured.is_condition_open,
        measured.is_superseded,
        measured.sign,
        measured.target,
        measured.elapsed,
        measured.is_maintain_rule,
        measured.met,
        measured.gap_points,
        measured.attainment_pct,
        measured.expected_now,
        measured.required_rate_ratio,
        measured.compound_rate_ratio,
        measured.days_left,
        thresholds.*,
        sign * (actual - previous_actual) as change_points,
        -- Yearly pace of late over the yearly pace that the whole way needs.
        ((actual - previous_actual) / nullif({{ days_between('previous_date', 'as_of_date') }}, 0))
        / nullif(
            (target - baseline_value) / nullif({{ days_between('baseline_date', 'due_on') }}, 0), 0
        ) as recent_rate_ratio,
        -- The last word before a deadline has to be of about that time.
        coalesce(
            is_past_due and {{ days_between('counts_on', 'due_on') }} > thresholds.stale_days, false
        ) as has_stopped,
        -- The last deadline decides for good: from then on no figure grows old.
        coalesce(is_too_old, false)
        and not (coalesce(is_past_due, false) and not coalesce(is_yearly_deadline, false))
            as is_stale
    from measured
    cross join thresholds
),

judged as (
    select
        *,
        case
            when
                is_superseded or is_condition_open or actual is null or met is null or is_stale
                or has_stopped
                then 'unknown'
            when met then 'met'
            when counts_on >= due_on or is_past_due then 'missed'
            when path = 'level' then 'not_met'
            when is_maintain_rule then 'worsening'
            when required_rate_ratio is null then 'not_met_yet'
            else {{ pace_status('required_rate_ratio') }}
        end as status
    from compared
),

doubled as (
    select
        *,
        case
            when
                status in ('on_track', 'behind', 'at_risk', 'worsening')
                and not coalesce(is_maintain_rule, false)
                then {{ pace_status('compound_rate_ratio') }}
        end as compound_status
    from judged
)

select
    *,
    case
        when is_superseded then 'superseded'
        when is_condition_open then 'condition_open'
        when actual is null then coalesce(missing_reason, 'not_reported')
        when met is null then 'no_baseline'
        when has_stopped then 'stopped_reporting'
        when is_stale then 'too_old'
        when status = 'not_met_yet' and baseline_source = 'none' then 'no_baseline'
        when status = 'not_met_yet' and baseline_source = 'first_reading'
            then 'first_reading_only'
        when status = 'not_met_yet' then 'just_started'
        when is_maintain_rule and status = 'worsening' then 'no_longer_kept'
        when status = 'missed' and counts_on < due_on then 'last_reading_before_deadline'
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
from doubled
