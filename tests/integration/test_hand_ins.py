"""Files handed in: stored, built and undone; whatever goes wrong, everything is as it was."""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import duckdb
import pytest

from pipeline.building.build import build
from pipeline.handins.foretell import foretell_apart
from pipeline.handins.identify import identify_file
from pipeline.handins.journal import find_last, read_journal
from pipeline.handins.run import hand_in, name_hand_in, recover, undo_last
from pipeline.handins.sidecar_text import write_plan_sidecar
from pipeline.handins.state import (
    HandInState,
    StateReporter,
    find_start,
    read_state,
    write_state,
)
from pipeline.handins.store import HandedFile, tidy_name
from pipeline.inputs.entries import HAND_INS
from pipeline.progress.own_form import MAPPINGS, RowTarget, write_mapping
from pipeline.publish.builds import DATABASE, find_current_build
from pipeline.support.console import LineReporter
from pipeline.support.settings import PROJECT

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow
DAY = dt.date(2025, 10, 2)
RESULTS = (
    "Mã đơn vị;Mã chỉ số;Ngày số liệu;Giá trị;Đơn vị tính;Loại số liệu\n"
    "VN63-80-SNV;ADMIN_SATISFACTION_SHARE;30/06/2025;{value};%;tự báo cáo\n"
)
PLAN = """ỦY BAN NHÂN DÂN
XÃ ĐÔNG THÀNH

Số: 12/KH-UBND\tĐông Thành, ngày 09 tháng 01 năm 2026

KẾ HOẠCH
Cải cách hành chính năm 2026 của xã Đông Thành

I. MỤC TIÊU
- Ít nhất 97% hồ sơ thủ tục hành chính được giải quyết đúng hạn.
"""


@pytest.fixture
def mine(office):
    """An office with one plan, built."""
    shutil.copy(
        PROJECT / "data" / "raw" / "plans" / "so-noi-vu-long-an-2025.xlsx", office.raw / "plans"
    )
    build(office, LineReporter())
    return office


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def list_raw(settings) -> dict[str, bytes]:
    """Every file that a build could read."""
    return {
        p.relative_to(settings.raw).as_posix(): p.read_bytes()
        for p in settings.raw.rglob("*")
        if p.is_file() and HAND_INS not in p.parts
    }


def ask(settings, query):
    with duckdb.connect(find_current_build(settings) / DATABASE, read_only=True) as connection:
        return connection.sql(query).fetchall()


def undo_newest(settings, by):
    last = find_last(settings.raw)
    return undo_last(settings, by, last[0].hand_in_id if last else "")


def results(tmp_path, value="91", name="kết quả.csv") -> HandedFile:
    return HandedFile(write(tmp_path, name, RESULTS.format(value=value)), name, "progress", DAY)


def test_a_report_is_stored_built_noted_and_undone(mine, tmp_path):
    before = list_raw(mine)
    first = find_current_build(mine).name
    state = hand_in(mine, [results(tmp_path)], "Lan")
    assert state.step == "published"
    assert set(list_raw(mine)) - set(before) == {"progress/2025-10-02/kết quả.csv"}
    assert ask(mine, "select value, received_on::varchar from fct_progress") == [
        (91.0, "2025-10-02")
    ]
    (entry,) = find_last(mine.raw)
    assert (entry.by, entry.file, entry.build_id) == (
        "Lan", "progress/2025-10-02/kết quả.csv", state.build_id,
    )  # fmt: skip
    undone = undo_newest(mine, "Hoa")
    assert undone.step == "published"
    assert list_raw(mine) == before
    assert find_last(mine.raw) == []
    assert [e.action for e in read_journal(mine.raw)] == ["add", "undo"]
    assert ask(mine, "select count(*) from fct_progress") == [(0,)]
    assert find_current_build(mine).name != first
    assert undo_newest(mine, "Hoa").step == "failed", "there is nothing more to undo"


def test_the_same_content_is_handed_in_once(mine, tmp_path):
    assert hand_in(mine, [results(tmp_path)], "Lan").step == "published"
    before = list_raw(mine)
    again = hand_in(mine, [results(tmp_path, name="tên khác.csv")], "Lan")
    assert again.step == "failed"
    assert "progress/2025-10-02/kết quả.csv" in again.message
    assert list_raw(mine) == before


def test_a_newer_file_of_one_name_replaces_and_the_older_comes_back(mine, tmp_path):
    hand_in(mine, [results(tmp_path, "91")], "Lan")
    before = list_raw(mine)
    assert hand_in(mine, [results(tmp_path, "93")], "Lan").step == "published"
    assert ask(mine, "select value from fct_progress") == [(93.0,)]
    assert undo_newest(mine, "Lan").step == "published"
    assert list_raw(mine) == before
    assert ask(mine, "select value from fct_progress") == [(91.0,)]


