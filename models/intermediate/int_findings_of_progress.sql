-- One row per oddity of the progress reported.
with suspects as (
    select * from {{ ref('int_observations_suspect') }}
),

reports as (
    select * from {{ ref('int_task_reports_matched') }}
),

units as (
    select * from {{ ref('int_units_listed') }}
),

aliases as (
    select * from {{ source('raw', 'unit_aliases') }}
),

-- Observations of a day on which their unit was no more.
ended as (
    select
        facts.source_file,
        facts.unit_code,
        {{ any_of('units.unit_name') }} as unit_name,
        {{ any_of('units.valid_to') }} as valid_to,
        {{ any_of('units.successor_unit_code') }} as successor_unit_code,
        count(*) as observation_count,
        {{ first_place(cell_place('facts')) }} as place
    from {{ ref('int_observations_stored') }} as facts
    inner join units on facts.unit_code = units.unit_code
    where facts.as_of_date > units.valid_to and facts.data_kind <> 'published'
    group by facts.source_file, facts.unit_code
),

plans as (
    select plan_code from {{ ref('stg_plans__plans') }}
),

doubled as (
    select * from {{ ref('int_observations_doubled') }}
),

mismatched as (
    select distinct
        targets.plan_code,
        targets.unit,
        versions.unit as actual_unit,
        versions.source_file,
        versions.source_locator
    from {{ ref('int_observations_of_targets') }} as observations
    inner join {{ ref('int_observations_versioned') }} as versions
        on observations.progress_key = versions.progress_key
    inner join {{ ref('int_targets_windowed') }} as targets
        on observations.target_key = targets.target_key
    where observations.is_own and observations.missing_reason = 'unit_differs'
),

-- The share that a file states rounds to the other side of the target than its own counts.
rounded as (
    select distinct
        plan_code,
        target_key,
        comparator,
        target,
        unit,
        stated_value,
        actual,
        numerator,
        denominator,
        source_file,
        source_locator
    from {{ ref('int_attainment_judged') }}
    where
        denominator is not null and not is_level_cut
        and ({{ is_met('stated_value', 'target', 'sign') }})
        <> ({{ is_met('actual', 'target', 'sign') }})
)

-- Rows that no unit, plan or task answers to: one finding per file and name, not per row.
select
    'unit_unknown' as finding_kind,
    'error' as severity,
    null::string as plan_code,
    suspects.source_file,
    {{ first_place('suspects.source_locator') }} as place,
    case
        when {{ count_items(any_of('aliases.candidates')) }} > 0 then 'unit_unknown.similar' else
            'unit_unknown'
    end as sentence_code,
    {{ parameters({
        'unit': 'suspects.unit_code', 'count': 'count(*)',
        'similar': any_of('aliases.candidates')
    }) }} as parameters
from suspects
left join aliases on suspects.stated_unit = aliases.stated_unit
where not suspects.is_known
group by suspects.source_file, suspects.unit_code
union all
select
    'unit_named' as finding_kind,
    'info' as severity,
    null::string as plan_code,
    source_file,
    {{ first_place('source_locator') }} as place,
    'unit_named' as sentence_code,
    {{ parameters({'stated': 'stated_unit', 'unit': 'unit_code', 'count': 'count(*)'}) }}
        as parameters
from suspects
where is_named and is_known
group by source_file, stated_unit, unit_code
union all
select
    'unit_ended' as finding_kind,
    'warning' as severity,
    null::string as plan_code,
    source_file,
    place,
    case when successor_unit_code is null then 'unit_ended' else 'unit_ended.successor' end
        as sentence_code,
    {{ parameters({
        'name': 'unit_name', 'unit': 'unit_code', 'day': say_day('valid_to'),
        'count': 'observation_count', 'successor': 'successor_unit_code'
    }) }} as parameters
from ended
union all
select
    'plan_unknown' as finding_kind,
    'error' as severity,
    null::string as plan_code,
    source_file,
    {{ first_place('source_locator') }} as place,
    'plan_unknown' as sentence_code,
    {{ parameters({'plan': 'reports.plan_code', 'count': 'count(*)'}) }} as parameters
