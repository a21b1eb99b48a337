"""Public tables of a built database as Parquet files, for any tool that reads Parquet."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import duckdb

from pipeline.support.settings import MEMORY_LIMIT
from pipeline.support.sql import quote

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# Exported in parts, a folder of files, so that a build that adds a week writes only that week.
PARTED = ("fct_progress",)
# Of large sets: a folder a year and province.
BY_PLACE = {
    "part_year": "coalesce(year(as_of_date), 0)",
    "part_province": "coalesce(nullif(regexp_extract(unit_code, '^VN[0-9]+-[0-9]+'), ''), '-')",
}
# Its rows lie in Parquet of the cache, which is no part of a published build.
_CACHED_VIEW = ("raw", "observations")


def list_public_tables(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Names of the tables in schema ``main``, sorted."""
    rows = connection.sql(
        "select table_name from information_schema.tables "
        "where table_schema = 'main' order by table_name"
    ).fetchall()
    return [name for (name,) in rows]


def _drop_views(connection: duckdb.DuckDBPyConnection) -> None:
    """Drop the view of the cache, and every view that stands on it."""
    views = connection.execute(
        "select schema_name, view_name, sql from duckdb_views() where not internal"
    ).fetchall()
    gone = {_CACHED_VIEW} & {(schema, name) for schema, name, _ in views}
    while True:
        names = "|".join(name for _, name in gone)
        on_them = re.compile(rf"\b({names})\b") if gone else None
        more = {
            (schema, name)
            for schema, name, sql in views
            if on_them and schema != "main" and on_them.search(sql)
        }
        if more <= gone:
            break
        gone |= more
    for schema, name in gone:
        connection.execute(f'drop view "{schema}"."{name}"')


def export_tables(
    database: Path,
    folder: Path,
    on_table: Callable[[str], None],
    grown_from: Path | None = None,
    *,
    by_place: bool = False,
) -> dict[str, int]:
    """Write one Parquet per public table and leave the database compact.

    Args:
        database: the built database.
        folder: where the Parquet files go; tables of ``PARTED`` become folders.
        on_table: called with the name of each table.
        grown_from: build whose parts still hold, None to write everything.
        by_place: part by year and province, for tables that stay outside of the database.

    Returns:
        Table name -> number of rows.
    """
    counts: dict[str, int] = {}
    with duckdb.connect(database, config={"memory_limit": MEMORY_LIMIT}) as connection:
        connection.execute("set preserve_insertion_order = false")
        _drop_views(connection)
        for table in list_public_tables(connection):
            on_table(table)
            if table in PARTED and by_place and _count(connection, f"main.{table}"):
                _export_by_place(connection, table, folder)
            elif table in PARTED:
                _export_parts(connection, table, folder, grown_from)
            else:
                _copy(connection, f"main.{table}", folder / f"{table}.parquet")
            counts[table] = _count(connection, f"main.{table}")
        connection.execute("checkpoint")
    return counts


def _copy(connection: duckdb.DuckDBPyConnection, source: str, target: Path) -> None:
    connection.execute(f"copy {source} to {quote(target)} (format parquet, codec zstd)")


def _export_by_place(connection: duckdb.DuckDBPyConnection, table: str, folder: Path) -> None:
    """Folders by year and province, the columns of the table alone in their files."""
    added = ", ".join(f"{expression} as {name}" for name, expression in BY_PLACE.items())
    connection.execute(
        f"copy (select *, {added} from main.{table}) to {quote(folder / table)} "  # noqa: S608
        f"(format parquet, codec zstd, partition_by ({', '.join(BY_PLACE)}))"
    )


def _count(connection: duckdb.DuckDBPyConnection, source: str) -> int:
    return connection.sql(f"select count(*) from {source}").fetchall()[0][0]  # noqa: S608


def _export_parts(
    connection: duckdb.DuckDBPyConnection, table: str, folder: Path, grown_from: Path | None
) -> None:
    """All rows as the first part; or the parts that were there and one of the rows added.

    A build that grows only adds rows (pipeline/building/grow.py), so the parts add up to the table.
    """
    target = folder / table
    target.mkdir()
    parts = sorted((grown_from / table).glob("*.parquet")) if grown_from else []
    if not parts:
        _copy(connection, f"main.{table}", target / "part-0000.parquet")
        return
    for part in parts:
        os.link(part, target / part.name)
    # As a list and not as a join: only a filter reaches the rows before their texts are made.
    connection.execute("set variable added = (select list(file_path) from raw.added_files)")
    added = f"(select * from main.{table} where list_contains(getvariable('added'), source_file))"  # noqa: S608
    _copy(connection, added, target / f"part-{len(parts):04}.parquet")
