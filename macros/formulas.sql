{#-
  The formulas of docs/method.md, one macro each. Arguments are SQL expressions:
  actual (v), target (T), baseline (b), sign (+1 higher is better, -1 lower is better).
  Numbers are never rounded here, but for the noise of binary fractions at the border of a target.
-#}

{#- +1 where more is better, -1 where less is. A ceiling or a level-reported cut turns it. -#}
{% macro measure_sign(comparator, direction, is_level_cut) -%}
    case
        when {{ comparator }} = 'lte' or {{ is_level_cut }} then -1
        when {{ comparator }} in ('gte', 'increase_gte', 'decrease_gte', 'decrease_eq') then 1
        when {{ direction }} = 'lower' then -1
        else 1
    end
{%- endmacro %}

{#- "Giảm n%" of something reported as a level: the target is the baseline less n percent. -#}
{% macro effective_target(value, baseline, is_level_cut) -%}
    case
        -- One division of whole numbers: 90 less 30 % is 63 and not 62.99999999999999.
        when {{ is_level_cut }} then {{ baseline }} * (100 - {{ value }}) / 100e0
        else {{ value }}
    end
{%- endmacro %}

{% macro is_met(actual, target, sign) -%}
    -- What binary fractions leave behind the ninth decimal is no difference.
    round({{ sign }} * ({{ actual }} - {{ target }}), 9) >= 0
{%- endmacro %}

{#- Points still missing; negative where the target is passed. Nought is never a negative one. -#}
{% macro gap_points(actual, target, sign) -%}
    {{ sign }} * ({{ target }} - {{ actual }}) + 0e0
{%- endmacro %}

{#-
  Higher is better: 100 v / T. Lower is better: 100 (b - v) / (b - T), null without a baseline
  and null where the baseline already meets the ceiling: there is no way to go, only to keep.
-#}
{% macro attainment_pct(actual, target, baseline, sign) -%}
    case
        when {{ sign }} = 1 then 100e0 * {{ actual }} / nullif({{ target }}, 0)
        when {{ baseline }} > {{ target }}
            then 100e0 * ({{ baseline }} - {{ actual }}) / ({{ baseline }} - {{ target }})
    end
{%- endmacro %}

{#-
  Share of the way in time from start to due date, 0 to 1; null without a date.
  least and greatest of DuckDB pass over nulls, hence the guard.
-#}
{% macro elapsed_share(as_of, starts_on, due_on) -%}
    case
        when {{ as_of }} is not null then greatest(0e0, least(1e0,
            {{ days_between(starts_on, as_of) }}::double
            / nullif({{ days_between(starts_on, due_on) }}, 0)::double
        ))
    end
{%- endmacro %}

{#- The baseline already meets the target, so the target asks to keep and not to grow. -#}
{% macro is_maintain_rule(target, baseline, sign) -%}
    coalesce({{ sign }} * ({{ target }} - {{ baseline }}) <= 0, false)
{%- endmacro %}

{#- Where a straight line from the baseline to the target would be. -#}
{% macro expected_value(target, baseline, elapsed) -%}
    {{ baseline }} + ({{ target }} - {{ baseline }}) * {{ elapsed }}
{%- endmacro %}

{#- R: pace so far over the pace needed from start to due date; null where either is undefined. -#}
{% macro pace_ratio(actual, target, baseline, elapsed) -%}
    (({{ actual }} - {{ baseline }}) / nullif({{ target }} - {{ baseline }}, 0))
    / nullif({{ elapsed }}, 0)
{%- endmacro %}

{#- R with compound instead of linear growth; needs positive numbers. -#}
{% macro compound_pace_ratio(actual, target, baseline, elapsed) -%}
    case
        when {{ actual }} > 0 and {{ target }} > 0 and {{ baseline }} > 0
            then (ln({{ actual }} / {{ baseline }}) / nullif(ln({{ target }} / {{ baseline }}), 0))
                / nullif({{ elapsed }}, 0)
    end
{%- endmacro %}

{#- Verdict on a pace ratio; the cut-offs are columns of the row. -#}
{% macro pace_status(ratio) -%}
    case
        when {{ ratio }} is null then 'unknown'
        when {{ ratio }} >= on_track_ratio then 'on_track'
        when {{ ratio }} >= behind_ratio then 'behind'
        when {{ ratio }} >= at_risk_ratio then 'at_risk'
        else 'worsening'
    end
{%- endmacro %}

{#- A level to hold or reach, an increase, or a decrease: three kinds that never compare. -#}
{% macro measure_family(comparator) -%}
    case
        when {{ comparator }} in ('decrease_gte', 'decrease_eq') then 'decrease'
        when {{ comparator }} = 'increase_gte' then 'increase'
        else 'level'
    end
{%- endmacro %}

{#- How much harder one target is than another: positive is stricter. -#}
{% macro ambition_change(from_value, to_value, sign) -%}
    {{ sign }} * ({{ to_value }} - {{ from_value }})
{%- endmacro %}

{#-
  Whether a later issuer answers for a number of an earlier plan: 'own', 'outside' or 'unknown'.
  An issuer of the same level does. A department or office answers for what names it as lead, or
  all offices at once (seeds/collective_agencies.csv, in the column collective_cues); not for what is asked of communes, nor for
  what another leads. Where nobody is named there is no telling.
-#}
{% macro remit_of(lead_agency, issuer_name, issuer_level, earlier_level, scope) -%}
    case
        when {{ issuer_level }} = {{ earlier_level }} then 'own'
        when {{ issuer_level }} = 'commune' and {{ scope }} = 'commune' then 'own'
        when {{ issuer_level }} = 'commune' and {{ scope }} in ('province', 'district')
            then 'outside'
        when {{ issuer_level }} not in ('department', 'office') then 'unknown'
        when {{ scope }} in ('commune', 'district') then 'outside'
        when {{ lead_agency }} is null or {{ issuer_name }} is null then 'unknown'
        when {{ matches(fold_vietnamese(lead_agency), 'collective_cues') }} then 'own'
        when contains(
            {{ fold_vietnamese(issuer_name) }}, {{ fold_vietnamese(lead_agency) }}
        ) or contains(
            {{ fold_vietnamese(lead_agency) }},
            -- "Sở Nội vụ tỉnh Long An" is named as "Sở Nội vụ" by plans of its own province.
            {{ fold_vietnamese("regexp_replace(" ~ issuer_name ~ ", '(?i) +(tỉnh|thành phố) .*$', '')") }}
        ) then 'own'
        else 'outside'
    end
{%- endmacro %}

{#- "Giảm n%" of something that is reported as an amount, not as the cut itself. -#}
{% macro is_level_cut(row) -%}
    coalesce(
        {{ row }}.comparator in ('decrease_gte', 'decrease_eq')
        and {{ row }}.reported_as = 'level_or_share'
        and {{ row }}.actual_unit <> '%',
        false
    )
{%- endmacro %}

{#-
  An observation can be held against a target of its own unit, or be the amount that a cut is taken
  of. A share that is to grow by n percent can be read two ways, so it is held against nothing.
-#}
{% macro is_comparable_unit(targets, observations) -%}
    coalesce(
        case
            when {{ targets }}.comparator in ('decrease_gte', 'decrease_eq')
                then {{ observations }}.unit = {{ targets }}.unit
                    or {{ targets }}.reported_as = 'level_or_share'
            when {{ targets }}.comparator = 'increase_gte'
                then {{ observations }}.unit = {{ targets }}.unit
                    and {{ targets }}.path = 'cumulative'
            else {{ observations }}.unit = {{ targets }}.unit
        end,
        true
    )
{%- endmacro %}
