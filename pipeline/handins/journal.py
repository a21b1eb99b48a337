"""Who handed in what, and when: a file beside the data that outlives every build."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Literal

from pipeline.inputs.entries import HAND_INS

if TYPE_CHECKING:
    from pathlib import Path

Action = Literal["add", "undo"]
_NAME = "nhat-ky.csv"


@dataclass(frozen=True)
class Entry:
    """One file of one hand-in.

    Attributes:
        hand_in_id: of the hand-in; its undoing names the same.
        at: local time, ISO.
        by: who, as they say.
        action: ``add`` or ``undo``.
        file: name below the raw folder.
        sha256: of what was stored.
        replaced: name below the raw folder where what lay there before is kept, else empty.
        build_id: the build that took it up.
    """

    hand_in_id: str
    at: str
    by: str
    action: Action
    file: str
    sha256: str
    replaced: str
    build_id: str


def _find(raw: Path) -> Path:
    return raw / HAND_INS / _NAME


def read_journal(raw: Path) -> list[Entry]:
    """Every entry, the oldest first."""
    path = _find(raw)
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        known = [f.name for f in fields(Entry)]
        return [Entry(**{k: row.get(k) or "" for k in known}) for row in csv.DictReader(file)]  # ty: ignore[invalid-argument-type]


def check_journal(raw: Path) -> None:
    """Whether entries can be written, before anything is done that would have to be noted.

    Raises:
        OSError: they cannot.
    """
    path = _find(raw)
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        with path.open("a", encoding="utf-8"):
            pass


def append_entries(raw: Path, entries: list[Entry]) -> None:
    """Write entries behind those that are there."""
    path = _find(raw)
    path.parent.mkdir(parents=True, exist_ok=True)
    is_new = not path.exists()
    with path.open("a", encoding="utf-8-sig" if is_new else "utf-8", newline="") as file:
        writer = csv.DictWriter(file, [f.name for f in fields(Entry)], lineterminator="\n")
        if is_new:
            writer.writeheader()
        writer.writerows(asdict(entry) for entry in entries)


def find_last(raw: Path) -> list[Entry]:
    """Entries of the newest hand-in that nobody has undone; empty where there is none."""
    entries = read_journal(raw)
    undone = {e.hand_in_id for e in entries if e.action == "undo"}
    kept = [e for e in entries if e.action == "add" and e.hand_in_id not in undone]
    return [e for e in kept if e.hand_in_id == kept[-1].hand_in_id] if kept else []


def name_moment() -> str:
    """Now, as the journal writes it."""
    return dt.datetime.now(dt.UTC).astimezone().replace(tzinfo=None).isoformat(timespec="seconds")
