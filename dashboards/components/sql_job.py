"""One question under way in the background, so that a click can stop it."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pipeline.asking.questions.faults import QuestionError
from pipeline.asking.sandbox import Answer, Limits
from pipeline.asking.sandbox_process import GuardedQuestion

if TYPE_CHECKING:
    from pathlib import Path

    from dashboards.i18n.texts import Texts

# What a browser can still show; the command line gives more.
SCREEN_LIMITS = Limits(seconds=30.0, memory="1GB", rows=10_000)


def word_fault(fault: QuestionError, texts: Texts) -> str:
    """A fault in the language of the screen; what the engine itself says stays English."""
    return texts(f"sql_fault.{fault.code}", **fault.values)


@dataclass
class Job:
    """A question, and its answer once there is one.

    Attributes:
        statement: SQL.
        parameters: values of its ``$name`` parameters.
        answer: rows, None while it runs or where it failed.
        fault: why it failed; None while it runs or where it did not.
    """

    statement: str
    parameters: dict[str, Any]
    answer: Answer | None = None
    fault: QuestionError | None = None
    _started: float = field(default_factory=time.monotonic)
    _question: GuardedQuestion | None = None
    _thread: threading.Thread | None = None

    @property
    def is_running(self) -> bool:
        """Neither answered nor failed yet."""
        return self.answer is None and self.fault is None

    @property
    def seconds(self) -> float:
        """Since it was asked."""
        return time.monotonic() - self._started

    def start(self, build: Path, limits: Limits = SCREEN_LIMITS) -> Job:
        """Ask the question of a build in a thread of its own."""
        self._question = GuardedQuestion(build, limits)
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        return self

    def _run(self) -> None:
        assert self._question is not None  # noqa: S101 (set by start)
        try:
            with self._question as question:
                self.answer = question.ask(self.statement, self.parameters)
        except QuestionError as error:
            self.fault = error
        except Exception as error:  # noqa: BLE001 (a thread that dies would leave the screen waiting)
            self.fault = QuestionError("failed", detail=error)

    def cancel(self) -> None:
        """Stop it; the fault then says so."""
        if self._question is not None and self.is_running:
            self._question.cancel()

    def wait(self, seconds: float) -> bool:
        """Whether it ended within some seconds."""
        if self._thread is not None:
            self._thread.join(seconds)
        return not self.is_running
