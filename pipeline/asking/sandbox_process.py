"""Ask a question in a process that the system limits and that can be killed."""

from __future__ import annotations

import datetime as dt
import io
import json
import signal
import subprocess
import sys
import threading
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import polars as pl

from pipeline.asking.questions.faults import QuestionError
from pipeline.asking.sandbox import Answer, Limits
from pipeline.asking.sandbox_worker import write_value
from pipeline.support.settings import PROJECT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

# What the process may take beyond its time before it is killed: starting, and writing the answer.
_GRACE_SECONDS = 5.0
# Two cores: more questions at once would only make each other slow.
# Beside the builds: how processes ended that gave no answer.
LOG = "questions.log"
COMMAND = [sys.executable, "-m", "pipeline.asking.sandbox_worker"]
_OUT_OF_MEMORY = (
    "MemoryError", "bad_alloc", "OutOfMemory", "Out of Memory", "Cannot allocate memory",
    "memory allocation of",
)  # fmt: skip
_LOCKED = "Could not set lock"
_SLOTS = threading.BoundedSemaphore(3)


class GuardedQuestion:
    """The same as ``Question``, in another process."""

    def __init__(self, build: Path, limits: Limits | None = None) -> None:
        self._build = build
        self._limits = limits or Limits()
        self._process: subprocess.Popen[bytes] | None = None
        self._is_cancelled = False
        self._last_words = b""

    def cancel(self) -> None:
        """Stop the question at once."""
        self._is_cancelled = True
        if self._process is not None:
            self._process.kill()

    def ask(self, query: str, parameters: Mapping[str, Any] | None = None) -> Answer:
        """Run one reading statement; arguments, answer and errors as ``Question.ask``."""
        task = {
            "build": str(self._build),
            "query": query,
            "parameters": {k: write_value(v) for k, v in (parameters or {}).items()},
            "limits": asdict(self._limits),
        }
        with _SLOTS:
            if self._is_cancelled:
                raise QuestionError("cancelled")
            return self._read(self._run(json.dumps(task).encode()))

    def _run(self, task: bytes) -> bytes:
        self._process = subprocess.Popen(  # noqa: S603 (our own interpreter and module)
            COMMAND,
            cwd=PROJECT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        try:
            out, self._last_words = self._process.communicate(
                task, timeout=self._limits.seconds + _GRACE_SECONDS
            )
        except subprocess.TimeoutExpired as error:
            self._process.kill()
            self._process.communicate()
            raise QuestionError("time", seconds=f"{self._limits.seconds:g}") from error
        return out

    def _read(self, out: bytes) -> Answer:
        if self._is_cancelled:
            raise QuestionError("cancelled")
        head, _, rows = out.partition(b"\n")
        if not head:
            raise self._explain_end()
        said = json.loads(head)
        if "fault" in said:
            raise QuestionError(said["fault"], **said["values"])
        return Answer(pl.read_ipc(io.BytesIO(rows)), said["is_cut"], said["seconds"])

    def _explain_end(self) -> QuestionError:
        """Why the process ended without an answer; its last words are kept in a log."""
        status = self._process.returncode if self._process is not None else None
        words = self._last_words.decode(errors="replace").strip()
        last = words.splitlines()[-1][:200] if words else ""
        if any(sign in words for sign in _OUT_OF_MEMORY):
            return QuestionError("memory", memory=self._limits.memory)
        if _LOCKED in words:
            return QuestionError("locked", detail=last)
        log = self._keep_last_words(status, words)
        if status == -signal.SIGKILL:
            return QuestionError("killed")
        return QuestionError("worker_died", detail=last or f"mã {status}", log=log)

    def _keep_last_words(self, status: int | None, words: str) -> str:
        """Append them to the log of questions beside the builds; its name, "-" without one."""
        path = self._build.parent.parent / LOG
        said = {"at": dt.datetime.now(dt.UTC).isoformat(), "status": status, "words": words[-4000:]}
        try:
            with path.open("a", encoding="utf-8") as log:
                log.write(json.dumps(said, ensure_ascii=False) + "\n")
        except OSError:
            return "-"
        return str(path)

    def close(self) -> None:
        """Nothing stays open."""

    def __enter__(self) -> GuardedQuestion:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
