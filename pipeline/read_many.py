"""Read many raw files at once, one process a core; few files are not worth the start of one."""

from __future__ import annotations

import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from typing import TYPE_CHECKING

from pipeline.cache import is_cached, read_cached

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from pipeline.cache import CachedFile
    from pipeline.reading import RawFile

# A process takes about a second to start.
_MANY = 12
_CHUNK = 4


def _read_apart(files: Sequence[RawFile], cache_root: Path) -> Iterator[CachedFile]:
    workers = os.cpu_count() or 1
    # Each process has a core of its own; more threads would only get in each other's way.
    before = os.environ.get("POLARS_MAX_THREADS")
    os.environ["POLARS_MAX_THREADS"] = "1"
    try:
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(workers, mp_context=context) as pool:
            read = partial(read_cached, cache_root=cache_root)
            yield from pool.map(read, files, chunksize=_CHUNK)
    finally:
        os.environ.pop("POLARS_MAX_THREADS")
        if before is not None:
            os.environ["POLARS_MAX_THREADS"] = before


def read_files(files: Sequence[RawFile], cache_root: Path) -> Iterator[CachedFile]:
    """Parse files or find what an earlier build parsed, in their order.

    Args:
        files: of the raw folder.
        cache_root: folder of the cache.

    Yields:
        One parsed form a file.
    """
    fresh = sum(1 for raw in files if not is_cached(raw, cache_root))
    done = 0
    if fresh >= _MANY and (os.cpu_count() or 1) > 1:
        try:
            for cached in _read_apart(files, cache_root):
                done += 1
                yield cached
        except BrokenProcessPool:
            # A process was killed, for want of memory say: go on here, one file at a time.
            pass
    for raw in files[done:]:
        yield read_cached(raw, cache_root)
