"""A server of Sail on this machine: Spark Connect without a JVM, in a process of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from pipeline.engines.address import EngineError

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from pipeline.engines.address import Engine

_START_SECONDS = 60


def _find_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _is_open(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def _limit_memory(memory: int, spill: Path) -> dict[str, str]:
    """Settings that let operators go to disk where the memory is used up."""
    return {
        "SAIL_RUNTIME__MEMORY_POOL__TYPE": "greedy",
        "SAIL_RUNTIME__MEMORY_POOL__GREEDY__MAX_SIZE": str(memory),
        "SAIL_RUNTIME__TEMPORARY_FILES__PATHS": f'["{spill}"]',
    }


@contextmanager
def serve_sail(engine: Engine, folder: Path) -> Generator[str]:
    """Serve on loopback until the block ends.

    Args:
        engine: whose environment has Sail, and how much memory it may use.
        folder: for its log and for what does not fit in memory.

    Yields:
        The address, as Spark Connect writes it.

    Raises:
        EngineError: it did not start.
    """
    port, spill = _find_port(), folder / "spill"
    spill.mkdir(parents=True, exist_ok=True)
    with (folder / "sail.log").open("wb") as log:
        server = subprocess.Popen(  # noqa: S603 (a program of ours)
            [engine.python.with_name("sail"), "spark", "server", "--ip", "127.0.0.1", "--port",
             str(port)],
            cwd=folder, env=os.environ | _limit_memory(engine.memory, spill), stdout=log,
            stderr=log, start_new_session=True,
        )  # fmt: skip
    try:
        until = time.monotonic() + _START_SECONDS
        while not _is_open(port):
            if server.poll() is not None or time.monotonic() > until:
                raise EngineError("Máy chủ Sail trên máy này không khởi động được")
            time.sleep(0.05)
        yield f"sc://127.0.0.1:{port}"
    finally:
        with suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGTERM)
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()
