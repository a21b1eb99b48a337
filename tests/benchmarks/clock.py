"""Time and memory of a command as a whole process."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


@dataclass(frozen=True)
class Timing:
    """One run of a command.

    Attributes:
        seconds: wall time.
        peak_mb: largest resident memory of the process without its children, in MiB.
    """

    seconds: float
    peak_mb: float


def _watch_memory(pid: int, peaks: list[int]) -> None:
    """Note the highest resident memory of a process until it ends, in KiB.

    What the system says at the end would count the memory of this process too, as it was when the
    other was split off from it.
    """
    status = Path(f"/proc/{pid}/status")
    while True:
        try:
            found = re.search(r"VmHWM:\s+(\d+)", status.read_text())
        except OSError:
            return
        if not found:
            return
        peaks.append(int(found[1]))
        time.sleep(0.02)


def time_command(command: Sequence[str]) -> Timing:
    """Run a command to its end.

    Raises:
        subprocess.CalledProcessError: it failed; what it printed goes with the error.
    """
    peaks = [0]
    started = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        watcher = Thread(target=_watch_memory, args=[process.pid, peaks], daemon=True)
        watcher.start()
        output, _ = process.communicate()
    seconds = time.perf_counter() - started
    watcher.join()
    if process.returncode:
        sys.stderr.write(output.decode(errors="replace"))
        raise subprocess.CalledProcessError(process.returncode, command)
    return Timing(seconds, max(peaks) / 1024)


def repeat(times: int, prepare: Callable[[], object], command: Sequence[str]) -> Timing:
    """Median time and highest memory over several runs.

    Args:
        times: how many runs.
        prepare: called before each run, outside the clock.
        command: what is timed.
    """
    runs = []
    for _ in range(times):
        prepare()
        runs.append(time_command(command))
    return Timing(median(r.seconds for r in runs), max(r.peak_mb for r in runs))
