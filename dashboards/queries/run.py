"""Run one parameterised statement, and write it down as a reader would type it."""

from __future__ import annotations

import datetime as dt
import re
from textwrap import dedent
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb
    import polars as pl

_PARAMETER = re.compile(r"\$([a-z]\w*)")


def select(cursor: duckdb.DuckDBPyConnection, statement: str, **parameters: Any) -> pl.DataFrame:  # noqa: ANN401
    """Rows of a statement.

    Args:
        cursor: of a read-only connection.
        statement: SQL with ``$name`` parameters.
        parameters: their values; a list of codes comes as a tuple, which caches can hold.

    Returns:
        Polars frame with the columns of the statement.
    """
    values = {k: list(v) if isinstance(v, tuple) else v for k, v in parameters.items()}
    return cursor.sql(statement, params=values or None).pl()


def _write_value(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, dt.date):
        return f"date '{value.isoformat()}'"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_write_value, value))}]"
    escaped = str(value).replace("'", "''")
    return f"'{escaped}'"


def fill_in(statement: str, parameters: Mapping[str, Any]) -> str:
    """A statement with its parameters as literals.

    >>> fill_in("select $plan", {"plan": "long-an-2022"})
    "select 'long-an-2022'"
    """

    def write(found: re.Match[str]) -> str:
        name = found[1]
        return _write_value(parameters[name]) if name in parameters else found[0]

    return dedent(_PARAMETER.sub(write, statement)).strip()


class Recorder:
    """A cursor that remembers what it was asked.

    Attributes:
        statements: each statement run, parameters filled in.
    """

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        self._cursor = cursor
        self.statements: list[str] = []

    def sql(
        self, statement: str, params: Mapping[str, Any] | None = None
    ) -> duckdb.DuckDBPyRelation:
        """Run a statement; the same arguments as the cursor's own."""
        self.statements.append(fill_in(statement, params or {}))
        return self._cursor.sql(statement, params=params)
