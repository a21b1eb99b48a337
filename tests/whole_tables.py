"""Whole databases, to be compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

from pipeline.publish.builds import WHOLE_DATABASE, find_current_build

if TYPE_CHECKING:
    from pipeline.support.settings import Settings


def read_all(settings: Settings) -> dict[str, list[tuple]]:
    """Every table, public or not, as the number of its rows and a hash of them in any order."""
    database = find_current_build(settings) / WHOLE_DATABASE
    with duckdb.connect(database, read_only=True) as connection:
        tables = connection.sql(
            "select table_schema || '.' || table_name from information_schema.tables "
            "where table_schema in ('main', 'intermediate', 'reference')"
        ).fetchall()
        return {
            table: connection.sql(f"""
                select count(*), sum(hash(t)::hugeint)
                -- Which build first held a file is what must differ.
                from (select columns(lambda c: c <> 'first_build_id') from {table}) as t
            """).fetchall()  # noqa: S608
            for (table,) in tables
        }
