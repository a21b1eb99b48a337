"""A full or unwritable folder of builds is one sentence that names the folder."""

from __future__ import annotations

import dataclasses
import subprocess
import sys

import polars as pl
import pytest

from pipeline.building.build import build
from pipeline.publish.folders import MartsFolderError, find_fault
from pipeline.support.console import LineReporter
from pipeline.support.settings import PROJECT
from tests.plan_books import write_plan

pytestmark = pytest.mark.slow


def build_in(marts, raw, before=""):
    """Build in a mount namespace of its own, where the folder can be made small or read-only."""
    command = f"{sys.executable} -m pipeline build --raw '{raw}' --marts '{marts}'"
    done = subprocess.run(
        ["unshare", "--mount", "sh", "-c", f"{before}{command}"],
        cwd=PROJECT, capture_output=True, text=True,
    )  # fmt: skip
    if "unshare failed" in done.stderr or "mount:" in done.stderr:
        pytest.skip("máy này không cho tạo không gian gắn kết riêng")
    return done


@pytest.mark.parametrize(
    ("options", "words"),
    [("size=1m", "đã đầy"), ("size=9m", "đã đầy"), ("ro", "chỉ đọc")],
)
def test_a_full_or_read_only_folder_is_one_sentence(office, options, words):
    write_plan(office.raw / "plans" / "a.xlsx")
    office.marts.mkdir()
    before = f"mount -t tmpfs -o {options} tmpfs '{office.marts}' && "
    done = build_in(office.marts, office.raw, before)
    assert done.returncode == 1
    (sentence,) = [line for line in done.stdout.splitlines() if line.strip()]
    assert words in sentence
    assert str(office.marts) in sentence


def test_what_libraries_say_of_a_folder_is_understood(tmp_path):
    fault = find_fault(tmp_path, ["IO Error: Could not write: No space left on device"])
    assert fault is not None
    assert (fault.folder, fault.kind) == (tmp_path, "full")
    assert find_fault(tmp_path, ["Constraint Error: duplicate key"]) is None


@pytest.mark.parametrize("name", ["a[1]", "a?b", "a*"])
def test_a_folder_whose_name_is_a_pattern_is_refused(office, tmp_path, name):
    marts = dataclasses.replace(office, marts=tmp_path / name)
    with pytest.raises(MartsFolderError, match=r"có dấu \* \? \[ hoặc \]"):
        build(marts, LineReporter())
    assert not marts.marts.exists()


def test_a_raw_folder_whose_name_is_a_pattern_is_read(office, tmp_path):
    raw = dataclasses.replace(office, raw=tmp_path / "gốc [1]")
    (raw.raw / "plans").mkdir(parents=True)
    write_plan(raw.raw / "plans" / "kế hoạch [2] có?.xlsx")
    folder = raw.raw / "progress" / "2026-07-01"
    folder.mkdir(parents=True)
    pl.DataFrame({"a": [1]}).write_parquet(folder / "kết quả [3].parquet")
    report = build(raw, LineReporter())
    assert report.is_published
    loaded = {f["file_path"]: f["is_loaded"] for f in report.manifest.files}
    assert loaded == {
        "plans/kế hoạch [2] có?.xlsx": True,
        "progress/2026-07-01/kết quả [3].parquet": False,
    }
