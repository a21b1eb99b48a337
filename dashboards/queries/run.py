"""Run one parameterised statement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb
    import polars as pl


def select(cursor: duckdb.DuckDBPyConnection, statement: str, **parameters: Any) -> pl.DataFrame:  # noqa: ANN401
    """Rows of a statement.

    Args:
        cursor: of a read-only connection.
        statement: SQL with ``$name`` parameters.
        parameters: their values.

    Returns:
        Polars frame with the columns of the statement.
    """
    return cursor.sql(statement, params=parameters or None).pl()
