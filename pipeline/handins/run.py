"""Hand files in, or undo the last hand-in: store, build, and all as it was where that fails."""

from __future__ import annotations

import datetime as dt
import fcntl
import os
import signal
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NoReturn

from pipeline.building.build import BuildReport, build
from pipeline.handins.journal import (
    Action,
    Entry,
    append_entries,
    check_journal,
    find_last,
    name_moment,
)
from pipeline.handins.state import HandInState, StateReporter, find_start
from pipeline.handins.store import (
    HandedFile,
    KnownFileError,
    SamePlaceError,
    Stored,
    has_leftovers,
    set_aside,
    settle,
    store_files,
    take_back,
    take_back_leftovers,
)
from pipeline.inputs.entries import HAND_INS, hash_file
from pipeline.inputs.supervise import ReaderUnavailableError
from pipeline.publish.builds import BuildRunningError, find_current_build
from pipeline.publish.folders import MartsFolderError
from pipeline.publish.manifest import read_manifest

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence
    from pathlib import Path

    from pipeline.support.settings import Settings

_PAUSE = 0.5


class _CancelledError(BaseException):
    """Somebody stopped the process; not caught as a fault of the work."""


def _say_process() -> dict[str, Any]:
    return {"pid": os.getpid(), "started": find_start(os.getpid())}


def name_hand_in() -> str:
    """A new name, in order of time."""
    return f"{dt.datetime.now(dt.UTC):%Y%m%dT%H%M%S%f}-{os.getpid()}"


class _RefusedError(Exception):
    """It cannot be done; the sentence says why."""


@contextmanager
def _hold_turn(settings: Settings, *, waits: bool = True) -> Generator[None]:
    """One hand-in at a time; the lock goes with its process, even if killed.

    Raises:
        BlockingIOError: another is at work, and this one does not wait.
    """
    folder = settings.raw / HAND_INS
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".~luot").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | (0 if waits else fcntl.LOCK_NB))
        yield


def _build_in_turn(settings: Settings, reporter: StateReporter) -> BuildReport:
    """Build; where another build is under way, wait for it."""
    while True:
        try:
            return build(settings, reporter)
        except BuildRunningError:
            time.sleep(_PAUSE)


def _stop(*_: object) -> NoReturn:
    raise _CancelledError


def _explain(report: BuildReport) -> str:
    failures = report.transform.failures if report.transform else []
    names = ", ".join(sorted({name for name, _ in failures})[:3])
    return f"không dựng được: kiểm thử dữ liệu không đạt ({names})"


def hand_in(
    settings: Settings, files: Sequence[HandedFile], by: str, hand_in_id: str | None = None
) -> HandInState:
    """Store files and build; where it fails or is stopped, everything is as it was.

    Args:
        settings: of the installation.
        files: what is handed in.
        by: who.
        hand_in_id: name of the hand-in, a new one where None; ``state`` tells its progress.

    Returns:
        How it ended.
    """
    names = [file.name for file in files]
    state = HandInState(
        hand_in_id or name_hand_in(), "waiting", "add", by, name_moment(), names, **_say_process()
    )
    reporter = StateReporter(settings, state)
    reporter.tell()

    def store() -> list[Stored]:
        return store_files(settings, files, state.hand_in_id)

    return _run(settings, reporter, store)


def undo_last(
    settings: Settings, by: str, undoes: str, hand_in_id: str | None = None
) -> HandInState:
    """Take the newest hand-in back, and build.

    Args:
        settings: of the installation.
        by: who.
        undoes: the hand-in that they mean; another may have had its turn meanwhile.
        hand_in_id: name of this doing; ``state`` tells its progress.

    Returns:
        How it ended; ``failed`` where it is no longer the newest, or a file was changed since.
    """
    state = HandInState(
        hand_in_id or name_hand_in(), "waiting", "undo", by, name_moment(), **_say_process()
    )
    reporter = StateReporter(settings, state)
    reporter.tell()

    def remove() -> list[Stored]:
        last = find_last(settings.raw)
        if not last:
            raise _RefusedError("không có lần đưa vào nào để hoàn tác")
        if last[0].hand_in_id != undoes:
            raise _RefusedError(
                "lần đưa vào này không còn là lần mới nhất nên không hoàn tác; hãy xem lại nhật ký"
            )
        changed = [e.file for e in last if not _is_as_stored(settings, e)]
        if changed:
            said = f"tệp đã đổi sau khi đưa vào, hãy xem lại bằng tay: {', '.join(changed)}"
            raise _RefusedError(said)
        reporter.tell(files=[e.file for e in last])
        handed = [(e.file, e.sha256, e.replaced) for e in last]
        return set_aside(settings, handed, state.hand_in_id)

    return _run(settings, reporter, remove)


