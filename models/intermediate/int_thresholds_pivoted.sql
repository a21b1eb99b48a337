-- One row: every cut-off as a column, so that formulas read them by name.
select
    {% for code in [
        'on_track_ratio', 'behind_ratio', 'at_risk_ratio', 'arrow_flat_ratio', 'arrow_up_ratio',
        'arrow_window_days', 'no_change_points', 'due_soon_days', 'field_average_min_share',
        'field_total_max_missing', 'stale_days', 'report_grace_days', 'jump_points',
        'source_gap_points', 'baseline_lookback_days', 'stale_days_quarter', 'stale_days_half',
        'stale_days_year', 'review_confidence',
        'same_words_share', 'maybe_same_words_share', 'recurring_max_count'
    ] -%}
        max(case when threshold_code = '{{ code }}' then value end) as {{ code }}
        {{- "," if not loop.last }}
{% endfor -%}
from {{ ref('status_thresholds') }}
