"""Public tables of a built database as Parquet files, for any tool that reads Parquet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def list_public_tables(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Names of the tables in schema ``main``, sorted."""
    rows = connection.sql(
        "select table_name from information_schema.tables "
        "where table_schema = 'main' order by table_name"
    ).fetchall()
    return [name for (name,) in rows]


def export_tables(database: Path, folder: Path, on_table: Callable[[str], None]) -> dict[str, int]:
    """Write one Parquet per public table and leave the database compact.

    Args:
        database: the built database.
        folder: where the Parquet files go.
        on_table: called with the name of each table.

    Returns:
        Table name -> number of rows.
    """
    counts: dict[str, int] = {}
    with duckdb.connect(database) as connection:
        for table in list_public_tables(connection):
            on_table(table)
            target = folder / f"{table}.parquet"
            connection.execute(f"copy main.{table} to '{target}' (format parquet, codec zstd)")
            row = connection.sql(f"select count(*) from main.{table}").fetchall()[0]  # noqa: S608
            counts[table] = row[0]
        connection.execute("checkpoint")
    return counts