def test_a_build_that_fails_leaves_everything_as_it_was(mine, tmp_path, monkeypatch):
    before, current = list_raw(mine), find_current_build(mine)

    def fail(*_, **__):
        raise OSError(28, "hết chỗ trên đĩa")

    monkeypatch.setattr("pipeline.handins.run.build", fail)
    state = hand_in(mine, [results(tmp_path)], "Lan")
    assert state.step == "failed"
    assert "hết chỗ" in state.message
    assert list_raw(mine) == before
    assert find_current_build(mine) == current
    assert read_journal(mine.raw) == []


def test_a_bad_file_among_good_ones_is_told(mine, tmp_path):
    bad = HandedFile(write(tmp_path, "hỏng.xlsx", "không phải xlsx"), "hỏng.xlsx", "progress", DAY)
    state = hand_in(mine, [bad, results(tmp_path)], "Lan")
    assert state.step == "published"
    assert state.unused == ["progress/2025-10-02/hỏng.xlsx"]
    assert ask(mine, "select count(*) from fct_progress") == [(1,)]


def start(settings, path: Path) -> subprocess.Popen:
    return subprocess.Popen(
        [
            sys.executable, "-m", "pipeline", "add", str(path), "--received", "2025-10-02",
            "--by", "Lan", "--raw", str(settings.raw), "--marts", str(settings.marts),
        ],
        cwd=PROJECT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def wait_until_stored(settings, name: str) -> None:
    limit = time.monotonic() + 60
    while not (settings.raw / name).exists():
        assert time.monotonic() < limit
        time.sleep(0.005)


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGKILL])
def test_one_that_is_stopped_in_the_middle_leaves_nothing(mine, tmp_path, sign):
    before, current = list_raw(mine), find_current_build(mine)
    process = start(mine, write(tmp_path, "kq.csv", RESULTS.format(value=88)))
    wait_until_stored(mine, "progress/2025-10-02/kq.csv")
    os.kill(process.pid, sign)
    process.wait(60)
    if sign == signal.SIGKILL:
        # Nobody could tidy up; whoever comes next does.
        assert recover(mine) == ["progress/2025-10-02/kq.csv"]
    assert list_raw(mine) == before
    assert find_current_build(mine) == current
    states = [read_state(mine, p.stem) for p in (mine.marts / "hand-ins").glob("*.json")]
    assert [s.step for s in states if s] == ["cancelled" if sign == signal.SIGTERM else "failed"]


def test_two_at_once_wait_for_each_other(mine, tmp_path):
    one = start(mine, write(tmp_path, "một.csv", RESULTS.format(value=88)))
    other = start(mine, write(tmp_path, "hai.csv", RESULTS.format(value=90)))
    assert (one.wait(120), other.wait(120)) == (0, 0)
    assert {"progress/2025-10-02/một.csv", "progress/2025-10-02/hai.csv"} <= set(list_raw(mine))
    files = [e.file for e in read_journal(mine.raw)]
    assert sorted(files) == ["progress/2025-10-02/hai.csv", "progress/2025-10-02/một.csv"]


def test_a_preview_says_what_would_change_and_changes_nothing(mine, tmp_path):
    before, current = list_raw(mine), find_current_build(mine)
    told = foretell_apart(mine, [results(tmp_path)])
    assert list_raw(mine) == before
    assert find_current_build(mine) == current
    (file,) = told["files"]
    assert (file["rows_loaded"], file["rows_rejected"], file["is_loaded"]) == (1, 0, True)
    (verdict,) = [c for c in told["changes"] if c["what"] == "verdict"]
    assert verdict["values_before"]["actual"] is None
    assert verdict["values_after"]["actual"] == 91.0
    assert "hài lòng" in verdict["name"]


def test_a_preview_of_a_plan_shows_the_indicator_of_each_target(mine, tmp_path):
    plan = HandedFile(write(tmp_path, "xa.txt", PLAN), "xa.txt", "plans")
    (file,) = foretell_apart(mine, [plan])["files"]
    assert [(t["value"], t["indicator_code"]) for t in file["targets"]] == [
        (97.0, "TTHC_ON_TIME_SHARE")
    ]


