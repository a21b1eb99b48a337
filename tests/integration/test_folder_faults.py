"""A full or unwritable folder of builds is one sentence that names the folder."""

from __future__ import annotations

import subprocess
import sys

import pytest

from pipeline.publish.folders import find_fault
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
