"""A file whose reading ends in any way costs itself alone, by name and in Vietnamese."""

from __future__ import annotations

import os
import re
import signal

import polars as pl
import pytest

from pipeline.inputs import supervise
from pipeline.inputs.cache import CacheFolderError
from pipeline.inputs.entries import list_raw_files
from pipeline.inputs.supervise import read_files
from pipeline.support.problems import say_problem
from pipeline.support.settings import ReadLimits

pytestmark = pytest.mark.slow

HEADER = "Mã đơn vị;Mã chỉ số;Ngày số liệu;Giá trị\n"
ROW = "VN34-80;TTHC_ON_TIME_SHARE;01/03/2025;90\n"
# What a child does when the name of its file says so; run instead of pipeline.inputs.worker.
_BAD_CHILD = """
import os, signal, sys, time
from pipeline.inputs import worker
real = worker._serve
def serve(task):
    name = task["name"]
    if "treo" in name: time.sleep(60)
    if "chet" in name: os.kill(os.getpid(), signal.SIGSEGV)
    if "thoat" in name: os._exit(3)
    if "noi-bay" in name: return {"folder_name": "khong-co"}
    if "an-bo-nho" in name: x = bytearray(1 << 40)
    return real(task)
worker._serve = serve
worker.main()
"""


@pytest.fixture
def raw(tmp_path):
    folder = tmp_path / "raw" / "progress" / "2025-03-05"
    folder.mkdir(parents=True)
    return folder


def read(tmp_path, limits=None):
    files = list_raw_files(tmp_path / "raw")
    return {
        os.path.basename(c.raw.name): c  # noqa: PTH119 (a name, no path)
        for c in read_files(files, tmp_path / "cache", limits or ReadLimits())
    }


def rules(cached):
    return pl.read_parquet(cached.find_parquet("rejects"))["rule"].to_list()


def messages(cached):
    rejects = pl.read_parquet(cached.find_parquet("rejects"))
    return [text for row in rejects.to_dicts() for text in say_problem(row)]


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("treo", "too_slow"),
        ("chet", "reader_crashed"),
        ("thoat", "reader_crashed"),
        ("noi-bay", "reader_crashed"),
        ("an-bo-nho", "too_much_memory"),
    ],
)
def test_a_child_that_ends_costs_its_file_alone(raw, tmp_path, monkeypatch, name, rule):
    for stem in ("a", name, "z"):
        (raw / f"{stem}.csv").write_text(HEADER + ROW.replace("90", str(len(stem))), "utf-8")
    script = tmp_path / "child.py"
    script.write_text(_BAD_CHILD, "utf-8")
    real = supervise.subprocess.Popen

    def start(command, **options):
        environment = options["env"] | {"PYTHONPATH": str(supervise.PROJECT)}
        return real([command[0], str(script), command[3]], **(options | {"env": environment}))

    monkeypatch.setattr(supervise.subprocess, "Popen", start)
    found = read(tmp_path, ReadLimits(seconds=5))
    assert {n: c.summary["is_loaded"] for n, c in found.items()} == {
        "a.csv": True,
        f"{name}.csv": False,
        "z.csv": True,
    }
    assert rules(found[f"{name}.csv"]) == [rule]


def test_extremes_cost_a_row_and_never_a_library_sentence(raw, tmp_path):
    days = pl.Series([2**31 - 1, 20000], dtype=pl.Int32).cast(pl.Date)
    columns = {
        "unit_code": ["VN34-80"] * 2,
        "indicator_code": ["TTHC_ON_TIME_SHARE"] * 2,
        "value": [90.0, 91.0],
    }
    pl.DataFrame(columns | {"as_of_date": days}).write_parquet(raw / "ngay.parquet")
    lists = columns | {"as_of_date": ["01/03/2025"] * 2, "note": [["a"], ["b", "c"]]}
    pl.DataFrame(lists).write_parquet(raw / "danh-sach.parquet")
    structs = columns | {"as_of_date": ["01/03/2025"] * 2, "rank": [{"a": 1}, {"a": 2}]}
    pl.DataFrame(structs).write_parquet(raw / "cau-truc.parquet")
    ranked = HEADER.strip() + ";Thứ hạng\n" + ROW.strip()
    text = f"{ranked};1e20\n{ROW.strip()};{2**63}\n{ROW.strip()};100000000000000000000\n"
    text += f"{ROW.strip()};5\n"
    (raw / "lon.csv").write_text(text.replace("1e20", str(10**20)), "utf-8")
    wide = ";".join(f"cột {n}" for n in range(100_000))
    (raw / "rong.csv").write_text(wide + "\n" + wide + "\n", "utf-8")
    (raw / "dai.csv").write_text(HEADER + "x" * 200_000 + ";1;2;3\n", "utf-8")
    found = read(tmp_path)
    loaded = {n: c.summary["rows_loaded"] for n, c in found.items()}
    assert loaded["ngay.parquet"] == 1
    assert loaded["lon.csv"] == 1
    assert rules(found["lon.csv"]) == ["bad_integer"] * 3
    assert rules(found["rong.csv"]) == ["too_many_columns"]
    english = re.compile(
        r"\b(error|invalid|expected|failed|unsupported|cannot|larger than)\b", re.I
    )
    for cached in found.values():
        assert not [m for m in messages(cached) if english.search(m)]


def test_a_pdf_of_deep_arrays_is_named_in_vietnamese(tmp_path):
    folder = tmp_path / "raw" / "plans"
    folder.mkdir(parents=True)
    deep = b"[" * 200_000 + b"]" * 200_000
    (folder / "sau.pdf").write_bytes(
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R/X " + deep + b">>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    )
    found = read(tmp_path)["sau.pdf"]
    assert not found.summary["is_loaded"]
    assert not [m for m in messages(found) if re.search(r"recursion|error|depth", m, re.I)]


def test_a_folder_that_cannot_be_written_is_no_fault_of_the_file(raw, tmp_path):
    (raw / "a.csv").write_text(HEADER + ROW, "utf-8")
    (tmp_path / "cache").write_text("đây là tệp", "utf-8")
    with pytest.raises(CacheFolderError):
        read(tmp_path)


def test_a_child_is_gone_when_reading_is_over(raw, tmp_path, monkeypatch):
    started = []
    real = supervise.subprocess.Popen
    monkeypatch.setattr(
        supervise.subprocess, "Popen", lambda *a, **k: started.append(real(*a, **k)) or started[-1]
    )
    for number in range(8):
        (raw / f"{number}.csv").write_text(HEADER + ROW.replace("90", str(number)), "utf-8")
    assert all(c.summary["is_loaded"] for c in read(tmp_path).values())
    assert started
    assert {p.returncode for p in started} == {-signal.SIGKILL}
