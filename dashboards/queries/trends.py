"""How targets changed between two stages of a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.queries.run import select

if TYPE_CHECKING:
    import duckdb
    import polars as pl

TREND_STATEMENT = """
select
    trend.*,
    coalesce(indicator.name_vi, later.measure_label, later.target_text, earlier.target_text)
        as name_vi,
    coalesce(indicator.name_en, later.measure_label, later.target_text, earlier.target_text)
        as name_en,
    field.field_short_vi,
    field.field_short_en,
    indicator.definition_vi,
    earlier.document_place as from_place,
    earlier.source_file as from_file,
    earlier.source_locator as from_locator,
    later.document_place as to_place,
    later.source_file as to_file,
    later.source_locator as to_locator
from mart_target_trend as trend
left join dim_indicator as indicator on trend.indicator_code = indicator.indicator_code
inner join dim_field as field on trend.field_code = field.field_code
left join fct_target as earlier on trend.from_target_key = earlier.target_key
left join fct_target as later on trend.to_target_key = later.target_key
where
    trend.boundary_frame = $boundary_frame
    and trend.place_code = $place_code
    and trend.from_plan is not distinct from $from_plan
    and trend.from_year is not distinct from $from_year
    and trend.to_plan = $to_plan
    and trend.to_year = $to_year
