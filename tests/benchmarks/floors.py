"""What the same work costs with nothing around it: the figures that ratios stand on."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_LOAD = """
import sys, duckdb
with duckdb.connect(sys.argv[1]) as connection:
    for number, path in enumerate(sys.argv[2:]):
        reader = "read_csv(?, all_varchar=true)" if path.endswith(".csv") else "read_parquet(?)"
        connection.execute(f"create table t{number} as select * from {reader}", [path])
"""


def load_with_duckdb(database: Path, files: list[Path]) -> list[str]:
    """Command that stores each file as one table of a new database, in plain DuckDB."""
    return [sys.executable, "-c", _LOAD, str(database), *map(str, files)]


_ONE_TABLE = """
import sys, duckdb
with duckdb.connect(sys.argv[1]) as connection:
    connection.execute("set preserve_insertion_order = false")
    connection.execute(
        "create table observations as select * from read_csv(?, dateformat='%d/%m/%Y')",
        [sys.argv[2:]],
    )
"""


def load_one_table(database: Path, files: list[Path]) -> list[str]:
    """Command that reads csv files, typed, into one table of a new database."""
    return [sys.executable, "-c", _ONE_TABLE, str(database), *map(str, files)]


def import_dbt() -> list[str]:
    """Command that only imports dbt: no build of changed inputs can cost less."""
    return [sys.executable, "-c", "from dbt.cli.main import dbtRunner; dbtRunner()"]
