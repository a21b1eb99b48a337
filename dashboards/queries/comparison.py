"""What places, and the plans below one another, demand of the same indicator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.queries.run import select

if TYPE_CHECKING:
    import duckdb
    import polars as pl

# Only a plan of the province itself speaks for the province: a department's, an office's or a
# commune's number would be taken for that of the whole.
_PLANNED = """
    select
        peer.place_code,
        peer.value,
        peer.unit,
        peer.comparator,
        peer.crosses_boundary,
        coalesce(plan.issuer_name, plan.plan_title) as issuer_name,
        target.document_place as place_in_source,
        null::integer as stated_rank,
        null::double as change_since,
        null::double as national_value,
        null::double as points_to_nation,
        'known' as place_state,
        'plan' as data_kind,
        target.source_file,
        target.source_locator,
        row_number() over (
            partition by peer.place_code
            order by peer.scope_level is not null, peer.value desc
        ) as place_no
    from mart_peer_comparison as peer
    inner join dim_plan as plan using (plan_code)
    inner join fct_target as target on peer.target_key = target.target_key
    where
        peer.boundary_frame = $boundary_frame
        and peer.indicator_code = $indicator_code
        and peer.stage_year = $year
        and peer.issuer_level = 'province'
"""
_PUBLISHED = """
    with known as (
        select
            unit_code,
            year(as_of_date) as said_year,
            value,
            row_number() over (
                partition by unit_code, year(as_of_date) order by as_of_date desc, received_on desc
            ) as place_no
        from fct_progress
        where
            indicator_code = $indicator_code
            and data_kind in ('published', 'official')
            and value is not null
            and scope_level is null
            and year(as_of_date) in ($year, $since)
    ),

    latest as (
        select * from known where place_no = 1
    )

    select
        fact.unit_code as place_code,
        fact.value,
        fact.unit,
        null as comparator,
        false as crosses_boundary,
        fact.citation as issuer_name,
        null::varchar as place_in_source,
        fact.rank as stated_rank,
        -- Another set of criteria gives other values.
        case
            when coalesce(indicator.comparable_since, 0) <= $since then fact.value - before.value
        end as change_since,
        national.value as national_value,
        fact.value - national.value as points_to_nation,
        case
            when fact.value is not null then 'known'
            when fact.doubted_value is not null then 'doubted'
            else 'rank_only'
        end as place_state,
        fact.data_kind,
        fact.source_file,
        fact.source_locator,
        row_number() over (
            partition by fact.unit_code
            order by fact.value is null, fact.as_of_date desc, fact.received_on desc
        ) as place_no
    from fct_progress as fact
    inner join dim_unit as unit on fact.unit_code = unit.unit_code
    inner join dim_indicator as indicator on fact.indicator_code = indicator.indicator_code
    left join latest as before
        on fact.unit_code = before.unit_code and before.said_year = $since
    left join latest as national
        on national.unit_code = 'VN' and national.said_year = $year
    where
        fact.indicator_code = $indicator_code
        and fact.data_kind in ('published', 'official')
        and year(fact.as_of_date) = $year
        and unit.unit_kind = 'province'
        and fact.scope_level is null
