"""The models built by an engine, as Parquet that DuckDB reads afterwards."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import threading
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.engines.address import LOCAL, EngineError
from pipeline.engines.exchange import export_tables
from pipeline.engines.sail import limit_memory
from pipeline.engines.worker import LEAVE_SECONDS
from pipeline.support.settings import PROJECT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from pipeline.engines.address import Engine

_LAST_WORDS = 2000
_GRACE_SECONDS = 10
# What the client of Spark Connect says where no server, or one of another kind, answers.
_GONE = ("StatusCode.UNAVAILABLE", "Received http2 header with status")


@dataclass(frozen=True)
class Made:
    """What came of it.

    Attributes:
        failures: name and message of each model that failed.
        rows: name of each table -> how many rows the engine counts in it.
    """

    failures: list[tuple[str, str]]
    rows: dict[str, int]


def _end(process: subprocess.Popen) -> None:
    """Let the process take its tables from the engine's catalogue and go; else end it."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(LEAVE_SECONDS + _GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def _read_line(line: str) -> dict[str, Any]:
    """What the process says in a line; libraries of it may print others."""
    try:
        said = json.loads(line)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _run_worker(
    engine: Engine, job: Path, variables: Mapping[str, str], on_node: Callable[[str], None]
) -> Made:
    """What was made and what failed, by the words of the process that speaks with the engine."""
    log = job.with_suffix(".log")
    made: Made | None = None
    is_late = threading.Event()

    def give_up(process: subprocess.Popen) -> None:
        is_late.set()
        _end(process)

    with (
        log.open("wb") as errors,
        subprocess.Popen(  # noqa: S603 (a program of ours)
            [engine.python, "-m", "pipeline.engines.worker", job], cwd=PROJECT, env=variables,
            stdout=subprocess.PIPE, stderr=errors, text=True, start_new_session=True,
        ) as process,
    ):  # fmt: skip
        late = threading.Timer(engine.seconds, give_up, [process])
        late.start()
        try:
            for line in process.stdout or ():
                said = _read_line(line)
                if "node" in said:
                    on_node(said["node"])
                elif "failures" in said:
                    failures = [(name, engine.hide(text)) for name, text in said["failures"]]
                    made = Made(failures, said.get("rows", {}))
        finally:
            late.cancel()
            _end(process)
    if made is not None and any(gone in text for _, text in made.failures for gone in _GONE):
        raise EngineError(
            f"Máy tính toán {engine.shown} không trả lời. Hãy xem máy chủ Spark Connect còn chạy "
            "và mở cổng không, rồi dựng lại"
        )
    if made is not None and not (is_late.is_set() and made.failures):
        return made
    if is_late.is_set():
        raise EngineError(
            f"Máy tính toán {engine.shown} không xong trong {engine.seconds:,.0f} giây "
            "(CCHC_SPARK_SECONDS)"
        )
    words = log.read_text(encoding="utf-8", errors="replace").strip()[-_LAST_WORDS:]
    said = engine.hide(words) or "không rõ"
    raise EngineError(f"Tiến trình dựng bằng Spark kết thúc giữa chừng: {said}")


def build_models(
    engine: Engine, database: Path, folder: Path, prefix: str, on_node: Callable[[str], None]
) -> Made:
    """Build every model on an engine.

    Args:
        engine: where.
        database: DuckDB file with the schemas ``raw`` and ``reference``.
        folder: empty, seen by the workers of the engine; ``tables`` in it holds the result, a
            folder of Parquet a model.
        prefix: of the engine's databases, which others may use too; they are dropped afterwards.
        on_node: called with the name of each model that is done.

    Returns:
        What failed, else how many rows each table has.

    Raises:
        EngineError: the engine cannot be used, or gave up.
    """
    given = folder / "given"
    tables = folder / "tables"
    for place in (given, tables):
        place.mkdir(parents=True)
    listed = export_tables(database, given)
    job = folder / "job.json"
    # The address may hold a token: it goes by the environment, not by a file that others see.
    job.write_text(
        json.dumps(
            {"prefix": prefix, "given": str(listed), "tables": str(tables),
             "work": str(folder / "dbt"), "home": str(folder), "parent": os.getpid()}
        ),
        encoding="utf-8",
    )  # fmt: skip
    variables = os.environ | {"SPARK_REMOTE": engine.address}
    if engine.address == LOCAL:
        variables |= limit_memory(engine.memory, folder / "spill")
    return _run_worker(engine, job, variables, on_node)