def test_what_only_a_person_can_say_goes_into_the_sidecar(mine, tmp_path):
    path = write(tmp_path, "xa.txt", PLAN)
    assert identify_file(path, mine).asks == ("unit",)
    handed = HandedFile(path, "xa.txt", "plans", sidecar=write_plan_sidecar("VN34-14"))
    assert hand_in(mine, [handed], "Lan").step == "published"
    assert ask(mine, "select unit_code from dim_plan where plan_code = 'xa'") == [("VN34-14",)]
    assert undo_newest(mine, "Lan").step == "published"
    assert not (mine.raw / "plans" / "xa.txt.meta.toml").exists()


@pytest.mark.parametrize(
    ("name", "text", "folder", "certainty"),
    [
        ("kq.csv", RESULTS.format(value=91), "progress", "sure"),
        ("xa.txt", PLAN, "plans", "likely"),
        ("thư.txt", "Kính gửi các đồng chí.", None, "unknown"),
        (
            "đv.csv",
            "Mã đơn vị;Tên đơn vị;Loại đơn vị;Địa giới;Mã tỉnh\nX;Xã X;xã;34;80\n",
            "units",
            "sure",
        ),
    ],
)
def test_a_file_says_what_it_is(mine, tmp_path, name, text, folder, certainty):
    identity = identify_file(write(tmp_path, name, text), mine)
    assert (identity.folder, identity.certainty) == (folder, certainty)


@pytest.mark.parametrize(
    ("name", "tidy"),
    [
        ("../../etc/passwd.csv", "passwd.csv"),
        ("C:\\Tài liệu\\Báo cáo.XLSX", "Báo cáo.xlsx"),
        (".meta.toml", "meta.toml"),
        ("a" * 300 + ".csv", "a" * 120 + ".csv"),
        ("báo\ncáo?.docx", "báo cáo.docx"),
    ],
)
def test_a_name_cannot_lead_out_of_its_folder(name, tidy):
    assert tidy_name(name) == tidy


def test_names_of_hand_ins_stand_in_order_of_time():
    names = [name_hand_in() for _ in range(3)]
    assert names == sorted(names)


def test_a_form_of_the_office_is_mapped_once_and_undone_with_its_report(mine, tmp_path):
    def write_form(name: str, day: str, value: str) -> Path:
        head = f"STT;Nội dung chỉ tiêu;Kết quả đến {day}"
        return write(tmp_path, name, f"{head}\n1;Người dân hài lòng về phục vụ;{value}\n")

    first = write_form("tuần 1.csv", "30/9/2025", "91%")
    assert identify_file(first, mine).certainty != "sure"
    text = write_mapping(
        "Báo cáo tuần",
        ["STT", "Nội dung chỉ tiêu", "Kết quả đến 30/9/2025"],
        {"words": "Nội dung chỉ tiêu", "value": "Kết quả đến 30/9/2025"},
        "so-noi-vu-long-an-2025",
        "VN63-80-SNV",
        {"Người dân hài lòng về phục vụ": RowTarget("ADMIN_SATISFACTION_SHARE")},
    )
    mapping = HandedFile(write(tmp_path, "Báo cáo tuần.toml", text), "Báo cáo tuần.toml", MAPPINGS)
    report = HandedFile(first, first.name, "progress", DAY)
    told = foretell_apart(mine, [mapping, report])
    assert [(f["given"], f["rows_loaded"]) for f in told["files"]] == [("tuần 1.csv", 1)]
    before = list_raw(mine)
    assert hand_in(mine, [mapping, report], "Lan").step == "published"
    assert ask(mine, "select value, as_of_date::varchar from fct_progress") == [
        (91.0, "2025-09-30")
    ]
    # The next week's file asks nothing.
    second = write_form("tuần 2.csv", "07/10/2025", "92%")
    assert identify_file(second, mine).layout == "own_form"
    assert identify_file(second, mine).certainty == "sure"
    later = HandedFile(second, second.name, "progress", dt.date(2025, 10, 9))
    assert hand_in(mine, [later], "Lan").step == "published"
    assert ask(mine, "select value from fct_progress order by as_of_date") == [(91.0,), (92.0,)]
    assert undo_newest(mine, "Lan").step == "published"
    assert undo_newest(mine, "Lan").step == "published"
    assert list_raw(mine) == before, "the mapping went with the report that brought it"


def test_two_files_of_one_name_lose_nothing(mine, tmp_path):
    (tmp_path / "khác").mkdir()
    other = HandedFile(
        write(tmp_path / "khác", "kết quả.csv", RESULTS.format(value=70)),
        "kết quả.csv", "progress", DAY,
    )  # fmt: skip
    refused = hand_in(mine, [results(tmp_path), other], "Lan")
    assert refused.step == "failed"
    assert "cùng tên" in refused.message
    # On two days they have two places, and both come back.
    other = dataclasses.replace(other, received_on=dt.date(2025, 10, 9))
    assert hand_in(mine, [results(tmp_path), other], "Lan").step == "published"
    assert undo_newest(mine, "Lan").step == "published"
    kept = sorted(p.read_text() for p in (mine.raw / HAND_INS).rglob("kết quả.csv"))
    assert kept == [RESULTS.format(value=70), RESULTS.format(value=91)]


