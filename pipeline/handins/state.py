"""What a screen sees of a hand-in that another process does."""

from __future__ import annotations

import json
import os
import threading
import time
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Generator

    from pipeline.support.settings import Settings

Step = Literal["waiting", "running", "published", "failed", "cancelled"]
_FOLDER = "hand-ins"
# A process that was started says so long before.
_SILENT_SECONDS = 60
# More than ever wait for each other.
_LISTED = 30


@dataclass(frozen=True)
class HandInState:
    """A hand-in under way, or how it ended.

    Attributes:
        hand_in_id: of the hand-in.
        step: where it stands.
        action: ``add`` or ``undo``.
        by: who.
        at: when it was asked for, local time, ISO.
        files: names as handed in.
        stage: of the build, while it runs.
        done: steps of the stage that are done.
        total: steps of the stage, None where nobody knows.
        message: what went wrong, in Vietnamese.
        unused: names of files that the build could not use.
        displaced: names of files used until then, in whose place others are used now.
        build_id: what was published.
        pid: process that does it.
        started: when that process started, see ``find_start``.
    """

    hand_in_id: str
    step: Step
    action: Literal["add", "undo", "build"]
    by: str
    at: str
    files: list[str] = field(default_factory=list)
    stage: str = ""
    done: int = 0
    total: int | None = None
    message: str = ""
    unused: list[str] = field(default_factory=list)
    displaced: list[str] = field(default_factory=list)
    build_id: str = ""
    pid: int = 0
    started: str = ""

    @property
    def is_over(self) -> bool:
        """Nothing more will happen."""
        return self.step in ("published", "failed", "cancelled")


def find_state(settings: Settings, hand_in_id: str) -> Path:
    """File of a hand-in's state."""
    return settings.marts / _FOLDER / f"{hand_in_id}.json"


def write_state(settings: Settings, state: HandInState) -> None:
    """Replace the state in one step, so that nobody reads half of one."""
    path = find_state(settings, state.hand_in_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}.part")
    part.write_text(json.dumps(asdict(state), ensure_ascii=False), encoding="utf-8")
    part.replace(path)


def find_start(pid: int) -> str:
    """When a process started, as the system counts; empty where nobody knows or it has ended.

    A number is given again after a restart of the machine; number and start together are not.
    """
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()
    except OSError:
        return ""
    # A child that ended and was not waited for still has a number.
    return "" if fields[0] == "Z" else fields[19]


def _is_alive(state: HandInState, path: Path) -> bool:
    if not state.pid:
        # Asked for, and its process has not said anything yet.
        return time.time() - path.stat().st_mtime < _SILENT_SECONDS
    if Path("/proc").is_dir():
        return bool(state.started) and find_start(state.pid) == state.started
    try:
        os.kill(state.pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def read_state(settings: Settings, hand_in_id: str) -> HandInState | None:
    """State of a hand-in; one whose process is gone has failed. None where there is none."""
    try:
        text = find_state(settings, hand_in_id).read_text(encoding="utf-8")
    except OSError:
        return None
    state = HandInState(**json.loads(text))
    if not state.is_over and not _is_alive(state, find_state(settings, hand_in_id)):
        return replace(state, step="failed", message="chương trình đưa vào đã bị tắt giữa chừng")
    return state


def list_states(settings: Settings) -> list[HandInState]:
    """The last hand-ins, the newest first; who handed in what ever stands in the journal."""
    folder = settings.marts / _FOLDER
    names = sorted((p.stem for p in folder.glob("*.json")), reverse=True)[:_LISTED]
    return [state for name in names if (state := read_state(settings, name))]


class StateReporter:
    """Shows the stages of a build in the state; a few times a second is enough.

    dbt tells of its nodes from threads of its own.
    """

    _PAUSE = 0.3

    def __init__(self, settings: Settings, state: HandInState) -> None:
        self._settings, self.state = settings, state
        self._written = 0.0
        self._lock = threading.RLock()

    def tell(self, **changes: object) -> None:
        """Change the state and write it."""
        with self._lock:
            self.state = replace(self.state, **changes)
            write_state(self._settings, self.state)
            self._written = time.monotonic()

    def advance(self, what: str = "") -> None:  # noqa: ARG002 (the count is enough)
        """One more step is done."""
        with self._lock:
            self.state = replace(self.state, done=self.state.done + 1)
            if time.monotonic() - self._written > self._PAUSE:
                self.tell()

    @contextmanager
    def stage(self, name: str, total: int | None = None) -> Generator[StateReporter]:
        """One stage of the build."""
        self.tell(stage=name, total=total, done=0)
        yield self
