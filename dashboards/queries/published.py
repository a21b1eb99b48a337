"""Published results of provinces: beside what plans demand, over the years, by group of a score."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.queries.run import select

if TYPE_CHECKING:
    import datetime as dt

    import duckdb
    import polars as pl


# Scores that the service portal gives its users: points of a group, and their sum.
_SCORES = "select indicator_code from dim_indicator where family = 'portal' and unit = 'điểm'"


def read_demand_results(cursor: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """What provinces and the nation demand, beside the newest published result of the same thing.

    Returns:
        Columns of mart_target_result with names of indicator and plan, and the place of the
        demand in its document; one row per number, those with a result first.
    """
    return select(
        cursor,
        """
        select
            result.*,
            indicator.name_vi,
            indicator.name_en,
            plan.issuer_name,
            plan.plan_name,
            plan.year_from,
            target.document_place,
            target.source_file as target_file,
            target.source_locator as target_locator
        from mart_target_result as result
        inner join dim_indicator as indicator using (indicator_code)
        inner join dim_plan as plan on result.plan_code = plan.plan_code
        inner join fct_target as target on result.target_key = target.target_key
        where result.is_newest
        order by
            result.published is null, plan.plan_name collate vi, indicator.name_vi collate vi,
            result.due_year, result.target_key
        """,
    )


def list_index_places(cursor: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Provinces with published indices, as their sources name them.

    Returns:
        unit_code, place_name, boundary_version, index_count, has_plan; those of plans first.
    """
    return select(
        cursor,
        """
        select
            unit.unit_code,
            unit.province_name as place_name,
            unit.boundary_version,
            count(distinct fact.indicator_code)::integer as index_count,
            bool_or(plan.plan_code is not null) as has_plan
        from fct_progress as fact
        inner join dim_unit as unit
            on fact.unit_code = unit.unit_code and unit.unit_kind = 'province'
        left join dim_plan as plan
            on
                unit.boundary_version = plan.boundary_version
                and unit.province_code = plan.province_code
        inner join dim_indicator as indicator
            on fact.indicator_code = indicator.indicator_code and indicator.family = 'index'
        where fact.data_kind = 'published' and fact.value is not null and fact.scope_level is null
        group by all
        order by has_plan desc, index_count desc, place_name collate vi, boundary_version
        """,
    )


def read_index_course(cursor: duckdb.DuckDBPyConnection, unit_code: str) -> pl.DataFrame:
    """Every published index of a province over the years.

    Returns:
        indicator_code, names, unit, max_value, comparable_since, year, value, rank, national
        (value of the nation as a whole, where it is published), citation, source_confidence,
        source_file, source_locator; one row per index and year.
    """
    return select(
        cursor,
        """
        with latest as (
            select fact.*, year(fact.as_of_date)::integer as year
            from fct_progress as fact
            where
                fact.data_kind = 'published'
                and fact.value is not null
                and fact.scope_level is null
                and fact.unit_code in ($unit_code, 'VN')
            qualify row_number() over (
                partition by fact.unit_code, fact.indicator_code, year(fact.as_of_date)
                order by fact.as_of_date desc, fact.received_on desc, fact.progress_key
            ) = 1
        )

        select
            fact.indicator_code,
            indicator.name_vi,
            indicator.name_en,
            fact.unit,
            indicator.max_value,
            indicator.comparable_since,
            fact.year,
            fact.as_of_date,
            fact.data_kind,
            fact.value,
            fact.rank,
            nation.value as national,
            fact.source_confidence,
            fact.citation,
            fact.source_file,
            fact.source_locator
        from latest as fact
        inner join dim_indicator as indicator using (indicator_code)
        left join latest as nation
            on
                nation.unit_code = 'VN'
                and fact.indicator_code = nation.indicator_code
                and fact.year = nation.year
                and fact.unit = nation.unit
        where fact.unit_code = $unit_code and indicator.family = 'index'
        order by indicator.max_value desc, fact.indicator_code, fact.year
        """,
        unit_code=unit_code,
    )


def list_portal_days(cursor: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Days on which scores of QĐ 766 were captured, of the boundary version they are of.

    Returns:
        as_of_date, boundary_version, place_count; the newest first.
    """
    return select(
        cursor,
        f"""
        select
            fact.as_of_date,
            unit.boundary_version,
            count(distinct fact.unit_code)::integer as place_count
        from fct_progress as fact
        inner join dim_unit as unit
            on fact.unit_code = unit.unit_code and unit.unit_kind = 'province'
        where
            fact.indicator_code in ({_SCORES})
            and fact.data_kind = 'official'
            and fact.scope_level is null
        group by all
        order by fact.as_of_date desc, place_count desc
        """,  # noqa: S608 (a constant of this file)
    )


def read_portal_scores(
    cursor: duckdb.DuckDBPyConnection, as_of: dt.date, boundary_version: str
) -> pl.DataFrame:
    """Scores of QĐ 766 of every province, group by group, as captured on a day.

    Args:
        cursor: of the build.
        as_of: of ``list_portal_days``.
        boundary_version: of ``list_portal_days``.

    Returns:
        unit_code, place_name, indicator_code, names, max_value, value (null where none was
        found), is_total, share (of the most that can be had), total, as_of_date, received_on,
        data_kind, citation, source_file, source_locator; every province and group, the highest
        total first.
    """
    return select(
        cursor,
        f"""
        with provinces as (
            select unit_code, province_name as place_name
            from dim_unit
            where unit_kind = 'province' and boundary_version = $boundary_version
        ),

        groups as (
            select
                indicator_code, name_vi, name_en, max_value, max(max_value) over () as highest
            from dim_indicator
            where indicator_code in ({_SCORES})
        ),

        known as (
            select *
            from fct_progress
            where
                as_of_date = $as_of
                and data_kind = 'official'
                and scope_level is null
                and indicator_code in ({_SCORES})
            qualify row_number() over (
                partition by unit_code, indicator_code order by received_on desc, progress_key
            ) = 1
        )

        select
            provinces.unit_code,
            provinces.place_name,
            groups.indicator_code,
            groups.name_vi,
            groups.name_en,
            groups.max_value,
            known.value,
            known.value / groups.max_value as share,
            groups.max_value = groups.highest as is_total,
            max(known.value) filter (where groups.max_value = groups.highest)
                over (partition by provinces.unit_code) as total,
            known.as_of_date,
            known.received_on,
            known.data_kind,
            known.citation,
            known.source_file,
            known.source_locator
        from provinces
        cross join groups
        left join known
            on
                provinces.unit_code = known.unit_code
                and groups.indicator_code = known.indicator_code
        order by
            total desc nulls last, provinces.place_name collate vi,
            is_total desc, groups.indicator_code
        """,  # noqa: S608 (a constant of this file)
        as_of=as_of,
        boundary_version=boundary_version,
    )
