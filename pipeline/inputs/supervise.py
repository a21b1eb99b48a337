"""Read raw files in children with limits of time and memory; a child that dies costs its file."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import select
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.inputs.cache import CacheFolderError, find_cached, store_problems
from pipeline.inputs.worker import say_task
from pipeline.support.problems import Problem
from pipeline.support.settings import PROJECT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.inputs.cache import CachedFile
    from pipeline.inputs.entries import RawFile
    from pipeline.support.settings import ReadLimits

# A child takes about a second to start; few files are not worth a second one.
_MANY = 6
_LAST_WORDS = 2000
# Importing what reads files takes about a second.
_START_SECONDS = 120.0


class ReaderUnavailableError(Exception):
    """No process that reads files can be started: a fault of the installation, not of a file.

    Args:
        last_words: what the process printed at last.
    """

    def __init__(self, last_words: str) -> None:
        line = (last_words.strip().splitlines() or ["không có lời báo"])[-1]
        super().__init__(f"không khởi động được tiến trình đọc tệp: {line[:200]}")


class ChildEndedError(Exception):
    """A child ended, or was ended, without an answer.

    Args:
        reason: ``time``, ``memory`` or ``crash``.
        last_words: what it printed at last.
    """

    def __init__(self, reason: str, last_words: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.last_words = last_words


def _explain(error: ChildEndedError, limits: ReadLimits) -> Problem:
    if error.reason == "time":
        return Problem("too_slow", "file", {"seconds": f"{limits.seconds:g}"})
    if error.reason == "memory":
        return Problem(
            "too_much_memory.limit",
            "file",
            {"limit": limits.memory_mb},
            value=error.last_words[-200:] or None,
        )
    return Problem("reader_crashed", "file", value=error.last_words[-200:] or None)


class Child:
    """A process that reads one file after another; a new one is started when it has died."""

    def __init__(self, limits: ReadLimits, threads: int | None) -> None:
        self._limits = limits
        self._threads = threads
        self._process: subprocess.Popen[bytes] | None = None
        self._words = tempfile.TemporaryFile()  # noqa: SIM115 (as long as the child)

    def read(self, raw: RawFile, cache_root: Path) -> dict[str, Any]:
        """Have one file read.

        Returns:
            The child's answer.

        Raises:
            ChildEndedError: no answer came; the child is gone.
            ReaderUnavailableError: no child can be started.
        """
        process = self._start()
        self._words.seek(0)
        self._words.truncate()
        task = say_task(raw, cache_root, self._limits.seconds)
        try:
            line = self._exchange(process, task)
            answer = json.loads(line)
        except (ChildEndedError, ValueError, OSError) as error:
            words = self._hear()
            self._end()
            if isinstance(error, ChildEndedError):
                raise
            raise ChildEndedError("crash", words) from error
        return answer

    def _start(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        environment = dict(os.environ)
        if self._threads:
            environment["POLARS_MAX_THREADS"] = str(self._threads)
        self._process = subprocess.Popen(  # noqa: S603 (our own interpreter, no shell)
            [sys.executable, "-m", "pipeline.inputs.worker", str(self._limits.memory_mb)],
            cwd=PROJECT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._words,
            # With a group of its own it can be ended together with what it started.
            start_new_session=True,
        )
        try:
            self._await_line(self._process, _START_SECONDS)
        except ChildEndedError as error:
            self._end()
            raise ReaderUnavailableError(error.last_words) from error
        return self._process

    def _exchange(self, process: subprocess.Popen[bytes], task: bytes) -> bytes:
        """One line out, one line back."""
        assert process.stdin is not None  # noqa: S101 (for the type checker)
        process.stdin.write(task)
        process.stdin.flush()
        return self._await_line(process, self._limits.seconds)

    def _await_line(self, process: subprocess.Popen[bytes], seconds: float) -> bytes:
        assert process.stdout is not None  # noqa: S101 (for the type checker)
        ends_at = time.monotonic() + seconds
        line = b""
        while not line.endswith(b"\n"):
            left = ends_at - time.monotonic()
            if left <= 0 or not select.select([process.stdout], [], [], left)[0]:
                raise ChildEndedError("time", self._hear())
            part = os.read(process.stdout.fileno(), 1 << 16)
            if not part:
                raise self._judge_end(process)
            line += part
        return line

    def _judge_end(self, process: subprocess.Popen[bytes]) -> ChildEndedError:
        code, words = process.wait(), self._hear()
        lacked = "memory allocation of" in words or "MemoryError" in words
        # Only the system kills without a word: it does so when memory runs out.
        is_memory = lacked or code == -signal.SIGKILL or "bad_alloc" in words
        reason = "time" if code == -signal.SIGALRM else "memory" if is_memory else "crash"
        return ChildEndedError(reason, words)

    def _hear(self) -> str:
        self._words.seek(0, os.SEEK_END)
        self._words.seek(max(0, self._words.tell() - _LAST_WORDS))
        return self._words.read().decode("utf-8", "replace")

    def close(self) -> None:
        """End the child and let go of everything."""
        self._end()
        self._words.close()

    def _end(self) -> None:
        """End the child and all that it started."""
        if self._process is None:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):
                if pipe:
                    pipe.close()
        self._process.wait()
        self._process = None


class Supervisor:
    """Children that read files for one build."""

    def __init__(self, limits: ReadLimits, children: int) -> None:
        self._limits = limits
        self._children = [Child(limits, 1 if children > 1 else None) for _ in range(children)]
        self._idle: queue.SimpleQueue[Child] = queue.SimpleQueue()
        for child in self._children:
            self._idle.put(child)

    def read(self, raw: RawFile, cache_root: Path) -> CachedFile:
        """Have one file read by the next idle child.

        Raises:
            CacheFolderError: the folder of parsed files cannot be written.
        """
        child = self._idle.get()
        try:
            answer = child.read(raw, cache_root)
        except ChildEndedError as error:
            return store_problems(raw, cache_root, [_explain(error, self._limits)])
        finally:
            self._idle.put(child)
        if "folder" in answer:
            raise CacheFolderError(Path(answer["folder"]), answer["errno"])
        found = find_cached(raw, cache_root, answer["folder_name"])
        return found or store_problems(raw, cache_root, [_explain(_LOST, self._limits)])

    def close(self) -> None:
        """End all children."""
        for child in self._children:
            child.close()


_LOST = ChildEndedError("crash", "the child said done, its result is not there")


def read_files(
    files: Sequence[RawFile], cache_root: Path, limits: ReadLimits
) -> Iterator[CachedFile]:
    """Parse files or find what an earlier build parsed, in their order.

    Args:
        files: entries of the raw folder; those that are not readable become their problem.
        cache_root: folder of the cache.
        limits: time and memory of the reading of one file.

    Yields:
        One parsed form a file, whatever is wrong with it.

    Raises:
        CacheFolderError: the folder of parsed files cannot be written.
        ReaderUnavailableError: no process that reads files can be started.
    """
    known = [find_cached(raw, cache_root) if raw.is_readable else None for raw in files]
    fresh = sum(1 for raw, hit in zip(files, known, strict=True) if raw.is_readable and not hit)
    children = min(os.cpu_count() or 1, fresh) if fresh >= _MANY else min(fresh, 1)
    supervisor = Supervisor(limits, children)

    def take(raw: RawFile, hit: CachedFile | None) -> CachedFile:
        if hit:
            return hit
        if not raw.is_readable:
            return store_problems(raw, cache_root, [raw.describe_state()])
        return supervisor.read(raw, cache_root)

    pool = ThreadPoolExecutor(max(children, 1))
    try:
        yield from pool.map(take, files, known)
    finally:
        # Whoever is waiting for a child gets its end at once.
        pool.shutdown(wait=False, cancel_futures=True)
        supervisor.close()
        pool.shutdown()
