with trends as (
    select * from {{ ref('int_trends_noted') }}
),

texts as (
    select * from {{ ref('comparison_notes') }}
),

nationals as (
    select * from {{ ref('mart_national_line') }}
),

codes as (
    select distinct note_codes
    from trends
),

sentences as (
    select
        codes.note_codes,
        string_agg(
            texts.sentence_vi, ' ' order by list_position(codes.note_codes, texts.note_code)
        ) as sentences_vi,
        string_agg(
            texts.sentence_en, ' ' order by list_position(codes.note_codes, texts.note_code)
        ) as sentences_en
    from codes
    inner join texts on list_contains(codes.note_codes, texts.note_code)
    group by codes.note_codes
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
    nullif(concat_ws(' ', sentences.sentences_vi, nullif(trends.link_note, '')), '') as note,
    sentences.sentences_en as note_en,
    nationals.value as national_value,
    nationals.due_year as national_due_year,
    nationals.plan_code as national_plan
from trends
left join sentences on trends.note_codes = sentences.note_codes
left join nationals
    on
        trends.indicator_code = nationals.indicator_code
        and trends.to_year = nationals.line_year
        and trends.unit = nationals.unit
        and {{ measure_family('coalesce(trends.to_comparator, trends.from_comparator)') }}
        = nationals.measure_family
