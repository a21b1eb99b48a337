-- One row per row of int_trends_explained, of int_trends_of_words and of int_stages_alone, with
-- the reasons why a comparison is not plain, as codes; their sentences stand in
-- seeds/sentences.csv.
with trends as (
    select * from {{ ref('int_trends_explained') }}
),

-- Where the number of the later target was there before, its words were only said again.
words as (
    select
        found.pair_key,
        found.field_code,
        found.from_target_key,
        found.to_target_key,
        found.to_target_ref,
        found.to_kind,
        found.likeness,
        case
            when found.change_class = 'made_measurable' and exists (
                select 1 from trends
                where
                    trends.pair_key = found.pair_key
                    and trends.to_target_ref = found.to_target_ref
                    and trends.change_class <> 'made_measurable'
            ) then 'kept'
            else found.change_class
        end as change_class
    from {{ ref('int_trends_of_words') }} as found
),

coded as (
    select
        *,
        nullif(coalesce(nullif(to_scope, 'all'), from_scope), 'all') as scope_level,
        case when change_class in ('raised', 'kept', 'lowered') then to_value - from_value end
            as change_points,
        {{ keep_items(list_of([
            "case when crosses_boundary then 'crosses_boundary' end",
            "case when is_pair and from_issuer_level <> to_issuer_level then 'other_issuer_level' end",
            "case when is_pair and is_successor then 'successor_indicator' end",
            "case when is_pair and is_change_target and is_other_baseline then 'other_baseline' end",
            "case when is_pair and is_change_target and is_one_baseline_unknown then 'baseline_unknown' end",
            "case when is_pair and from_comparator <> to_comparator then 'other_comparator' end",
            "case when not is_pair and change_class = 'not_comparable' then 'other_scope_only' end",
            "case when change_class in ( 'level_ended', 'outside_remit', 'met_and_ended', 'made_measurable', 'unclear', 'not_restated' ) then case when change_class = 'not_restated' and is_roadmap then 'stage_only' else change_class end end",
            "case when change_class = 'new' and from_issuer_level <> to_issuer_level then 'maybe_other_remit' end"
        ]), 'code', 'code is not null') }} as note_codes,
        {{ both_lists(
            'from_notes', 'case when to_notes is distinct from from_notes then to_notes end'
        ) }} as link_notes
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
    link_notes,
    from_target_key,
    to_target_key
from coded
union all
select
    pairs.boundary_frame,
    pairs.place_code,
    pairs.place_name,
    null as indicator_code,
    null as chain_code,
    words.field_code,
    null as scope_level,
    pairs.from_plan,
    pairs.to_plan,
    pairs.from_year,
    pairs.to_year,
    pairs.from_issuer_level,
    pairs.to_issuer_level,
    null as from_value,
    null as to_value,
    null as from_comparator,
    null as to_comparator,
    null as unit,
    null as change_points,
    null as points_per_year,
    words.change_class,
    null as comparability,
    pairs.crosses_boundary,
    {{ keep_items(list_of([
        "'in_words'",
        "case when pairs.crosses_boundary then 'crosses_boundary' end",
        "case when words.change_class = 'unclear' and words.to_target_key is not null "
        ~ "then 'unclear_words' when words.change_class not in ('kept', 'new') "
        ~ "then words.change_class end"
    ]), 'code', 'code is not null') }} as note_codes,
    null as link_notes,
    words.from_target_key,
    words.to_target_key
from words
inner join {{ ref('int_stages_paired') }} as pairs on words.pair_key = pairs.pair_key
-- Where the number itself has a row, it says so there.
where
    not exists (
        select 1 from trends
        where
            trends.pair_key = words.pair_key and trends.change_class = 'made_measurable'
            and trends.from_target_key = words.from_target_key
    )
union all
select
    boundary_frame,
    place_code,
    place_name,
    indicator_code,
    chain_code,
    field_code,
    scope_level,
    null as from_plan,
    to_plan,
    null as from_year,
    to_year,
    null as from_issuer_level,
    to_issuer_level,
    null as from_value,
    to_value,
    null as from_comparator,
    to_comparator,
    unit,
    null as change_points,
    null as points_per_year,
    change_class,
    null as comparability,
    crosses_boundary,
    note_codes,
    link_notes,
    null as from_target_key,
    to_target_key
from {{ ref('int_stages_alone') }}
