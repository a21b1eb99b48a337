"""Tables on their way to an engine: Parquet in a folder that its workers see."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import duckdb

from pipeline.publish.export import BY_PLACE
from pipeline.support.settings import MEMORY_LIMIT
from pipeline.support.sql import quote

if TYPE_CHECKING:
    from pathlib import Path

# Millions of rows: workers share the reading of their folders.
_PARTED = ("observations",)
_GIVEN = ("raw", "reference")
_LISTED = "tables.json"


def export_tables(database: Path, folder: Path) -> Path:
    """Write what models are made of as Parquet, and which tables there are.

    Args:
        database: DuckDB file with the schemas ``raw`` and ``reference``.
        folder: that the workers of the engine see too; each table is a file or folder in it.

    Returns:
        The list: schema, table, path and number of rows of each.
    """
    listed = []
    with duckdb.connect(database, config={"memory_limit": MEMORY_LIMIT}) as connection:
        connection.execute("set preserve_insertion_order = false")
        tables = connection.execute(
            "select table_schema, table_name from information_schema.tables "
            "where table_schema in ? order by all",
            [_GIVEN],
        ).fetchall()
        for schema, table in tables:
            parts = BY_PLACE if table in _PARTED else {}
            rows = connection.execute(f"select count(*) from {schema}.{table}").fetchall()[0][0]  # noqa: S608
            if not rows:
                # Nothing to part; an empty folder would have no columns.
                parts = {}
            place = folder / (f"{schema}.{table}" + ("" if parts else ".parquet"))
            added = "".join(f", {expression} as {name}" for name, expression in parts.items())
            by = f", partition_by ({', '.join(parts)})" if parts else ""
            connection.execute(
                f"copy (select *{added} from {schema}.{table}) to {quote(place)} "  # noqa: S608
                f"(format parquet{by})"
            )
            listed.append((schema, table, str(place), rows))
    target = folder / _LISTED
    target.write_text(json.dumps(listed), encoding="utf-8")
    return target
