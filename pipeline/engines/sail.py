"""A server of Sail in this process: Spark Connect without a JVM, on loopback."""

from __future__ import annotations

import socket
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path


def limit_memory(memory: int, spill: Path) -> dict[str, str]:
    """Variables that hold a server to its memory; what can goes to disk, else a query fails.

    Args:
        memory: bytes for what queries keep.
        spill: folder for what does not fit.

    Returns:
        For the environment of the process that serves.
    """
    return {
        "SAIL_RUNTIME__MEMORY_POOL__TYPE": "greedy",
        "SAIL_RUNTIME__MEMORY_POOL__GREEDY__MAX_SIZE": str(memory),
        "SAIL_RUNTIME__TEMPORARY_FILES__PATHS": f'["{spill}"]',
    }


@contextmanager
def serve_sail() -> Generator[str]:
    """Serve until the block ends.

    Yields:
        The address, as Spark Connect writes it.
    """
    from pysail.spark import SparkConnectServer  # ty: ignore[import-not-found]

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = SparkConnectServer("127.0.0.1", port)
    server.start(background=True)
    try:
        yield f"sc://127.0.0.1:{port}"
    finally:
        server.stop()
