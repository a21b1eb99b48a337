"""What a command shows while it works: bars on a terminal, one JSON line per event otherwise."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

import structlog
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)

if TYPE_CHECKING:
    from collections.abc import Generator


class Stage(Protocol):
    """One stage of work under way."""

    def advance(self, what: str = "") -> None:
        """One more step is done; ``what`` names it."""


class Reporter(Protocol):
    """Shows stages of work."""

    @contextmanager
    def stage(self, name: str, total: int | None = None) -> Generator[Stage]:
        """Show one stage while the block runs."""
        ...


class _BarStage:
    def __init__(self, progress: Progress, task: TaskID) -> None:
        self._progress, self._task = progress, task

    def advance(self, what: str = "") -> None:
        self._progress.update(self._task, advance=1, what=what[:40])


class BarReporter:
    """Progress bars on standard error."""

    def __init__(self, console: Console) -> None:
        self._console = console

    @contextmanager
    def stage(self, name: str, total: int | None = None) -> Generator[Stage]:
        """A bar; it stays on screen when the stage is done."""
        columns = (
            TextColumn("{task.description:<26}"),
            BarColumn(bar_width=30),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.fields[what]}", style="dim"),
        )
        with Progress(*columns, console=self._console) as progress:
            task = progress.add_task(name, total=total, what="")
            yield _BarStage(progress, task)
            done = progress.tasks[0].completed
            progress.update(task, total=done or 1, completed=done or 1, what="")


class _LineStage:
    def __init__(self) -> None:
        self.steps = 0

    def advance(self, what: str = "") -> None:  # noqa: ARG002 (one line per stage is enough)
        self.steps += 1


class LineReporter:
    """Structured lines on standard error, for logs and schedulers."""

    def __init__(self) -> None:
        self._log = structlog.wrap_logger(
            structlog.PrintLogger(sys.stderr),
            processors=[
                structlog.processors.add_log_level,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )

    @contextmanager
    def stage(self, name: str, total: int | None = None) -> Generator[Stage]:
        """One line when the stage begins and one when it ends."""
        self._log.info("stage_started", stage=name, total=total)
        stage = _LineStage()
        yield stage
        self._log.info("stage_finished", stage=name, steps=stage.steps)


def choose_reporter() -> Reporter:
    """Bars where someone is watching, lines elsewhere."""
    console = Console(stderr=True)
    return BarReporter(console) if console.is_terminal else LineReporter()