order by trend.field_code, trend.indicator_code, trend.scope_level
"""


def list_places(cursor: duckdb.DuckDBPyConnection, boundary_frame: str) -> pl.DataFrame:
    """Places that have plans.

    Args:
        cursor: of the build.
        boundary_frame: ``63`` or ``34``.

    Returns:
        place_code, place_name, plans, pair_count (pairs of stages to compare), names sorted the
        Vietnamese way; places with two stages of plans known in full first, then those with
        anything to compare.
    """
    return select(
        cursor,
        """
        select
            trend.place_code,
            any_value(trend.place_name) as place_name,
            list_distinct(flatten(list([trend.from_plan, trend.to_plan]))) as plans,
            count(distinct case when trend.from_plan is not null
                then trend.from_plan || trend.from_year || trend.to_plan || trend.to_year
            end)::integer as pair_count
        from mart_target_trend as trend
        left join dim_plan as earlier on trend.from_plan = earlier.plan_code
        left join dim_plan as later on trend.to_plan = later.plan_code
        where trend.boundary_frame = $boundary_frame
        group by trend.place_code
        order by
            bool_or(not earlier.is_partial and not later.is_partial) is not true,
            pair_count = 0,
            any_value(trend.place_name) collate vi
        """,
        boundary_frame=boundary_frame,
    )


def list_pairs(
    cursor: duckdb.DuckDBPyConnection, boundary_frame: str, place_code: str
) -> pl.DataFrame:
    """Pairs of stages of a place; the one with the most comparable measures first.

    Returns:
        from_plan, from_year, from_issuer, to_plan, to_year, to_issuer, crosses_boundary,
        compared (measures that can be compared); the first three null for a place with one stage.
    """
    return select(
        cursor,
        """
        select
            trend.from_plan,
            trend.from_year,
            coalesce(earlier.issuer_name, earlier.plan_title) as from_issuer,
            trend.to_plan,
            trend.to_year,
            coalesce(later.issuer_name, later.plan_title) as to_issuer,
            bool_or(trend.crosses_boundary) as crosses_boundary,
            count(trend.change_points)::integer as compared
        from mart_target_trend as trend
        left join dim_plan as earlier on trend.from_plan = earlier.plan_code
        inner join dim_plan as later on trend.to_plan = later.plan_code
        where trend.boundary_frame = $boundary_frame and trend.place_code = $place_code
        group by all
        order by crosses_boundary, compared desc, trend.from_year, trend.to_year, trend.to_plan
        """,
        boundary_frame=boundary_frame,
        place_code=place_code,
    )


def compare_stages(
    cursor: duckdb.DuckDBPyConnection,
    boundary_frame: str,
    place_code: str,
    from_plan: str | None,
    from_year: int | None,
    to_plan: str,
    to_year: int,
) -> pl.DataFrame:
    """Every indicator of one pair of stages with both numbers and both places in the documents.

    Returns:
        Columns of mart_target_trend with names, definition and source places.
    """
    return select(
        cursor,
        TREND_STATEMENT,
        boundary_frame=boundary_frame,
        place_code=place_code,
        from_plan=from_plan,
        from_year=from_year,
        to_plan=to_plan,
        to_year=to_year,
    )


def read_ambition(
    cursor: duckdb.DuckDBPyConnection,
    boundary_frame: str,
    place_code: str,
    from_plan: str,
    from_year: int,
    to_plan: str,
    to_year: int,
) -> pl.DataFrame:
    """How the demands of each field changed between two stages.

    Returns:
        Columns of mart_field_ambition with the names of the fields.
    """
    return select(
        cursor,
        """
        select
            ambition.*,
            field.field_short_vi,
            field.field_short_en
        from mart_field_ambition as ambition
        inner join dim_field as field using (field_code)
        where
            boundary_frame = $boundary_frame
            and place_code = $place_code
            and from_plan = $from_plan
            and from_year = $from_year
            and to_plan = $to_plan
            and to_year = $to_year
        order by field_code
        """,
        boundary_frame=boundary_frame,
        place_code=place_code,
        from_plan=from_plan,
        from_year=from_year,
        to_plan=to_plan,
        to_year=to_year,
    )


def list_courses(cursor: duckdb.DuckDBPyConnection, boundary_frame: str) -> pl.DataFrame:
    """Indicators that plans of a boundary frame set numbers for, level and cut apart.

    Returns:
        indicator_code, measure_family, names, unit, place_count, year_count, has_national; those
        with a line of the nation first, among them those that most places speak of.
    """
    return select(
        cursor,
        """
        select
            peer.indicator_code,
            peer.measure_family,
            indicator.name_vi,
            indicator.name_en,
            peer.unit,
            count(distinct peer.place_code)::integer as place_count,
            count(distinct peer.stage_year)::integer as year_count,
            bool_or(nation.indicator_code is not null) as has_national
        from mart_peer_comparison as peer
        inner join dim_indicator as indicator using (indicator_code)
        left join mart_national_line as nation
            on peer.indicator_code = nation.indicator_code
                and peer.measure_family = nation.measure_family
                and peer.unit = nation.unit
        where peer.boundary_frame = $boundary_frame
        group by all
        order by
            has_national desc, place_count desc, year_count desc, name_vi collate vi, measure_family
        """,
        boundary_frame=boundary_frame,
    )


def read_course(
    cursor: duckdb.DuckDBPyConnection,
    boundary_frame: str,
    indicator_code: str,
    measure_family: str,
    unit: str,
) -> pl.DataFrame:
    """What every place demands of one indicator, year by year, and what the nation does.

    Args:
        cursor: of the build.
        boundary_frame: ``63`` or ``34``.
        indicator_code: of ``list_courses``.
        measure_family: of ``list_courses``.
        unit: of ``list_courses``.

    Returns:
        place_code, place_name, is_national, issuer_name, issuer_level, scope_level, stage_year,
        comparator, value, unit, crosses_boundary, document_place, source_file, source_locator,
        target_key; by place and year, the nation first.
    """
    return select(
        cursor,
        """
        with demands as (
            select
                place_code, place_name, false as is_national, plan_code, issuer_level, scope_level,
                stage_year, comparator, value, unit, crosses_boundary, target_key
            from mart_peer_comparison
            where boundary_frame = $boundary_frame and measure_family = $measure_family
            union all
            select distinct
                'VN', null, true, plan_code, 'government', null, due_year, comparator, value, unit,
                false, target_key
            from mart_national_line
            where measure_family = $measure_family
        )

        select
            demands.* exclude (plan_code),
            plan.issuer_name,
            plan.plan_name,
            target.document_place,
            target.source_file,
            target.source_locator
        from demands
        inner join fct_target as target using (target_key)
        inner join dim_plan as plan on target.plan_code = plan.plan_code
        where
            target.indicator_code = $indicator_code
            and demands.unit = $unit
        order by
            demands.is_national desc, demands.place_name collate vi, demands.stage_year,
            demands.scope_level, demands.target_key
        """,
        boundary_frame=boundary_frame,
        indicator_code=indicator_code,
        measure_family=measure_family,
        unit=unit,
    )
