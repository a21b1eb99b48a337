"""Whose office it can be, and which plans are then its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.queries.run import select

if TYPE_CHECKING:
    import duckdb
    import polars as pl


def list_offices(cursor: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Units that exist today, and those of the past that plans are known of.

    Returns:
        unit_code, unit_name, valid_to; those with plans first.
    """
    return select(
        cursor,
        """
        with planned as (
            select unit_code, bool_and(is_partial) as is_partial
            from dim_plan
            group by unit_code
        )

        select
            unit.unit_code,
            unit.unit_name,
            unit.valid_to
        from dim_unit as unit
        left join planned using (unit_code)
        where
            unit.unit_kind <> 'country'
            and (unit.valid_to is null or planned.unit_code is not null)
        order by
            coalesce(planned.is_partial, true),
            planned.unit_code is null,
            unit.unit_name collate vi,
            unit.unit_code
        """,
    )


def list_family(cursor: duckdb.DuckDBPyConnection, office: str) -> pl.DataFrame:
    """Plans of a unit, of those whose work it goes on with, and of the units below them.

    Args:
        cursor: of the build.
        office: unit_code. A province has all units of its territory of today below it.

    Returns:
        plan_code, place (0 for the unit's own, 1 for those below it).
    """
    return select(
        cursor,
        """
        with recursive line as (
            select unit_code from dim_unit where unit_code = $office
            union
            select unit.unit_code
            from dim_unit as unit
            inner join line on unit.successor_unit_code = line.unit_code
        ),

        territory as (
            select current_province_code
            from dim_unit
            where unit_code = $office and unit_kind = 'province'
        )

        select
            plan.plan_code,
            (plan.unit_code not in (from line))::integer as place
        from dim_plan as plan
        inner join dim_unit as unit using (unit_code)
        where
            plan.unit_code in (from line)
            or unit.parent_unit_code in (from line)
            or plan.current_province_code in (from territory)
        order by place, plan.plan_code
        """,
        office=office,
    )
