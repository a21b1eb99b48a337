"""Content hashes remembered by what the file system says of a file, as git does.

Gigabytes of exports need not be read to see that nobody touched them. Size, times and inode are
compared; the time of change is set by the system at every write and by no program, so a file
that was put back with its old date is still noticed. ``cchc build --force`` reads everything.
"""

from __future__ import annotations

import dataclasses
import json
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

# Clocks of file systems tick coarsely: what was changed just now may change again unnoticed.
_SETTLED_AFTER_NS = 2_000_000_000
_MEMORY = "hashes.json"


@dataclasses.dataclass(frozen=True)
class FileState:
    """What tells one state of a file from another without reading it.

    Attributes:
        size: bytes.
        modified_ns: time of the last write, in nanoseconds; programs can set it.
        changed_ns: time of the last change of content or name; only the system sets it.
        inode: number of the file in its file system.
    """

    size: int
    modified_ns: int
    changed_ns: int
    inode: int


def take_state(path: Path) -> FileState | None:
    """The state of a file; None where its next change might have the same one."""
    found = path.stat()
    age = time.time_ns() - max(found.st_mtime_ns, found.st_ctime_ns)
    if age < _SETTLED_AFTER_NS:
        return None
    return FileState(found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)


def recall_hashes(folder: Path) -> dict[tuple[str, FileState], str]:
    """SHA-256 by name and state, as the last build knew them; none where it left no memory."""
    try:
        rows = json.loads((folder / _MEMORY).read_text(encoding="utf-8"))
        return {(name, FileState(*file_state)): sha256 for name, file_state, sha256 in rows}
    except (OSError, ValueError, TypeError):
        return {}


def remember_hashes(folder: Path, hashes: Mapping[tuple[str, FileState], str]) -> None:
    """Keep the hashes of files for the next build.

    Args:
        folder: of the marts.
        hashes: SHA-256 by name and the state taken before the file was read.
    """
    rows = [
        (name, dataclasses.astuple(file_state), sha) for (name, file_state), sha in hashes.items()
    ]
    written = folder / f"{_MEMORY}.tmp"
    written.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    written.replace(folder / _MEMORY)
