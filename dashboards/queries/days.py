"""Days on which something became known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from dashboards.queries.run import select

if TYPE_CHECKING:
    import duckdb
    import polars as pl

Subject = Literal["target", "task"]


def list_known_days(
    cursor: duckdb.DuckDBPyConnection,
    plans: tuple[str, ...],
    subjects: tuple[Subject, ...],
    with_simulated: bool,
) -> pl.DataFrame:
    """Days on which figures of numbers or reports on tasks were received, newest first.

    Args:
        cursor: of the build.
        plans: whose days are meant.
        subjects: ``target`` for figures, ``task`` for reports on tasks.
        with_simulated: whether simulated ones count.

    Returns:
        known_on.
    """
    return select(
        cursor,
        """
        select distinct known_on
        from (
            select known_from as known_on
            from mart_target_observation
            where
                list_contains($subjects, 'target') and list_contains($plans, plan_code)
                and (not is_simulated or $with_simulated)
            union all
            select received_on
            from fct_task_status
            where
                list_contains($subjects, 'task') and list_contains($plans, plan_code)
                and (not is_simulated or $with_simulated)
        )
        order by known_on desc
        """,
        plans=plans,
        subjects=subjects,
        with_simulated=with_simulated,
    )
