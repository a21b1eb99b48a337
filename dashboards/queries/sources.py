"""Where the real figures come from, and which provinces and years have none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.queries.run import select

if TYPE_CHECKING:
    import duckdb
    import polars as pl


def list_sources(cursor: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Sources of real figures, and documents of plans; the one with most rows first.

    Returns:
        source (as the file cites it), source_group (``results``, ``task_reports``, ``plan``),
        data_kind, source_confidence, received_on (the last), row_count, value_count, place_count,
        first_year, last_year, source_file, source_locator (the first place).
    """
    return select(
        cursor,
        """
        with listed as (
            select
                coalesce(citation, source_file) as source, 'results' as source_group, data_kind,
                source_confidence, received_on, value, unit_code as place,
                year(as_of_date) as said_year, source_file, source_locator
            from fct_progress
            where
                not is_simulated
                -- A rank stands in the row of its value.
                and indicator_code not in (
                    select indicator_code from dim_indicator where family = 'rank'
                )
            union all
            select
                coalesce(citation, source_file), 'task_reports', data_kind, null, received_on,
                null, plan_code, year(as_of_date), source_file, source_locator
            from fct_task_status
            where data_kind <> 'simulated'
            union all
            select
                concat_ws(', ', plan.doc_no, coalesce(plan.issuer_name, plan.plan_title)), 'plan',
                'plan', null, plan.issued_on, target.value, plan.plan_code, plan.year_from,
                plan.source_file, plan.source_locator
            from dim_plan as plan
            inner join fct_target as target on plan.plan_code = target.plan_code
        )

        select
            source,
            source_group,
            data_kind,
            source_confidence,
            max(received_on) as received_on,
            count(*)::integer as row_count,
            count(value)::integer as value_count,
            count(distinct place)::integer as place_count,
            min(said_year)::integer as first_year,
            max(said_year)::integer as last_year,
            source_file,
            arg_min(source_locator, row(length(source_locator), source_locator))
                as source_locator
        from listed
        group by source, source_group, data_kind, source_confidence, source_file
        order by row_count desc, source
        """,
    )


def find_simulated(cursor: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Whether a build holds simulated figures at all.

    Returns:
        One row: has_simulated.
    """
    return select(
        cursor,
        """
        select
            exists (from fct_progress where is_simulated)
            or exists (from fct_task_status where is_simulated) as has_simulated
        """,
    )


def read_coverage(cursor: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """How many provinces have a published figure of each index and year, and which have none.

    Provinces are those that the figure is of, as its source says: the 63 or the 34.

    Returns:
        indicator_code, name_vi, name_en, year, boundary_version, province_count (all there are),
        value_count, doubted_count (stated in two ways, so that neither is used), rank_only_count,
        missing_count, missing_names; one row per index, year and
        boundary version for which anything is known.
    """
    return select(
        cursor,
        """
        with provinces as (
            select unit_code, boundary_version, province_name
            from dim_unit
            where unit_kind = 'province'
        ),

        said as (
            select
                fact.indicator_code,
                year(fact.as_of_date)::integer as year,
                provinces.boundary_version,
                fact.unit_code,
                bool_or(fact.value is not null) as has_value,
                bool_or(fact.doubted_value is not null) as is_doubted
            from fct_progress as fact
            inner join provinces on fact.unit_code = provinces.unit_code
            inner join dim_indicator as indicator
                on fact.indicator_code = indicator.indicator_code
            where
                not fact.is_simulated
                and fact.data_kind in ('published', 'official')
                and fact.scope_level is null
                and indicator.family in ('index', 'portal')
            group by all
        ),

        asked as (
            select distinct indicator_code, year, boundary_version from said
        )

        select
            asked.indicator_code,
            indicator.name_vi,
            indicator.name_en,
            asked.year,
            asked.boundary_version,
            count(*)::integer as province_count,
            count(*) filter (said.has_value)::integer as value_count,
            count(*) filter (not said.has_value and said.is_doubted)::integer as doubted_count,
            count(*) filter (not said.has_value and not said.is_doubted)::integer
                as rank_only_count,
            count(*) filter (said.unit_code is null)::integer as missing_count,
            string_agg(provinces.province_name, ', ' order by provinces.province_name collate vi)
                filter (said.unit_code is null) as missing_names
        from asked
        inner join provinces on asked.boundary_version = provinces.boundary_version
        inner join dim_indicator as indicator on asked.indicator_code = indicator.indicator_code
        left join said
            on
                asked.indicator_code = said.indicator_code
                and asked.year = said.year
                and provinces.unit_code = said.unit_code
        group by all
        order by asked.indicator_code, asked.year, asked.boundary_version
        """,
    )


def list_mergers(cursor: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Agencies that were merged, renamed or newly set up.

    Returns:
        Columns of dim_agency_merger with unit_name; the centre first.
    """
    return select(
        cursor,
        """
        select merger.*, coalesce(unit.unit_name, merger.unit_code) as unit_name
        from dim_agency_merger as merger
        left join dim_unit as unit using (unit_code)
        order by merger.unit_code <> 'VN', unit_name collate vi, merger.merger_code
        """,
    )


def list_reporting_rules(cursor: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """When reports are due, as documents state it: columns of dim_reporting_rule."""
    return select(cursor, "from dim_reporting_rule order by rule_code")
