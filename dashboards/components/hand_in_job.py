"""Hand-ins that other processes do: start one, stop it, and what has become of it."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Literal

from dashboards.access.guard import is_own, require_right
from pipeline.handins.journal import find_last, name_moment, read_journal
from pipeline.handins.run import name_hand_in
from pipeline.handins.state import HandInState, list_states, write_state
from pipeline.handins.store import HandedFile, check_places, hash_place, name_place, tidy_name
from pipeline.support.settings import resolve_settings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from pipeline.support.settings import Settings

_UPLOADS = "uploads"
# What nobody handed in within a day is thrown away.
_KEPT_SECONDS = 86_400


def _find_uploads() -> Path:
    return resolve_settings().marts / "hand-ins" / _UPLOADS


def keep_upload(key: str, name: str, content: bytes) -> Path:
    """Write an uploaded file down, so that other processes can read it.

    Args:
        key: different for every upload.
        name: as the reader calls it.
        content: its bytes.
    """
    _forget_old()
    path = _find_uploads() / key / tidy_name(name)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".~{path.name}")
        part.write_bytes(content)
        part.replace(path)
    return path


def _forget_old() -> None:
    folder = _find_uploads()
    if not folder.is_dir():
        return
    for path in folder.iterdir():
        if time.time() - path.stat().st_mtime > _KEPT_SECONDS:
            shutil.rmtree(path, ignore_errors=True)


def _list_replaced_people(files: Sequence[HandedFile]) -> list[str]:
    """Who handed in what these files would replace; empty texts where nobody knows."""
    settings = resolve_settings()
    by = {entry.file: entry.by for entry in read_journal(settings.raw) if entry.action == "add"}
    return [by.get(name, "") for name in check_places(settings, files).values()]


def _list_touched_units(
    files: Sequence[HandedFile], told: Mapping[str, Sequence[str | None]]
) -> list[str | None]:
    """Whose data files hold or replace; None for what nobody but an administrator may touch."""
    units = [unit for file in files for unit in told.get(name_place(file), (None,))]
    # A file of the same name would take the place of what somebody else handed in.
    replaces_others = not all(map(is_own, _list_replaced_people(files)))
    return [*units, None] if replaces_others else units


def start_hand_in(
    action: Literal["add", "undo", "build"],
    files: Sequence[HandedFile],
    by: str,
    units: Mapping[str, Sequence[str | None]] | None = None,
    undoes: str = "",
) -> str:
    """Start a process that hands files in, undoes the last hand-in or only builds; its name.

    It goes on whatever becomes of the browser.

    Args:
        action: what to do.
        files: to hand in.
        by: who, where nobody signs in.
        units: name of a file below the raw folder -> whose data it holds, as the preview said;
            None among them for a unit nobody knows.
        undoes: the hand-in that is to be undone.

    Raises:
        NotAllowedError: the person has no right to one of the units, or to undo somebody's work.
    """
    settings = resolve_settings()
    # What lies in their places is what the person was asked about, also when their turn comes.
    files = [dataclasses.replace(f, takes_place_of=hash_place(settings, f)) for f in files]
    touched: list[str | None] = []
    if action == "undo":
        # Whoever does not see everything takes back only what they handed in themselves.
        last = find_last(settings.raw)
        is_theirs = bool(last) and last[0].hand_in_id == undoes and is_own(last[0].by)
        touched = [] if is_theirs else [None]
    elif action == "add":
        touched = _list_touched_units(files, units or {})
    person = require_right(f"hand_in_{action}", touched)
    by = person.name if person.is_signed_in else by
    hand_in_id = name_hand_in()
    names = [file.name for file in files]
    write_state(settings, HandInState(hand_in_id, "waiting", action, by, name_moment(), names))
    asked = {
        "action": action,
        "by": by,
        "hand_in_id": hand_in_id,
        "undoes": undoes,
        "files": [dataclasses.asdict(file) for file in files],
    }
    request = settings.marts / "hand-ins" / f"{hand_in_id}.request"
    request.write_text(json.dumps(asked, default=str, ensure_ascii=False), encoding="utf-8")
    log = request.with_suffix(".log").open("w")
    with log:
        process = subprocess.Popen(  # noqa: S603 (our own command)
            [
                sys.executable, "-m", "pipeline", "add", "--request", str(request),
                "--raw", str(settings.raw), "--marts", str(settings.marts),
            ],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    _CHILDREN.append(process)
    return hand_in_id


# Kept so that a child that ended is waited for and does not linger.
_CHILDREN: list[subprocess.Popen[bytes]] = []


def list_jobs(settings: Settings | None = None) -> list[HandInState]:
    """Hand-ins that are known, the newest first; whoever has few units sees their own."""
    _CHILDREN[:] = [child for child in _CHILDREN if child.poll() is None]
    return [s for s in list_states(settings or resolve_settings()) if is_own(s.by)]


def stop_hand_in(state: HandInState) -> None:
    """Ask the process to stop; it leaves everything as it was.

    Raises:
        NotAllowedError: somebody else started it.
    """
    require_right("hand_in_stop", () if is_own(state.by) else (None,))
    if state.pid and not state.is_over:
        # It may have ended since it was drawn.
        with contextlib.suppress(ProcessLookupError):
            os.kill(state.pid, signal.SIGTERM)
