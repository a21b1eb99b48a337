"""One child that reads files: ``python -m pipeline.inputs.worker``, a line of JSON a file.

A library that panics, loops or takes all memory takes this process with it and nothing else.
The rows never travel: the child writes typed Parquet itself and answers that it is there.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
from pathlib import Path
from typing import IO, Any

from pipeline.inputs.entries import RawFile
from pipeline.inputs.file_states import FileState


def say_task(raw: RawFile, cache_root: Path, seconds: float) -> bytes:
    """A task as the child reads it."""
    file_state = raw.file_state and [
        raw.file_state.size,
        raw.file_state.modified_ns,
        raw.file_state.changed_ns,
        raw.file_state.inode,
    ]
    task = {
        "path": str(raw.path),
        "name": raw.name,
        "sha256": raw.sha256,
        "file_state": file_state,
        "cache_root": str(cache_root),
        "seconds": seconds,
    }
    return json.dumps(task).encode() + b"\n"


def _serve(task: dict[str, Any]) -> dict[str, Any]:
    from pipeline.inputs.cache import CacheFolderError, read_cached

    file_state = FileState(*task["file_state"]) if task["file_state"] else None
    raw = RawFile(Path(task["path"]), task["name"], task["sha256"], file_state)
    try:
        cached = read_cached(raw, Path(task["cache_root"]))
    except CacheFolderError as error:
        return {"folder": str(error.folder), "errno": error.errno}
    return {"folder_name": cached.folder.name}


def _limit_memory(megabytes: int) -> None:
    wanted = megabytes << 20
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (wanted, hard))


def main() -> None:
    """Serve tasks until the input ends; argument: memory in megabytes."""
    _limit_memory(int(sys.argv[1]))
    # Libraries print; the channel must hold answers only.
    channel = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    # Whatever is wrong with this installation shows here and is blamed on no file.
    from pipeline.inputs import cache  # noqa: F401

    _answer(channel, {"ready": True})
    for line in sys.stdin.buffer:
        task = json.loads(line)
        # Should the parent be killed, nobody else would end a reading that does not.
        signal.alarm(int(task["seconds"]) + 60)
        answer = _serve(task)
        signal.alarm(0)
        _answer(channel, answer)


def _answer(channel: IO[bytes], answer: dict[str, Any]) -> None:
    channel.write(json.dumps(answer).encode() + b"\n")
    channel.flush()


if __name__ == "__main__":
    main()
