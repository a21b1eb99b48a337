"""Read-only questions to a published build: one statement, no files, no network, limits."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import duckdb
import polars as pl

from pipeline.asking.engine_faults import read_engine_fault
from pipeline.asking.questions.faults import QuestionError
from pipeline.asking.refused_names import find_refused
from pipeline.publish.public_database import open_public_database

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass(frozen=True)
class Limits:
    """What a question may use.

    Attributes:
        seconds: running time.
        memory: memory of the engine, as DuckDB writes it.
        rows: rows returned; more are cut off and the result says so.
        threads: processor threads.
    """

    seconds: float = 30.0
    memory: str = "2GB"
    rows: int = 100_000
    threads: int = 2


@dataclass(frozen=True)
class Answer:
    """Rows of a question.

    Attributes:
        frame: the rows, at most ``Limits.rows``.
        is_cut: there were more.
        seconds: how long it took.
    """

    frame: pl.DataFrame
    is_cut: bool
    seconds: float


_UNITS = {"MB": 1_000_000, "GB": 1_000_000_000}
# Libraries, threads and the answer itself, beside what the engine may use.
_OVERHEAD = 700_000_000


def limit_process(limits: Limits) -> None:
    """Let the system hold this process to the memory of a question, whatever the engine thinks.

    A list built inside one function, for instance, does not count against the engine's limit.
    """
    import resource

    amount = limits.memory.strip().upper()
    wanted = int(float(amount[:-2]) * _UNITS[amount[-2:]]) + _OVERHEAD
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (wanted, hard))


def _connect(build: Path, limits: Limits) -> duckdb.DuckDBPyConnection:
    # An engine of its own that only attaches the file: connections that open one file in one
    # process share an engine, and the limits of a question must not become the dashboard's.
    connection = duckdb.connect(config={"secret_directory": "/dev/null"})
    # A sort that does not fit fails; it must not fill the disk.
    connection.execute("set temp_directory = ''")
    open_public_database(build, connection)
    for setting in (
        f"set memory_limit = '{limits.memory}'",
        f"set threads = {limits.threads}",
        # From here on the question cannot loosen what was set above.
        "set lock_configuration = true",
    ):
        connection.execute(setting)
    return connection


def _check_statement(query: str) -> None:
    try:
        statements = duckdb.extract_statements(query)
    except duckdb.Error as error:
        raise read_engine_fault(str(error), "syntax") from error
    if len(statements) != 1:
        raise QuestionError("not_one", count=len(statements))
    try:
        kind = statements[0].type
    except ValueError:
        # A kind of statement that the client has no name for reads nothing.
        kind = None
    if kind not in _ALLOWED:
        raise QuestionError("not_reading")
    if name := find_refused(query):
        raise QuestionError("refused_name", name=name)


_ALLOWED = (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN)


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0]


def _explain(error: duckdb.Error | MemoryError, limits: Limits) -> QuestionError:
    if isinstance(error, MemoryError | duckdb.OutOfMemoryException):
        return QuestionError("memory", memory=limits.memory)
    if isinstance(error, duckdb.PermissionException):
        return QuestionError("forbidden", detail=_first_line(error))
    return read_engine_fault(str(error), "failed")


class Question:
    """One question under way; ``cancel`` may be called from another thread."""

    def __init__(self, build: Path, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._connection = _connect(build, self._limits)
        self._timed_out = False

    def cancel(self) -> None:
        """Stop the question as soon as the engine notices."""
        self._connection.interrupt()

    def _time_out(self) -> None:
        self._timed_out = True
        self.cancel()

    def ask(self, query: str, parameters: Mapping[str, Any] | None = None) -> Answer:
        """Run one reading statement.

        Args:
            query: DuckDB SQL; parameters are written ``$name``.
            parameters: values for them.

        Returns:
            The rows.

        Raises:
            QuestionError: not one reading statement, broken SQL, forbidden access, too long,
                too much memory, or cancelled.
        """
        _check_statement(query)
        timer = threading.Timer(self._limits.seconds, self._time_out)
        started = time.perf_counter()
        timer.start()
        try:
            frame = self._fetch(query, parameters)
        except duckdb.InterruptException as error:
            raise self._explain_stop() from error
        except (duckdb.Error, MemoryError) as error:
            raise _explain(error, self._limits) from error
        except pl.exceptions.PolarsError as error:
            # A type that tables of answers do not know, an interval say.
            raise QuestionError("unknown_type", detail=_first_line(error)[:120]) from error
        finally:
            timer.cancel()
        cut = frame.height > self._limits.rows
        return Answer(frame.head(self._limits.rows), cut, time.perf_counter() - started)

    def _fetch(self, query: str, parameters: Mapping[str, Any] | None) -> pl.DataFrame:
        relation = self._connection.sql(query, params=dict(parameters or {}) or None)
        return relation.limit(self._limits.rows + 1).pl()

    def _explain_stop(self) -> QuestionError:
        if self._timed_out:
            return QuestionError("time", seconds=f"{self._limits.seconds:g}")
        return QuestionError("cancelled")

    def close(self) -> None:
        """Let go of the build."""
        self._connection.close()

    def __enter__(self) -> Question:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def ask(
    build: Path,
    query: str,
    parameters: Mapping[str, Any] | None = None,
    limits: Limits | None = None,
) -> Answer:
    """Ask one question of a build and let go of it.

    Args:
        build: folder of the build.
        query: DuckDB SQL.
        parameters: values of ``$name`` parameters.
        limits: defaults to ``Limits()``.

    Raises:
        QuestionError: as ``Question.ask``.
    """
    with Question(build, limits) as question:
        return question.ask(query, parameters)
