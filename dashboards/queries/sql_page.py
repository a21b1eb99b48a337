"""Codes that the blanks of named questions can be filled with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.queries.run import select

if TYPE_CHECKING:
    import duckdb
    import polars as pl

_CODES = {
    "plan": """
        select plan_code as code, plan_name as name_vi, name_vi as name_en
        from dim_plan order by year_from desc, issuer_name collate vi
    """,
    "place": """
        select place_code as code, any_value(place_name) as name_vi, name_vi as name_en
        from mart_target_trend where boundary_frame = '63'
        group by place_code order by any_value(place_name) collate vi
    """,
    "indicator": """
        select indicator_code as code, name_vi, name_en
        from dim_indicator where family in ('plan', 'index', 'rank') order by name_vi collate vi
    """,
    "index": """
        select indicator_code as code, name_vi, name_en
        from dim_indicator where family = 'index' order by name_vi collate vi
    """,
}


def list_codes(cursor: duckdb.DuckDBPyConnection, kind: str) -> pl.DataFrame:
    """Codes of one kind with their names.

    Args:
        cursor: of the build.
        kind: ``plan``, ``place``, ``indicator`` or ``index``.

    Returns:
        code, name_vi, name_en.
    """
    return select(cursor, _CODES[kind])
