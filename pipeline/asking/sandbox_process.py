"""Ask a question in a process that the system limits and that can be killed."""

from __future__ import annotations

import io
import json
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
_SLOTS = threading.BoundedSemaphore(3)


class GuardedQuestion:
    """The same as ``Question``, in another process."""

    def __init__(self, build: Path, limits: Limits | None = None) -> None:
        self._build = build
        self._limits = limits or Limits()
        self._process: subprocess.Popen[bytes] | None = None
        self._is_cancelled = False

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
        self._process = subprocess.Popen(
            [sys.executable, "-m", "pipeline.asking.sandbox_worker"],
            cwd=PROJECT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        try:
            out, _ = self._process.communicate(task, timeout=self._limits.seconds + _GRACE_SECONDS)
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
            # The system killed it, or the engine gave up: nothing else ends without a word.
            raise QuestionError("memory", memory=self._limits.memory)
        said = json.loads(head)
        if "fault" in said:
            raise QuestionError(said["fault"], **said["values"])
        return Answer(pl.read_ipc(io.BytesIO(rows)), said["is_cut"], said["seconds"])

    def close(self) -> None:
        """Nothing stays open."""

    def __enter__(self) -> GuardedQuestion:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