from reports
anti join plans on reports.plan_code = plans.plan_code
group by source_file, reports.plan_code
union all
select
    'task_unknown' as finding_kind,
    'error' as severity,
    reports.plan_code,
    source_file,
    {{ first_place('source_locator') }} as place,
    case
        when {{ any_of('reports.candidates') }} is null then 'task_unknown' else
            'task_unknown.similar'
    end as sentence_code,
    {{ parameters({
        'plan': 'reports.plan_code', 'task': 'task_ref', 'count': 'count(*)',
        'similar': any_of('reports.candidates')
    }) }} as parameters
from reports
semi join plans on reports.plan_code = plans.plan_code
where not reports.is_known
group by source_file, reports.plan_code, task_ref
union all
select
    'task_ref_completed' as finding_kind,
    'info' as severity,
    plan_code,
    source_file,
    {{ first_place('source_locator') }} as place,
    'task_ref_completed' as sentence_code,
    {{ parameters({'stated': 'task_ref', 'task': any_of('task_key')}) }} as parameters
from reports
where is_matched_by_end
group by source_file, plan_code, task_ref
union all
select
    'unit_of_measure_differs' as finding_kind,
    'warning' as severity,
    plan_code,
    source_file,
    {{ first_place('source_locator') }} as place,
    'unit_of_measure_differs' as sentence_code,
    {{ parameters({'actual_unit': 'actual_unit', 'unit': 'unit', 'count': 'count(*)'}) }}
        as parameters
from mismatched
group by plan_code, source_file, actual_unit, unit
union all
select
    'value_counts_differ' as finding_kind,
    'warning' as severity,
    null::string as plan_code,
    source_file,
    source_locator as place,
    'value_counts_differ' as sentence_code,
    {{ parameters({
        'stated': 'stated_value', 'counted': 'round(counted_value, 2)', 'numerator': 'numerator',
        'denominator': 'denominator'
    }) }} as parameters
from suspects
where has_other_share
union all
select
    'verdict_by_rounding' as finding_kind,
    'warning' as severity,
    plan_code,
    source_file,
    source_locator as place,
    'verdict_by_rounding' as sentence_code,
    {{ parameters({
        'stated': 'stated_value', 'numerator': 'numerator', 'denominator': 'denominator',
        'actual': 'round(actual, 6)', 'target': 'target', 'target_key': 'target_key'
    }) }} as parameters
from rounded
union all
select
    'impossible_counts' as finding_kind,
    'warning' as severity,
    null::string as plan_code,
    source_file,
    source_locator as place,
    'impossible_counts' as sentence_code,
    {{ parameters({'numerator': 'numerator', 'denominator': 'denominator'}) }} as parameters
from suspects
where is_impossible
union all
select
    'nothing_counted' as finding_kind,
    'info' as severity,
    null::string as plan_code,
    source_file,
    source_locator as place,
    'nothing_counted' as sentence_code,
    null::string as parameters
from suspects
where is_nothing
union all
select
    'counts_without_value' as finding_kind,
    'warning' as severity,
    null::string as plan_code,
    source_file,
    source_locator as place,
    'counts_without_value' as sentence_code,
    {{ parameters({'unit': 'unit'}) }} as parameters
from suspects
where is_no_share
union all
select
    'duplicate_fact' as finding_kind,
    'warning' as severity,
    null::string as plan_code,
    max(source_file) as source_file,
    {{ of_last_row('source_locator') }} as place,
    'duplicate_fact' as sentence_code,
    {{ parameters({'count': 'count(*)', 'values': 'count(distinct value)'}) }} as parameters
from doubled
group by progress_key
having count(*) > 1 and min(value) is not distinct from max(value)
union all
select
    'duplicate_report' as finding_kind,
    'warning' as severity,
    max(plan_code) as plan_code,
    max(source_file) as source_file,
    {{ of_last_row('source_locator') }} as place,
    'duplicate_report' as sentence_code,
    {{ parameters({'count': 'count(*)'}) }} as parameters
from reports
where is_known
group by report_key
having count(*) > 1
union all
select
    'unit_relative_unknown' as finding_kind,
    'warning' as severity,
    null::string as plan_code,
    null::string as source_file,
    unit_code as place,
    'unit_relative_unknown' as sentence_code,
    {{ parameters({
        'name': 'unit_name',
        'relatives': "concat_ws(', ', stated_parent_unit_code, stated_successor_unit_code)"
    }) }} as parameters
from units
where
    stated_parent_unit_code is distinct from parent_unit_code
    or stated_successor_unit_code is distinct from successor_unit_code
