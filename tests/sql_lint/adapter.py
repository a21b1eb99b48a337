"""What dbt's ``adapter`` is to the macros, for the linter: it reads the SQL of DuckDB."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jinja2 import pass_context

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2.runtime import Context


@pass_context
def dispatch(context: Context, name: str, _package: str) -> Callable[..., Any]:
    """The macro of a name that DuckDB has."""
    return context.resolve(f"duckdb__{name}")
