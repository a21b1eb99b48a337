"""The models on Spark, or on what speaks its language, for more than one machine holds.

dbt builds them there by the same files; what the engines do differently stands in
macros/engine.sql. Tables go in and out as Parquet.
"""

from __future__ import annotations

import os
import socket
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import duckdb

from pipeline.support.settings import PROJECT

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    import pyarrow as pa

# Where models stand; tables of seeds come in as they are.
_GIVEN, _MADE = ("raw", "reference"), ("staging", "intermediate", "main")


class SparkBuildError(Exception):
    """Models that could not be built; the sentence names them and says why."""


@contextmanager
def serve_sail() -> Generator[str]:
    """A server of Sail on this machine, ended with the block.

    Yields:
        Its address, as Spark Connect writes it.
    """
    from pysail.spark import SparkConnectServer  # ty: ignore[import-not-found]

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = SparkConnectServer("127.0.0.1", port)
    server.start(background=True)
    try:
        yield f"sc://127.0.0.1:{port}"
    finally:
        server.stop()


def export_tables(database: Path, folder: Path) -> list[tuple[str, str]]:
    """Write what models are made of as Parquet, a file a table.

    Args:
        database: DuckDB file with the schemas ``raw`` and ``reference``.
        folder: that the workers of the engine see too; files are named schema.table.parquet.

    Returns:
        Schema and table of each file.
    """
    with duckdb.connect(database, read_only=True) as connection:
        tables = connection.execute(
            "select table_schema, table_name from information_schema.tables "
            "where table_schema in ('raw', 'reference') order by all"
        ).fetchall()
        for schema, table in tables:
            place = str(folder / f"{schema}.{table}.parquet").replace("'", "''")
            connection.execute(f"copy (from {schema}.{table}) to '{place}' (format parquet)")
    return tables


def _open_session(address: str, warehouse: Path) -> Any:  # noqa: ANN401 (its library has no types)
    os.environ["SPARK_REMOTE"] = address
    from pyspark.sql import SparkSession  # ty: ignore[import-not-found]

    builder = SparkSession.builder.config("spark.sql.warehouse.dir", str(warehouse))
    return builder.getOrCreate()


def build_models(address: str, source: Path, folder: Path, work: Path) -> dict[str, pa.Table]:
    """Build every model on an engine that speaks Spark Connect.

    Data tests and contracts are asked of the tables when they are back in DuckDB.

    Args:
        address: such as ``sc://127.0.0.1:50051``.
        source: DuckDB file with the schemas ``raw`` and ``reference``.
        folder: empty, seen by the workers of the engine.
        work: of dbt.

    Returns:
        "schema.table" -> its rows.

    Raises:
        SparkBuildError: a model could not be built.
    """
    session = _open_session(address, folder / "warehouse")
    try:
        return _build(session, source, folder, work)
    finally:
        session.stop()


def _build(session: Any, source: Path, folder: Path, work: Path) -> dict[str, pa.Table]:  # noqa: ANN401
    for schema in (*_GIVEN, *_MADE):
        session.sql(f"create database if not exists {schema}")
    for schema, table in export_tables(source, folder):
        place = folder / f"{schema}.{table}.parquet"
        session.sql(f"create table {schema}.{table} using parquet location '{place}'")
    from dbt.cli.main import dbtRunner

    outcome: Any = dbtRunner().invoke(
        [
            "--quiet", "--no-use-colors", "--no-version-check", "--log-level", "none",
            "--log-level-file", "none", "run", "--target", "spark", "--project-dir", str(PROJECT),
            "--profiles-dir", str(PROJECT), "--target-path", str(work),
        ]
    )  # fmt: skip
    if outcome.result is None:
        raise SparkBuildError(str(outcome.exception))
    failed = [r for r in outcome.result.results if str(r.status) in ("error", "skipped")]
    if failed:
        said = next((r.message for r in failed if r.message), "")
        names = ", ".join(r.node.name for r in failed[:5])
        raise SparkBuildError(f"{len(failed)} mô hình không dựng được ({names}): {said}")
    models = [r.node for r in outcome.result.results if str(r.node.resource_type) == "model"]
    return {
        f"{node.schema}.{node.name}": session.table(f"{node.schema}.{node.name}").toArrow()
        for node in models
    }
