"""Builders killed at any moment while readers ask without pause: never a wrong or empty answer.

``CCHC_KILLS`` says how many kills; docs/reliability.md names how often it was tried.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time

import duckdb
import pytest

from pipeline.building import build as building
from pipeline.building.build import build
from pipeline.publish.builds import DATABASE, find_current_build, list_builds
from pipeline.publish.manifest import compare_files, read_manifest
from pipeline.support.console import LineReporter
from pipeline.support.settings import Settings
from tests.plan_books import write_plan
from tests.whole_tables import read_all

pytestmark = pytest.mark.slow
KILLS = int(os.environ.get("CCHC_KILLS", "6"))
READERS = 8
QUESTION = "select count(*), min(value), max(value) from fct_target"
STAGES = ("Đọc tệp", "Nạp vào DuckDB", "Dựng bảng và kiểm thử", "Xuất Parquet")
# What may lie in a marts folder when no build is under way.
KNOWN = {"builds", "build.lock", "cache", "current", "dbt", "hashes.json"}


def write(settings, value):
    """A plan of three numbers that are one and the same, so that a mixed answer shows."""
    targets = [{"target_ref": str(n), "value": value, "indicator_code": None,
                "target_text": f"Chỉ tiêu {n}"} for n in range(1, 4)]  # fmt: skip
    write_plan(settings.raw / "plans" / "a.xlsx", targets=targets)


def start(settings):
    return subprocess.Popen(
        [sys.executable, "-m", "pipeline", "build", "--raw", str(settings.raw), "--marts",
         str(settings.marts)],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip


def find_cleft(answer):
    """What is wrong with an answer; empty where it is whole and of one build."""
    count, low, high = answer
    return "" if count == 3 and low == high else f"{answer}"


class Reader(threading.Thread):
    """Asks the current build again and again, of the database and of a Parquet file."""

    def __init__(self, settings, ends):
        super().__init__(daemon=True)
        self.settings, self.ends, self.faults, self.asked = settings, ends, [], 0

    def run(self):
        while not self.ends.is_set():
            try:
                folder = find_current_build(self.settings)
                assert folder is not None
                with duckdb.connect(folder / DATABASE, read_only=True) as connection:
                    answer = connection.execute(QUESTION).fetchall()[0]
                    parquet = QUESTION.replace("fct_target", f"'{folder}/fct_target.parquet'")
                    again = connection.execute(parquet).fetchall()[0]
                said = find_cleft(answer) or ("" if answer == again else f"{answer} {again}")
            except Exception as error:  # noqa: BLE001 (whatever it is, a reader met it)
                said = repr(error)
            self.asked += 1
            if said:
                self.faults.append(said)


def test_random_kills_with_readers_lose_nothing(office, tmp_path):
    rng = random.Random(8731)  # noqa: S311
    write(office, 40)
    started = time.monotonic()
    assert build(office, LineReporter()).is_published
    # The first build imports and reads what later ones know already.
    longest = max(2.0, time.monotonic() - started)
    ends = threading.Event()
    readers = [Reader(office, ends) for _ in range(READERS)]
    for reader in readers:
        reader.start()
    allowed, killed = {40}, 0
    try:
        for number in range(KILLS):
            write(office, 41 + number)
            allowed.add(41 + number)
            process = start(office)
            time.sleep(rng.uniform(0.05, longest))
            killed += process.poll() is None
            process.send_signal(signal.SIGKILL)
            process.communicate()
            folder = find_current_build(office)
            assert folder is not None
            assert compare_files(folder) == {}
            with duckdb.connect(folder / DATABASE, read_only=True) as connection:
                answer = connection.execute(QUESTION).fetchall()[0]
            assert find_cleft(answer) == ""
            assert answer[1] in allowed
    finally:
        ends.set()
        for reader in readers:
            reader.join(30)
    faults = [fault for reader in readers for fault in reader.faults]
    assert faults == [], f"{len(faults)} of {sum(r.asked for r in readers)} answers"
    assert sum(reader.asked for reader in readers) > 10 * KILLS
    assert killed, "a kill met a build"
    # The next build is the one that nobody disturbed.
    assert build(office, LineReporter(), force=True).is_published
    calm = Settings(raw=office.raw, marts=tmp_path / "calm", dbt_folder=office.dbt_folder)
    assert build(calm, LineReporter()).is_published
    assert read_all(office) == read_all(calm)
    assert {path.name for path in office.marts.iterdir()} <= KNOWN
    assert all(compare_files(folder) == {} for folder in list_builds(office))


@pytest.mark.parametrize("stage", STAGES)
def test_a_kill_at_each_step_leaves_the_build_before(office, stage):
    write(office, 40)
    before = build(office, LineReporter()).manifest
    write(office, 60)
    process = start(office)
    assert process.stderr is not None
    assert any(stage in line for line in process.stderr), stage
    process.send_signal(signal.SIGKILL)
    process.communicate()
    current = find_current_build(office)
    assert current is not None
    assert read_manifest(current) == before or stage == STAGES[-1]
    assert compare_files(current) == {}
    assert build(office, LineReporter()).is_published or read_manifest(current) != before


def test_two_builders_at_once_make_one_build_after_the_other(office):
    write(office, 40)
    assert build(office, LineReporter()).is_published
    write(office, 50)
    processes = [start(office) for _ in range(2)]
    codes = sorted(process.wait() for process in processes)
    for process in processes:
        assert process.stderr is not None
        process.stderr.close()
    # One builds; the other is told so, or finds nothing left to do.
    assert codes in ([0, 0], [0, 1])
    with duckdb.connect(find_current_build(office) / DATABASE, read_only=True) as connection:
        assert connection.execute(QUESTION).fetchall() == [(3, 50, 50)]


def test_a_clock_set_back_hides_and_removes_nothing_that_counts(office, monkeypatch):
    name = building._name_build
    few = Settings(raw=office.raw, marts=office.marts, keep_builds=2, dbt_folder=office.dbt_folder)
    for number in range(4):
        write(few, 40 + number)
        years = 3650 * (number == 3)
        monkeypatch.setattr(
            building, "_name_build",
            lambda fingerprint, now, back=years: name(
                fingerprint, now - building.dt.timedelta(days=back)
            ),
        )  # fmt: skip
        assert build(few, LineReporter()).is_published
        with duckdb.connect(find_current_build(few) / DATABASE, read_only=True) as connection:
            assert connection.execute(QUESTION).fetchall() == [(3, 40 + number, 40 + number)]
    assert find_current_build(few) in list_builds(few)
