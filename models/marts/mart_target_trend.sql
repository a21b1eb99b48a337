with trends as (
    select * from {{ ref('int_trends_noted') }}
),

nationals as (
    select * from {{ ref('mart_national_line') }}
),

spoken as (
    {{ spoken() }}
)

select
    concat_ws(
        '|', trends.boundary_frame, trends.place_code,
        coalesce(trends.from_target_key, ''), coalesce(trends.to_target_key, ''),
        coalesce(trends.from_plan || ':' || trends.from_year, ''),
        trends.to_plan || ':' || trends.to_year
    ) as trend_key,
    trends.boundary_frame,
    trends.place_code,
    trends.place_name,
    trends.indicator_code,
    trends.chain_code,
    trends.field_code,
    trends.scope_level,
    trends.from_plan,
    trends.to_plan,
    trends.from_year,
    trends.to_year,
    trends.from_issuer_level,
    trends.to_issuer_level,
    trends.from_value,
    trends.to_value,
    trends.from_comparator,
    trends.to_comparator,
    trends.unit,
    trends.change_points,
    trends.points_per_year,
    trends.change_class,
    trends.comparability,
    trends.crosses_boundary,
    trends.note_codes,
    trends.from_target_key,
    trends.to_target_key,
    {{ say_remarks(both_lists('trends.note_codes', 'trends.link_notes'), 'vi', ' ') }} as note,
    {{ say_remarks(both_lists('trends.note_codes', 'trends.link_notes'), 'en', ' ') }} as note_en,
    nationals.value as national_value,
    nationals.due_year as national_due_year,
    nationals.plan_code as national_plan
from trends
cross join spoken
left join nationals
    on
        trends.indicator_code = nationals.indicator_code
        and trends.to_year = nationals.line_year
        and trends.unit = nationals.unit
        and {{ measure_family('coalesce(trends.to_comparator, trends.from_comparator)') }}
        = nationals.measure_family
