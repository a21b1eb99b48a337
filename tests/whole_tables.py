"""Whole databases, to be compared.

``python -m tests.whole_tables MARTS MARTS`` compares two current builds, table by table, however
large; it prints what differs and ends with 1 where anything does.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from pipeline.publish.builds import WHOLE_DATABASE, find_current_build
from pipeline.support.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Collection

# Which build first held a file is what must differ.
_OWN = ("first_build_id",)
# A number that stands for a row, each engine's own.
_OF_ENGINES = ("fact_hash", *_OWN)


def read_all(settings: Settings, left_out: Collection[str] = _OWN) -> dict[str, tuple]:
    """Every table, public or not: how many rows, and xor and sum of their hashes in any order."""
    database = find_current_build(settings) / WHOLE_DATABASE
    kept = ", ".join(f"'{name}'" for name in left_out)
    with duckdb.connect(database, read_only=True) as connection:
        tables = connection.sql(
            "select table_schema || '.' || table_name from information_schema.tables "
            "where table_schema in ('main', 'intermediate', 'reference')"
        ).fetchall()
        return {
            table: connection.sql(f"""
                select count(*), bit_xor(hash(t)), sum(hash(t)::hugeint)
                from (select columns(lambda c: c not in ({kept})) from {table}) as t
            """).fetchall()[0]  # noqa: S608
            for (table,) in tables
        }


def main() -> None:
    """Compare the folders of builds in the arguments."""
    one, other = (
        read_all(Settings(raw=Path(), marts=Path(marts).resolve()), _OF_ENGINES)
        for marts in sys.argv[1:3]
    )
    differing = [name for name in sorted(one | other) if one.get(name) != other.get(name)]
    for name in differing:
        print(name, one.get(name), other.get(name))
    print(f"{len(one)} bảng, khác nhau {len(differing)}")
    sys.exit(bool(differing))


if __name__ == "__main__":
    main()
