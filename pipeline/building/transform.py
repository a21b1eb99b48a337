"""Run the dbt project on a freshly loaded database, in this process."""

from __future__ import annotations

import dataclasses
import gc
import importlib
import json
import os
from threading import Thread
from typing import TYPE_CHECKING, Any

import duckdb

from pipeline.building.broken_checks import list_broken_checks
from pipeline.building.grow import CHANGED_TABLES
from pipeline.building.statements import (
    LOCKED,
    Kind,
    Recorder,
    ReplayFaultError,
    recall_statements,
    replay_statements,
    write_statements,
)
from pipeline.support.settings import PROJECT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_FAILED = ("error", "fail", "runtime error")


@dataclasses.dataclass(frozen=True)
class TransformResult:
    """Outcome of a dbt run.

    Attributes:
        passed: tests that went well.
        warned: tests that failed with severity ``warn``.
        failures: name and message of every node that failed; of a data test, of every check.
        replay_fault: why dbt had to run although its statements were known; None where it had not.
    """

    passed: int
    warned: int
    failures: list[tuple[str, str]]
    replay_fault: str | None = None

    @property
    def is_good(self) -> bool:
        """Nothing of severity error failed."""
        return not self.failures


def _arguments(
    folder: Path, unit_tests: bool, grows: bool, only: str | None, made_in: Path | None
) -> list[str]:
    arguments = [
        "--quiet",
        "--no-use-colors",
        "--no-version-check",
        # Its manifest is for other tools; writing it takes a second of every build.
        "--no-write-json",
        only or "build",
        "--project-dir",
        str(PROJECT),
        "--profiles-dir",
        str(PROJECT),
        "--target-path",
        str(folder),
        "--log-path",
        str(folder / "logs"),
        # What fails is in the result; a log file would stay open in this process.
        "--log-level-file",
        "none",
        # What failed is told in Vietnamese from the result; dbt's own lines would stand beside it.
        "--log-level",
        "none",
    ]
    if only:
        return arguments
    if made_in:
        arguments += ["--vars", json.dumps({"made_in": str(made_in)})]
    if grows:
        arguments += ["--select", *(f"source:raw.{table}+" for table in CHANGED_TABLES)]
    # An exposure says who reads a table; there is nothing to run.
    left_out = ["exposure"] if unit_tests else ["exposure", "unit_test"]
    return [*arguments, *(x for kind in left_out for x in ("--exclude-resource-type", kind))]


def _close_database() -> None:
    """Dbt keeps the file open until told otherwise; it is about to be moved."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    DuckDBConnectionManager.close_all_connections()
    gc.collect()


def _list_failures(result: Any, database: Path) -> list[tuple[str, str]]:  # noqa: ANN401
    """What failed of a node: each check that rows break, or what dbt says of it."""
    question = getattr(result.node, "compiled_code", "")
    if str(result.status) == "fail" and question:
        broken = list_broken_checks(database, question)
        if broken:
            return [(f"{result.node.name} ({check})", rows) for check, rows in broken]
    return [(result.node.name, result.message or "")]


def _collect(outcome: Any, database: Path) -> TransformResult:  # noqa: ANN401 (dbt's is untyped)
    if outcome.result is None or not hasattr(outcome.result, "results"):
        return TransformResult(0, 0, [("dbt", str(outcome.exception or "không chạy được"))])
    results = outcome.result.results
    statuses = [str(result.status) for result in results]
    return TransformResult(
        # Only a test passes; a model that was built has the status "success".
        passed=statuses.count("pass"),
        warned=statuses.count("warn"),
        failures=[
            failure
            for result in results
            if str(result.status) in _FAILED
            for failure in _list_failures(result, database)
        ],
    )


def _list_folders(folder: Path) -> list[Path]:
    return [LOCKED, folder / "statements"]


def import_early(folder: Path) -> None:
    """Import dbt beside the reading of files, where it will be needed.

    Args:
        folder: dbt's folder; where its statements are known, it is not needed.
    """
    if not recall_statements(_list_folders(folder), "whole"):
        Thread(target=importlib.import_module, args=["dbt.cli.main"], daemon=True).start()


def run_dbt(
    database: Path,
    folder: Path,
    on_node: Callable[[str], None],
    *,
    unit_tests: bool = False,
    grows: bool = False,
    only: str | None = None,
    made_in: Path | None = None,
) -> TransformResult:
    """Build every seed and model and run every test; or those that new progress reaches.

    What it sends to the database is kept, for ``transform`` to send again.

    Args:
        database: DuckDB file that holds ``raw.*``.
        folder: for dbt's compiled files; kept between builds so that parsing is partial.
        on_node: called with the name of each finished node.
        unit_tests: run dbt unit tests too (they test code, not data).
        grows: whether the database holds a build to which progress was added (CHANGED_TABLES);
            else it holds nothing but ``raw``.
        only: another verb of dbt than ``build``, such as ``seed``.
        made_in: folder of Parquet a model where an engine has made the tables.

    Returns:
        What passed and what failed; the database is closed again.
    """
    os.environ["CCHC_WORK_DB"] = str(database)
    os.environ["DO_NOT_TRACK"] = "1"
    from dbt.cli.main import dbtRunner

    recorder = Recorder()

    def listen(event: Any) -> None:  # noqa: ANN401
        if event.info.name == "NodeFinished":
            on_node(event.data.node_info.node_name)
        recorder.listen(event)

    try:
        outcome = dbtRunner(callbacks=[listen]).invoke(
            _arguments(folder, unit_tests, grows, only, made_in)
        )
    finally:
        _close_database()
    result = _collect(outcome, database)
    if result.is_good and not (unit_tests or only or made_in):
        ran: Any = outcome.result
        nodes = recorder.list_nodes(ran.results)
        if recorder.is_whole:
            write_statements(folder / "statements", _name_kind(grows), nodes)
    return result


def _name_kind(grows: bool) -> Kind:
    return "grown" if grows else "whole"


def transform(
    database: Path,
    folder: Path,
    on_node: Callable[[str], None],
    *,
    grows: bool = False,
    asks_dbt: bool = False,
) -> TransformResult:
    """Build every table and run every test: by the statements of dbt that are known, or by dbt.

    Args:
        database: DuckDB file that holds ``raw.*``.
        folder: dbt's folder, kept between builds.
        on_node: called with the name of each finished node.
        grows: as for ``run_dbt``.
        asks_dbt: let dbt do it, whatever is known.

    Returns:
        What passed and what failed; the database is closed again.
    """
    nodes = recall_statements(_list_folders(folder), _name_kind(grows))
    if nodes and not asks_dbt:
        try:
            statuses = replay_statements(database, nodes, on_node)
        except (duckdb.Error, ReplayFaultError) as error:
            # It left the database as it was; dbt says what is the matter, or goes another way.
            result = run_dbt(database, folder, on_node, grows=grows)
            said = f"{type(error).__name__}: {error}"
            return dataclasses.replace(result, replay_fault=said)
        return TransformResult(statuses.count("pass"), statuses.count("warn"), [])
    return run_dbt(database, folder, on_node, grows=grows)
