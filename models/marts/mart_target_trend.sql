with trends as (
    select * from {{ ref('int_trends_classified') }}
),

lone_stages as (
    select * from {{ ref('int_stages_alone') }}
),

nationals as (
    select * from {{ ref('national_targets') }}
),

noted as (
    select
        *,
        concat_ws(
            ' ',
            case when crosses_boundary then 'So sánh qua lần sáp nhập tỉnh 01/7/2025.' end,
            case
                when is_pair and from_issuer_level <> to_issuer_level
                    then 'Hai kế hoạch khác cấp ban hành.'
            end,
            case when is_pair and is_successor then 'Chỉ số cũ đã được thay bằng chỉ số mới.' end,
            case
                when is_pair and is_change_target and is_other_baseline
                    then 'Mốc so sánh của hai kế hoạch khác nhau.'
                when is_pair and is_change_target and is_one_baseline_unknown
                    then 'Một kế hoạch không nêu mốc so sánh.'
            end,
            case
                when is_pair and from_comparator <> to_comparator
                    then 'Cách so sánh trong hai kế hoạch khác nhau.'
            end,
            case
                when not is_pair and change_class = 'not_comparable'
                    then 'Kế hoạch kia chỉ đặt mức cho cấp khác.'
            end,
            case
                when change_class in ('new', 'dropped') and from_issuer_level <> to_issuer_level
                    then 'Có thể vì khác phạm vi của cơ quan ban hành.'
            end,
            from_note,
            case when to_note is distinct from from_note then to_note end
        ) as note
    from trends
),

all_rows as (
    select
        boundary_frame,
        place_code,
        place_name,
        indicator_code,
        chain_code,
        field_code,
        nullif(coalesce(nullif(to_scope, 'all'), from_scope), 'all') as scope_level,
        from_plan,
        to_plan,
        from_year,
        to_year,
        from_issuer_level,
        to_issuer_level,
        from_value,
        to_value,
        from_comparator,
        to_comparator,
        unit,
        case when change_class <> 'not_comparable' then to_value - from_value end as change_points,
        case when change_class <> 'not_comparable' then to_value - from_value end
        / (to_year - from_year) as points_per_year,
        change_class,
        comparability,
        crosses_boundary,
        note,
        from_target_key,
        to_target_key
    from noted
    union all by name
    select * from lone_stages
)

select
    concat_ws(
        '|', all_rows.boundary_frame, all_rows.place_code,
        coalesce(all_rows.from_target_key, ''), coalesce(all_rows.to_target_key, ''),
        coalesce(all_rows.from_plan || ':' || all_rows.from_year, ''),
        all_rows.to_plan || ':' || all_rows.to_year
    ) as trend_key,
    all_rows.*,
    nationals.value as national_value
from all_rows
left join nationals
    on all_rows.indicator_code = nationals.indicator_code and all_rows.to_year = nationals.due_year
