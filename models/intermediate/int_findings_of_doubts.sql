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
    from {{ ref('int_readings_stored') }}
    where doubt is not null and doubt <> 'two_answers'
),

-- Each file that gave an answer is named with its own places.
answers as (
    select
        progress_key,
        {{ say_list("list_sort(list(distinct value))") }} as said_values,
        count(distinct value) as value_count
    from {{ ref('int_results_doubled') }}
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
        string_agg(results.source_locator, '; ' order by results.source_row, results.source_locator)
            as place
    from {{ ref('int_results_doubled') }} as results
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
    from {{ ref('int_readings_latest') }}
    where series_doubt is not null
),

doubts as (
    select
        doubt,
        unit_code,
        indicator_code,
        source_file,
        place,
        {{ say_number('doubted_value') }} as said_value,
        unit,
        strftime(as_of_date, '%d/%m/%Y') as said_day,
        period_code
    from stored
    union all by name
    select
        doubt,
        unit_code,
        indicator_code,
        source_file,
        place,
        said_values as said_value,
        value_count::varchar as said_count
    from doubled
    union all by name
    select
        doubt,
        unit_code,
        indicator_code,
        source_file,
        place,
        {{ say_number('doubted_value') }} as said_value,
        {{ say_number('demanded') }} as said_target,
        {{ say_number('100 * doubted_value') }} as said_percent,
        {{ say_number('value_before') }} as said_previous
    from series
),

kinds as (
    select * from {{ ref('doubt_kinds') }}
)

select
    doubts.doubt as finding_kind,
    'warning' as severity,
    null as plan_code,
    doubts.source_file,
    doubts.place,
    doubts.indicator_code || ' của ' || doubts.unit_code || ': '
    || {{ fill_sentence('kinds.message_vi') }} as message,
    {{ fill_sentence('kinds.remedy_vi') }} as remedy
from doubts
inner join kinds on doubts.doubt = kinds.doubt
