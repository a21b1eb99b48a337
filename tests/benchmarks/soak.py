"""``make soak``: many sessions and a build a minute, for long; what grows is printed.

Memory, open files and latency of the server by minute, failures of pages, and whether the last
quarter is like the second one (the first warms up).
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING

from openpyxl import load_workbook

from dashboards.components.sql_job import SCREEN_LIMITS
from pipeline.asking.questions.faults import QuestionError
from pipeline.asking.sandbox_process import GuardedQuestion
from pipeline.support.settings import PROJECT
from tests.benchmarks.sessions import Session, open_session, think
from tests.browser.screens import start_dashboard

if TYPE_CHECKING:
    from collections.abc import Sequence

_MINUTE = 60.0
_PAGE_BYTES = 4096
# How much more than the second quarter the last one may have and still count as flat.
_FLAT = {"memory": 1.15, "files": 1.2, "latency": 1.5}


@dataclass
class Minute:
    """What was measured in one minute."""

    times: list[float] = field(default_factory=list)
    faults: int = 0
    memory_mb: float = 0
    files: int = 0
    builds: int = 0


class Builder(threading.Thread):
    """Builds every minute, each time with another value in a plan."""

    def __init__(self, raw: Path, marts: Path, minutes: list[Minute]) -> None:
        super().__init__(daemon=True)
        self._raw, self._marts, self._minutes = raw, marts, minutes
        self.ends = threading.Event()

    def run(self) -> None:
        """Until ``ends`` is set."""
        number = 0
        while not self.ends.wait(_MINUTE):
            number += 1
            _change_plan(self._raw, 50 + number % 40)
            done = subprocess.run(
                [sys.executable, "-m", "pipeline", "build", "--raw", str(self._raw),
                 "--marts", str(self._marts)],
                check=False, capture_output=True,
            )  # fmt: skip
            if done.returncode == 0 and self._minutes:
                self._minutes[-1].builds += 1


# What a heavy question is: time, memory, a long list, a large sort.
_HEAVY = (
    "select count(*) from range(1000000) a, range(1000000) b",
    "select list_sum(range(400000000))",
    "select * from range(40000000) order by hash(range) desc",
    "select levenshtein(repeat('a', 200000), repeat('b', 200000))",
)


def _ask_heavily(marts: Path, number: int, ends: float) -> None:
    """Ask one heavy question after another, within the limits of the screens."""
    while time.monotonic() < ends:
        with (
            contextlib.suppress(QuestionError),
            GuardedQuestion((marts / "current").resolve(), SCREEN_LIMITS) as question,
        ):
            question.ask(_HEAVY[number % len(_HEAVY)])


def _change_plan(raw: Path, value: int) -> None:
    path = raw / "plans" / "minh-duc-2025.xlsx"
    book = load_workbook(path)
    sheet = book["Chỉ tiêu"]
    column = [cell.value for cell in sheet[1]].index("Giá trị")
    for row in sheet.iter_rows(min_row=2):
        if isinstance(row[column].value, int | float):
            row[column].value = value
            break
    book.save(path)


async def _use(address: str, minutes: list[Minute], ends: float) -> None:
    async with open_session(address) as socket:
        session = Session(socket)
        await session.run()
        while time.monotonic() < ends:
            await asyncio.sleep(think())
            try:
                taken = await session.run(session.choose())
            except (OSError, RuntimeError):
                minutes[-1].faults += 1
                return
            minutes[-1].times.append(taken)
            minutes[-1].faults += session.faults
            session.faults = 0


def _measure(pid: int, minute: Minute) -> None:
    minute.memory_mb = int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE_BYTES / 2**20
    minute.files = len(list(Path(f"/proc/{pid}/fd").iterdir()))


async def _watch(pid: int, minutes: list[Minute], ends: float) -> None:
    while time.monotonic() < ends:
        await asyncio.sleep(min(_MINUTE, max(0.1, ends - time.monotonic())))
        _measure(pid, minutes[-1])
        last = minutes[-1]
        slow = quantiles(last.times, n=20)[-1] if len(last.times) > 1 else 0
        print(
            f"phút {len(minutes):>3}: {len(last.times):>5} lượt, trung vị "
            f"{1000 * median(last.times or [0]):5.0f} ms, p95 {1000 * slow:6.0f} ms, bộ nhớ "
            f"{last.memory_mb:6.0f} MB, tệp mở {last.files:>4}, bản dựng {last.builds}, "
            f"lỗi {last.faults}",
            flush=True,
        )
        minutes.append(Minute())


def _judge(minutes: Sequence[Minute]) -> int:
    """Print whether memory, files and latency stayed flat; exit code."""
    whole = [minute for minute in minutes if minute.times and minute.memory_mb]
    quarter = max(1, len(whole) // 4)
    early, late = whole[quarter : 2 * quarter] or whole[:1], whole[-quarter:]
    measures = {
        "memory": lambda part: median(m.memory_mb for m in part),
        "files": lambda part: median(m.files for m in part),
        "latency": lambda part: median(median(m.times) for m in part),
    }
    failed = sum(minute.faults for minute in whole)
    print(f"lỗi trang: {failed}")
    code = int(failed > 0)
    for name, measure in measures.items():
        ratio = measure(late) / max(measure(early), 1e-9)
        flat = ratio <= _FLAT[name]
        code |= int(not flat)
        print(f"{name}: cuối / đầu = {ratio:.2f} ({'phẳng' if flat else 'TĂNG'})")
    return code


def main() -> int:
    """Serve a copy of the committed folder, use it and build into it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--sessions", type=int, default=20)
    parser.add_argument("--no-builds", action="store_true")
    parser.add_argument("--heavy", type=int, default=0, help="heavy questions asked at once")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        raw, marts = Path(name) / "raw", Path(name) / "marts"
        subprocess.run(
            [sys.executable, "-m", "pipeline", "sample", "--demo", "--out", str(raw)],
            check=True, cwd=PROJECT,
        )  # fmt: skip
        subprocess.run(
            [sys.executable, "-m", "pipeline", "build", "--raw", str(raw), "--marts", str(marts)],
            check=True, capture_output=True,
        )  # fmt: skip
        address, process = start_dashboard(marts, raw)
        minutes = [Minute()]
        builder = Builder(raw, marts, minutes)
        if not asked.no_builds:
            builder.start()
        ends = time.monotonic() + asked.minutes * _MINUTE
        for number in range(asked.heavy):
            threading.Thread(
                target=_ask_heavily, args=(marts, number, ends), daemon=True
            ).start()  # fmt: skip

        async def use_all() -> None:
            users = (_use(address, minutes, ends) for _ in range(asked.sessions))
            await asyncio.gather(_watch(process.pid, minutes, ends), *users)

        try:
            asyncio.run(use_all())
        finally:
            builder.ends.set()
            process.terminate()
            process.wait(10)
            if builder.is_alive():
                builder.join(60)
            for path in marts.rglob("*"):
                path.chmod(0o755)
            shutil.rmtree(marts, ignore_errors=True)
    return _judge(minutes)


if __name__ == "__main__":
    sys.exit(main())
