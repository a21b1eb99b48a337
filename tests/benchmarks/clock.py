"""Time and memory of a command as a whole process."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


@dataclass(frozen=True)
class Timing:
    """One run of a command.

    Attributes:
        seconds: wall time.
        peak_mb: largest resident memory of the process, in MiB.
    """

    seconds: float
    peak_mb: float


def time_command(command: Sequence[str]) -> Timing:
    """Run a command to its end.

    Raises:
        subprocess.CalledProcessError: it failed; what it printed goes with the error.
    """
    started = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        output = process.stdout.read() if process.stdout else b""
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - started
    if process.returncode:
        sys.stderr.write(output.decode(errors="replace"))
        raise subprocess.CalledProcessError(process.returncode, command)
    return Timing(seconds, usage.ru_maxrss / 1024)


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
