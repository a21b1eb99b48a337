-- One row per row of int_trends_classified and of int_stages_alone, with the reasons why a
-- comparison is not plain, as codes; their sentences stand in seeds/comparison_notes.csv.
with trends as (
    select * from {{ ref('int_trends_classified') }}
),

coded as (
    select
        *,
        nullif(coalesce(nullif(to_scope, 'all'), from_scope), 'all') as scope_level,
        case when change_class <> 'not_comparable' then to_value - from_value end as change_points,
        list_filter(
            [
                case when crosses_boundary then 'crosses_boundary' end,
                case
                    when is_pair and from_issuer_level <> to_issuer_level
                        then 'other_issuer_level'
                end,
                case when is_pair and is_successor then 'successor_indicator' end,
                case
                    when is_pair and is_change_target and is_other_baseline
                        then 'other_baseline'
                end,
                case
                    when is_pair and is_change_target and is_one_baseline_unknown
                        then 'baseline_unknown'
                end,
                case when is_pair and from_comparator <> to_comparator then 'other_comparator' end,
                case
                    when not is_pair and change_class = 'not_comparable'
                        then 'other_scope_only'
                end,
                case
                    when not is_pair and from_scope = 'district' and to_year >= 2025
                        then 'district_ended'
                end,
                case
                    when
                        change_class in ('new', 'dropped')
                        and from_issuer_level <> to_issuer_level
                        then 'maybe_other_remit'
                end
            ],
            lambda code: code is not null
        ) as note_codes,
        concat_ws(
            ' ', from_note, case when to_note is distinct from from_note then to_note end
        ) as link_note
    from trends
)

select
    boundary_frame,
    place_code,
    place_name,
    indicator_code,
    chain_code,
    field_code,
    scope_level,
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
    change_points,
    change_points / (to_year - from_year) as points_per_year,
    change_class,
    comparability,
    crosses_boundary,
    note_codes,
    link_note,
    from_target_key,
    to_target_key
from coded
union all by name
select * from {{ ref('int_stages_alone') }}