"""


def compare_places(cursor: duckdb.DuckDBPyConnection, boundary_frame: str) -> pl.DataFrame:
    """What every place demands of every indicator, at every stage.

    Returns:
        Columns of mart_peer_comparison with names of indicator, field and issuer, and the place
        in the document.
    """
    return select(
        cursor,
        """
        select
            peer.*,
            indicator.name_vi,
            indicator.name_en,
            field.field_short_vi,
            field.field_short_en,
            coalesce(plan.issuer_name, plan.plan_title) as issuer_name,
            target.document_place,
            target.source_file,
            target.source_locator
        from mart_peer_comparison as peer
        inner join dim_indicator as indicator using (indicator_code)
        inner join dim_field as field on peer.field_code = field.field_code
        inner join dim_plan as plan on peer.plan_code = plan.plan_code
        inner join fct_target as target on peer.target_key = target.target_key
        where peer.boundary_frame = $boundary_frame
        order by peer.field_code, peer.indicator_code, peer.stage_year, peer.place_name collate vi
        """,
        boundary_frame=boundary_frame,
    )


def list_map_choices(cursor: duckdb.DuckDBPyConnection, boundary_frame: str) -> pl.DataFrame:
    """Indicators and years that a map can show.

    Returns:
        indicator_code, name_vi, name_en, unit, source (``planned`` or ``published``), year,
        place_count; of those that nearly as many places have as any, the newest year first.
    """
    return select(
        cursor,
        """
        with choices as (
            select indicator_code, 'planned' as source, stage_year as year,
                count(distinct place_code)::integer as place_count
            from mart_peer_comparison
            where boundary_frame = $boundary_frame and issuer_level = 'province'
                -- A plan of today's merged province has no place on the map of the 63.
                and not ($boundary_frame = '63' and place_code like 'VN34-%' and place_code in (
                    select 'VN34-' || current_province_code from dim_province_lineage
                    where change_kind = 'merged'))
            group by all
            union all
            select fact.indicator_code, 'published' as source, year(fact.as_of_date)::integer,
                count(distinct fact.unit_code)::integer
            from fct_progress as fact
            inner join dim_unit as unit using (unit_code)
            inner join dim_indicator as indicator using (indicator_code)
            where fact.data_kind in ('published', 'official')
                and indicator.family in ('index', 'portal') and fact.value is not null
                and unit.unit_kind = 'province' and unit.boundary_version = $boundary_frame
            group by all
        )
        select choices.*, indicator.name_vi, indicator.name_en, indicator.unit,
            indicator.max_value
        from choices
        inner join dim_indicator as indicator using (indicator_code)
        order by 10 * place_count >= 9 * max(place_count) over () desc, year desc,
            place_count desc, source, indicator_code
        """,
        boundary_frame=boundary_frame,
    )


def read_map(
    cursor: duckdb.DuckDBPyConnection,
    boundary_frame: str,
    indicator_code: str,
    year: int,
    source: str,
    since: int | None = None,
) -> pl.DataFrame:
    """Every tile of the map with its value, where there is one.

    Args:
        cursor: of the build.
        boundary_frame: ``63`` or ``34``.
        indicator_code: of ``list_map_choices``.
        year: of ``list_map_choices``.
        source: ``planned`` or ``published``.
        since: year that published results are set against; None for the year before.

    Returns:
        One row per tile: columns of dim_province_tile with region_codes (of Nghị quyết
        81/2023/QH15; two where a merger joined provinces of two regions), value, unit,
        comparator, issuer_name, crosses_boundary and the place in the source; of published
        results also stated_rank, change_since (none across a change of criteria),
        national_value (of the nation as a whole, not the mean of places) and points_to_nation,
        where they are known. place_state says why there is no value: ``not_found``,
        ``rank_only``, ``doubted`` of results, ``no_plan`` of demands; else ``known``.
    """
    values = _PLANNED if source == "planned" else _PUBLISHED
    missing = "no_plan" if source == "planned" else "not_found"
    # A statement takes no parameter that it does not name.
    base = {} if source == "planned" else {"since": year - 1 if since is None else since}
    return select(
        cursor,
        f"""
        with ranked as ({values})
        select
            tile.*,
            (
                select list(distinct lineage.region_code order by lineage.region_code)
                from dim_province_lineage as lineage
                where tile.province_code = case
                    when $boundary_frame = '63' then lineage.old_province_code
                    else lineage.current_province_code
                end
            ) as region_codes,
            ranked.* exclude (place_code, place_no, place_state),
            coalesce(ranked.place_state, '{missing}') as place_state
        from dim_province_tile as tile
        left join ranked on
            ranked.place_no = 1
            and (ranked.place_code = tile.unit_code
                -- A province that no merger touched has one code in both frames.
                or ($boundary_frame = '63' and ranked.place_code = 'VN34-' || tile.province_code
                    and exists (
                        select 1 from dim_province_lineage as lineage
                        where lineage.old_province_code = tile.province_code
                            and lineage.change_kind = 'unchanged')))
        where tile.boundary_version = $boundary_frame
        order by tile.tile_row, tile.tile_column
        """,  # noqa: S608 (both fragments are constants of this file)
        boundary_frame=boundary_frame,
        indicator_code=indicator_code,
        year=year,
        **base,
    )


def list_nests(cursor: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Pairs of a parent plan's stage and a child plan's.

    Returns:
        parent_plan, parent_year, parent_issuer, child_plan, child_year, child_issuer,
        place_name, crosses_boundary, answered; plans of the same year first.
    """
    return select(
        cursor,
        """
        select
            cascade.parent_plan,
            cascade.parent_year,
            parent.issuer_name as parent_issuer,
            cascade.child_plan,
            child.issuer_name as child_issuer,
            child.year_from as child_year,
            any_value(cascade.place_name) as place_name,
            count(cascade.child_target_key)::integer as answered
        from mart_cascade as cascade
        inner join dim_plan as parent on cascade.parent_plan = parent.plan_code
        inner join dim_plan as child on cascade.child_plan = child.plan_code
        group by all
        order by answered desc, cascade.parent_plan, cascade.parent_year, cascade.child_plan
        """,
    )


def read_cascade(
    cursor: duckdb.DuckDBPyConnection,
    parent_plan: str,
    parent_year: int,
    child_plan: str,
) -> pl.DataFrame:
    """Every number of a parent plan with what a child plan makes of it.

    Returns:
        Columns of mart_cascade with names, definition and both places in the documents.
    """
    return select(
        cursor,
        """
        select
            cascade.*,
            indicator.name_vi,
            indicator.name_en,
            indicator.definition_vi,
            field.field_short_vi,
            field.field_short_en,
            parent.document_place as from_place,
            parent.source_file as from_file,
            parent.source_locator as from_locator,
            child.document_place as to_place,
            child.source_file as to_file,
            child.source_locator as to_locator
        from mart_cascade as cascade
        inner join dim_indicator as indicator using (indicator_code)
        inner join dim_field as field on cascade.field_code = field.field_code
        inner join fct_target as parent on cascade.parent_target_key = parent.target_key
        left join fct_target as child on cascade.child_target_key = child.target_key
        where
            cascade.parent_plan = $parent_plan
            and cascade.parent_year = $parent_year
            and cascade.child_plan = $child_plan
        order by cascade.field_code, cascade.indicator_code, cascade.scope_level
        """,
        parent_plan=parent_plan,
        parent_year=parent_year,
        child_plan=child_plan,
    )
