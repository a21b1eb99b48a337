"""Build the models on an engine: runs in the environment of dbt-spark, a process of its own.

``python -m pipeline.engines.worker JOB.json`` prints a line of JSON for each node that is done, and
for what failed.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
import traceback
from contextlib import ExitStack, suppress
from pathlib import Path
from threading import Thread
from typing import Any

from pipeline.engines.address import LOCAL
from pipeline.engines.sail import serve_sail
from pipeline.support.settings import PROJECT

_GIVEN, _MADE = ("raw", "reference"), ("staging", "intermediate", "main")
_WATCH_SECONDS = 2
# For dropping what the build made there.
LEAVE_SECONDS = 60
# Waits grow fourfold from 50 ms to a minute: two minutes together.
_RETRIES = 7
_SKIPPED = "skipped"
_FAILED = ("error", _SKIPPED, "runtime error")


def _say(**said: object) -> None:
    print(json.dumps(said), flush=True)


def _open_session() -> Any:  # noqa: ANN401 (its library has no types)
    from pyspark.sql import SparkSession  # ty: ignore[import-not-found]
    from pyspark.sql.connect.client.retries import DefaultPolicy  # ty: ignore[import-not-found]

    session = SparkSession.builder.getOrCreate()
    # By default ten minutes for each statement; a server that is gone for two has forgotten us.
    session.client.set_retry_policies([DefaultPolicy(max_retries=_RETRIES)])
    return session


def _leave(session: Any, prefix: str) -> None:  # noqa: ANN401
    """Nothing of the build stays in the catalogue of the engine."""
    for schema in (*_MADE, *_GIVEN):
        with suppress(Exception):
            session.sql(f"drop database if exists {prefix}{schema} cascade")
    with suppress(Exception):
        session.stop()


def _count(session: Any, name: str) -> int:  # noqa: ANN401
    return session.sql(f"select count(*) from {name}").collect()[0][0]  # noqa: S608


def _register(session: Any, listed: list[list[Any]], prefix: str) -> list[tuple[str, str]]:  # noqa: ANN401
    """Name the tables that the models are made of; those of which the engine sees not all."""
    for schema in (*_GIVEN, *_MADE):
        session.sql(f"create database if not exists {prefix}{schema}")
    lost = []
    for schema, table, place, rows in listed:
        name, said = f"{prefix}{schema}.{table}", place.replace("'", "\\'")
        session.sql(f"create table {name} using parquet location '{said}'")
        if Path(place).is_dir():
            # Spark sees no folder of a parted table before it is told to look; Sail sees them all.
            with suppress(Exception):
                session.sql(f"msck repair table {name}")
        if (found := _count(session, name)) != rows:
            lost.append((table, f"máy tính toán chỉ thấy {found} trong {rows} dòng của {place}"))
    return lost


def _run_models(work: str) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Let dbt build the models: name and message of what failed, schema and name of tables."""
    from dbt.cli.main import dbtRunner

    def listen(event: Any) -> None:  # noqa: ANN401
        if event.info.name == "NodeFinished":
            _say(node=event.data.node_info.node_name)

    outcome: Any = dbtRunner(callbacks=[listen]).invoke(
        [
            "--quiet", "--no-use-colors", "--no-version-check", "--no-write-json", "--log-level",
            "none", "--log-level-file", "none", "run", "--fail-fast", "--target", "spark",
            "--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT), "--target-path", work,
        ]
    )  # fmt: skip
    if outcome.result is None:
        return [("dbt", str(outcome.exception or "không chạy được"))], []
    results = outcome.result.results
    failed = [r for r in results if str(r.status) in _FAILED]
    # What stands on a model that failed was skipped; the model is the cause.
    causes = [r for r in failed if str(r.status) != _SKIPPED] or failed
    tables = [r.node for r in results if r.node.config.materialized != "view"]
    return (
        [(r.node.name, str(r.message or r.status)) for r in causes],
        [(node.schema, node.name) for node in tables],
    )


def _count_rows(session: Any, tables: list[tuple[str, str]]) -> dict[str, int]:  # noqa: ANN401
    """What whoever takes the tables has to find."""
    return {name: _count(session, f"{schema}.{name}") for schema, name in tables}


def _end_with(parent: int) -> None:
    """End this process, and the server in it, with the one that started it."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(_WATCH_SECONDS)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(2 * LEAVE_SECONDS)
        os._exit(1)

    Thread(target=watch, daemon=True).start()


def _build(job: dict[str, Any]) -> tuple[list[tuple[str, str]], dict[str, int]]:
    """What failed, else how many rows each table has."""
    session, is_reached = None, False
    try:
        session = _open_session()
        # Whom nobody reached has nothing that would have to be dropped.
        session.sql("select 1").collect()
        is_reached = True
        listed = json.loads(Path(job["given"]).read_text(encoding="utf-8"))
        failures, tables = _register(session, listed, job["prefix"]), []
        if not failures:
            failures, tables = _run_models(job["work"])
        return failures, {} if failures else _count_rows(session, tables)
    except Exception as error:  # noqa: BLE001 (whatever it is, whoever started this tells it)
        return [(type(error).__name__, str(error))], {}
    finally:
        if is_reached:
            # Who asks for the end now gets it when the databases are dropped.
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            # A cluster that is gone is asked again and again, for minutes each time.
            leaving = Thread(target=_leave, args=[session, job["prefix"]], daemon=True)
            leaving.start()
            leaving.join(LEAVE_SECONDS)


def _leave_early(*_: object) -> None:
    """Whoever ends this process lets it take its tables along; asked twice it takes no less."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sys.exit(1)


def main() -> None:
    """Do the job that the file in the arguments describes."""
    job = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    signal.signal(signal.SIGTERM, _leave_early)
    _end_with(job["parent"])
    os.environ |= {
        "CCHC_SCHEMA_PREFIX": job["prefix"],
        "CCHC_SPARK_TABLES": job["tables"],
        "DO_NOT_TRACK": "1",
    }
    with ExitStack() as running:
        if os.environ["SPARK_REMOTE"] == LOCAL:
            # Its working folder is where it would leave what it makes.
            os.chdir(job["home"])
            os.environ["SPARK_REMOTE"] = running.enter_context(serve_sail())
        failures, rows = _build(job)
        _say(failures=failures, rows=rows)


if __name__ == "__main__":
    try:
        main()
    except Exception:  # noqa: BLE001 (its last words, for whoever started this)
        traceback.print_exc()
    finally:
        # A client that lost its server would wait for it in threads of its own.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)
