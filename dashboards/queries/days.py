"""Days that reports speak of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from dashboards.queries.run import select

if TYPE_CHECKING:
    import duckdb
    import polars as pl

ReportTable = Literal["mart_attainment", "mart_task_status"]


def list_report_days(
    cursor: duckdb.DuckDBPyConnection, table: ReportTable, plan_code: str
) -> pl.DataFrame:
    """Days for which a plan has readings or task reports, newest first.

    Args:
        cursor: of the build.
        table: whose rows are meant.
        plan_code: the plan.

    Returns:
        as_of_date, is_simulated (true where that day has simulated reports only).
    """
    return select(
        cursor,
        f"""
        select as_of_date, bool_and(is_simulated) as is_simulated
        from {table}
        where plan_code = $plan_code and as_of_date is not null
        group by as_of_date
        order by as_of_date desc
        """,  # noqa: S608 (one of the two names above)
        plan_code=plan_code,
    )
