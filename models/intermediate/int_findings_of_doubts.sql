-- One row per number that is doubted: it is shown, and no verdict stands on it.
with stored as (
    select
        doubt,
        unit_code,
        indicator_code,
        doubted_value,
        unit,
        as_of_date,
        period_code,
        source_file,
        {{ cell_place() }} as place
    from {{ ref('int_observations_stored') }}
    where doubt is not null and doubt <> 'two_answers'
),

-- Each file that gave an answer is named with its own places.
answers as (
    select
        progress_key,
        {{ sorted_list('value') }} as said_values,
        count(distinct value) as value_count
    from {{ ref('int_observations_doubled') }}
    group by progress_key
    having min(value) <> max(value)
),

doubled as (
    select
        'two_answers' as doubt,
        results.unit_code,
        results.indicator_code,
        answers.said_values,
        answers.value_count,
        results.source_file,
        {{ join_rows(
            'results.source_locator', '; ', 'results.source_row, results.source_locator'
        ) }}
            as place
    from {{ ref('int_observations_doubled') }} as results
    inner join answers on results.progress_key = answers.progress_key
    group by
        results.progress_key, results.unit_code, results.indicator_code, answers.said_values,
        answers.value_count, results.source_file
),

series as (
    select
        series_doubt as doubt,
        unit_code,
        indicator_code,
        case when series_doubt = 'falling_total' then total else doubted_value end
            as doubted_value,
        demanded,
        value_before,
        source_file,
        source_locator as place
    from {{ ref('int_observations_latest') }}
    where series_doubt is not null
),

doubts as (
    select
        doubt,
        source_file,
        place,
        {{ parameters({
            'indicator': 'indicator_code', 'owner': 'unit_code', 'value': 'doubted_value',
            'unit': 'unit', 'day': say_day('as_of_date'), 'period': 'period_code'
        }) }} as parameters
    from stored
    union all
    select
        doubt,
        source_file,
        place,
        {{ parameters({
            'indicator': 'indicator_code', 'owner': 'unit_code', 'value': 'said_values',
            'count': 'value_count'
        }) }} as parameters
    from doubled
    union all
    select
        doubt,
        source_file,
        place,
        {{ parameters({
            'indicator': 'indicator_code', 'owner': 'unit_code', 'value': 'doubted_value',
            'target': 'demanded', 'percent': 'round(100 * doubted_value, 6)', 'previous': 'value_before'
        }) }} as parameters
    from series
)

select
    doubt as finding_kind,
    'warning' as severity,
    null as plan_code,
    source_file,
    place,
    parameters
from doubts