def rebuild(settings: Settings, by: str, hand_in_id: str | None = None) -> HandInState:
    """Build what lies in the raw folder, decisions on screens say; ``state`` tells its progress.

    Args:
        settings: of the installation.
        by: who asked for it.
        hand_in_id: name of this doing.

    Returns:
        How it ended.
    """
    state = HandInState(
        hand_in_id or name_hand_in(), "waiting", "build", by, name_moment(), **_say_process()
    )
    reporter = StateReporter(settings, state)
    reporter.tell()
    return _run(settings, reporter, list)


def _is_as_stored(settings: Settings, entry: Entry) -> bool:
    path = settings.raw / entry.file
    return path.is_file() and hash_file(path) == entry.sha256


def recover(settings: Settings) -> list[str]:
    """Take back what a killed hand-in left; names of the files. None while another is at work."""
    # Nothing is written where there is nothing to do: a raw folder may be read-only.
    if not has_leftovers(settings):
        return []
    try:
        with _hold_turn(settings, waits=False):
            return take_back_leftovers(settings)
    except BlockingIOError:
        return []


def _run(
    settings: Settings, reporter: StateReporter, change: Callable[[], list[Stored]]
) -> HandInState:
    """Change the raw folder and build; take the change back where that does not succeed."""
    before = signal.signal(signal.SIGTERM, _stop)
    try:
        with _hold_turn(settings):
            take_back_leftovers(settings)
            reporter.tell(step="running")
            _change_and_build(settings, reporter, change)
    except (KnownFileError, SamePlaceError, _RefusedError) as error:
        reporter.tell(step="failed", message=str(error))
    except (MartsFolderError, ReaderUnavailableError, OSError) as error:
        reporter.tell(step="failed", message=str(error))
    except (_CancelledError, KeyboardInterrupt):
        reporter.tell(step="cancelled")
    except BaseException as error:
        reporter.tell(step="failed", message=f"lỗi không ngờ ({type(error).__name__})")
        raise
    finally:
        signal.signal(signal.SIGTERM, before)
    return reporter.state


def _change_and_build(
    settings: Settings, reporter: StateReporter, change: Callable[[], list[Stored]]
) -> None:
    """While the turn is held; what goes wrong before anything is published is taken back here."""
    check_journal(settings.raw)
    published = find_current_build(settings)
    used_before = _list_used(published)
    stored = change()
    report = BuildReport()
    try:
        report = _build_in_turn(settings, reporter)
    except BaseException:
        if find_current_build(settings) == published:
            take_back(settings, stored)
            raise
        # Stopped while the build tidied up: what is published is published.
        report.is_published = True
    # From here on nothing is taken back, so nothing may stop it.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if not (report.is_published or report.is_unchanged):
        take_back(settings, stored)
        reporter.tell(step="failed", message=_explain(report))
        return
    settle(settings)
    current = find_current_build(settings)
    build_id = report.build_id or (current.name if current else "")
    if stored:
        _note(settings, reporter.state, stored, build_id)
    wanted = {one.file for one in stored}
    idle = {
        f["file_path"] for f in (report.list_files() if report.files else []) if not f["is_loaded"]
    }
    reporter.tell(
        step="published", build_id=build_id, unused=sorted(wanted & idle),
        displaced=sorted((idle - wanted) & used_before),
    )  # fmt: skip


def _list_used(build_folder: Path | None) -> set[str]:
    """Files that gave something to a build."""
    if build_folder is None:
        return set()
    return {f["file_path"] for f in read_manifest(build_folder).files if f["is_loaded"]}


def _note(settings: Settings, state: HandInState, stored: Sequence[Stored], build_id: str) -> None:
    """Write down who did it; an undoing names the hand-in that it undid."""
    action: Action = "undo" if state.action == "undo" else "add"
    undone = find_last(settings.raw)[0].hand_in_id if action == "undo" else ""
    entries = [
        Entry(
            undone or state.hand_in_id, state.at, state.by, action, one.file, one.sha256,
            one.replaced, build_id,
        )
        for one in stored
    ]  # fmt: skip
    append_entries(settings.raw, entries)