def test_what_was_said_of_a_file_is_not_said_of_the_next_of_its_name(mine, tmp_path):
    first = write(tmp_path, "xa.txt", PLAN)
    said = HandedFile(first, "xa.txt", "plans", sidecar=write_plan_sidecar("VN34-14"))
    hand_in(mine, [said], "Lan")
    first.write_text(PLAN.replace("97%", "96%"), encoding="utf-8")
    assert hand_in(mine, [HandedFile(first, "xa.txt", "plans")], "Lan").step == "published"
    assert ask(mine, "select unit_code from dim_plan where plan_code = 'xa'") == [(None,)]
    assert undo_newest(mine, "Lan").step == "published"
    assert ask(mine, "select unit_code from dim_plan where plan_code = 'xa'") == [("VN34-14",)]


def test_an_undoing_that_fails_brings_everything_back(mine, tmp_path, monkeypatch):
    hand_in(mine, [results(tmp_path)], "Lan")
    before = list_raw(mine)

    def fail(*_, **__):
        raise OSError(28, "hết chỗ trên đĩa")

    monkeypatch.setattr("pipeline.handins.run.build", fail)
    assert undo_newest(mine, "Lan").step == "failed"
    assert list_raw(mine) == before
    monkeypatch.setattr("pipeline.handins.store.find_sidecar", fail)
    assert undo_newest(mine, "Lan").step == "failed"
    monkeypatch.undo()
    assert list_raw(mine) == before
    assert find_last(mine.raw), "it can still be undone"


def test_one_that_waits_and_is_stopped_takes_nothing_from_the_one_at_work(mine, tmp_path):
    one = start(mine, write(tmp_path, "một.csv", RESULTS.format(value=88)))
    wait_until_stored(mine, "progress/2025-10-02/một.csv")
    other = start(mine, write(tmp_path, "hai.csv", RESULTS.format(value=90)))
    time.sleep(1.0)
    other.terminate()
    assert one.wait(120) == 0
    other.wait(60)
    assert "progress/2025-10-02/một.csv" in list_raw(mine)


def test_a_fault_nobody_thought_of_is_taken_back_and_told(mine, tmp_path, monkeypatch):
    before = list_raw(mine)

    def fail(*_, **__):
        raise RuntimeError("x")

    monkeypatch.setattr("pipeline.handins.run.build", fail)
    with pytest.raises(RuntimeError):
        hand_in(mine, [results(tmp_path)], "Lan", "tên")
    assert list_raw(mine) == before
    assert read_state(mine, "tên").step == "failed"


def test_a_state_of_another_process_with_the_same_number_is_over(mine):
    state = HandInState("x", "running", "add", "Lan", "2025", pid=os.getpid(), started="1")
    write_state(mine, state)
    assert read_state(mine, "x").step == "failed"
    write_state(mine, dataclasses.replace(state, started=find_start(os.getpid())))
    assert read_state(mine, "x").step == "running"


def test_a_preview_takes_each_report_on_its_own_day(mine, tmp_path):
    first = results(tmp_path, "91")
    second = write(tmp_path, "tháng 10.csv", RESULTS.format(value=92))
    later = HandedFile(second, "tháng 10.csv", "progress", dt.date(2025, 11, 5))
    told = foretell_apart(mine, [first, later])
    assert [f["file"] for f in told["files"]] == [
        "progress/2025-10-02/kết quả.csv", "progress/2025-11-05/tháng 10.csv",
    ]  # fmt: skip


def test_stages_may_be_told_from_many_threads(office, monkeypatch):
    state = HandInState("x", "running", "add", "Lan", "2025")
    reporter = StateReporter(office, state)
    monkeypatch.setattr(reporter, "_PAUSE", 0.0)

    def work(_):
        for _ in range(200):
            reporter.advance()

    with reporter.stage("dựng", 1600), ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    assert reporter.state.done == 1600
    assert [p.name for p in (office.marts / "hand-ins").iterdir()] == ["x.json"]


def test_a_build_leaves_nothing_in_the_raw_folder(mine):
    assert not (mine.raw / HAND_INS).exists()
    assert recover(mine) == []
    assert not (mine.raw / HAND_INS).exists()
