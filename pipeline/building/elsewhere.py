"""Tables that an engine for large sets makes, tested and published like those of DuckDB.

The engine builds the models; dbt then takes their rows into the database of the build in place of
making them, so that contracts, data tests, documentation and the macros of days are the same.
"""

from __future__ import annotations

import contextlib
import dataclasses
import shutil
from typing import TYPE_CHECKING

import duckdb

from pipeline.building.transform import TransformResult, run_dbt
from pipeline.engines.address import EngineError
from pipeline.engines.models import build_models

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pipeline.engines.address import Engine
    from pipeline.support.settings import Settings


_MISREAD = set(",'\"\\*?[]{}#")


def _find_lost_rows(database: Path, rows: dict[str, int]) -> list[tuple[str, str]]:
    """Tables of which not everything came back: a folder may show its files late, or not all."""
    with duckdb.connect(database, read_only=True) as connection:
        tables = connection.execute(
            "select schema_name, table_name from duckdb_tables() "
            "where schema_name in ('intermediate', 'main') order by all"
        ).fetchall()
        counts = {
            name: connection.execute(f"select count(*) from {schema}.{name}").fetchall()[0][0]  # noqa: S608
            for schema, name in tables
        }
    return [
        (
            name,
            f"máy tính toán đếm được {rows.get(name, 'không rõ bao nhiêu')} dòng, về {count} dòng",
        )
        for name, count in counts.items()
        if rows.get(name) != count
    ]


def check_folders(settings: Settings, engine: Engine) -> None:
    """Whether both engines can name the folders: one parts paths at commas, one reads signs.

    Raises:
        EngineError: a folder has a name that one of them misreads.
    """
    for folder in (settings.marts, engine.shared):
        if folder and _MISREAD & set(str(folder)):
            raise EngineError(
                f"Đường dẫn {folder} có một trong các dấu , ' \" \\ * ? [ ] {{ }} # nên không dựng "
                "được bằng Spark. Hãy đặt bản dựng ở thư mục khác (CCHC_MARTS, CCHC_SPARK_FOLDER)"
            )


def transform_elsewhere(
    database: Path,
    settings: Settings,
    engine: Engine,
    build_id: str,
    on_node: Callable[[str], None],
) -> TransformResult:
    """Build every table on an engine, take them back and run every test.

    Args:
        database: DuckDB file that holds ``raw.*``.
        settings: folders.
        engine: where the models are built.
        build_id: names the folder of the exchange and the engine's databases.
        on_node: called with the name of each finished node.

    Returns:
        What passed and what failed; where the engine failed, that.
    """
    exchange = (engine.shared or settings.engine) / build_id
    try:
        seeded = run_dbt(database, settings.dbt, on_node, only="seed")
        if not seeded.is_good:
            return seeded
        exchange.mkdir(parents=True)
        prefix = f"cchc_{build_id.lower().replace('-', '_')}_"
        made = build_models(engine, database, exchange, prefix, on_node)
        if made.failures:
            return TransformResult(0, 0, made.failures)
        result = run_dbt(database, settings.dbt, on_node, made_in=exchange / "tables")
        lost = _find_lost_rows(database, made.rows) if result.is_good else []
        return dataclasses.replace(result, failures=[*result.failures, *lost])
    except (EngineError, OSError, duckdb.Error) as error:
        return TransformResult(0, 0, [("spark", str(error))])
    finally:
        shutil.rmtree(exchange, ignore_errors=True)
        with contextlib.suppress(OSError):
            # A folder that others share stays, and one that is in use.
            settings.engine.rmdir()
