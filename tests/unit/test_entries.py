"""Every entry of the raw folder is named with its state; nothing is passed over."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline.inputs.entries import list_raw_files

ROWS = "Mã đơn vị;Mã chỉ số;Ngày số liệu;Giá trị\n"


@pytest.fixture
def raw(tmp_path):
    for folder in ("plans", "progress", "units", "reviews"):
        (tmp_path / "raw" / folder).mkdir(parents=True)
    return tmp_path / "raw"


def states(raw):
    return {f.name: f.state for f in list_raw_files(raw)}


def test_what_is_no_readable_file_is_named_with_its_state(raw, tmp_path):
    outside = tmp_path / "ngoai.csv"
    outside.write_text(ROWS, encoding="utf-8")
    (raw / "plans" / "tot.csv").write_text(ROWS, encoding="utf-8")
    (raw / "plans" / "hong.xlsx").symlink_to(raw / "plans" / "khong-co.xlsx")
    (raw / "plans" / "ngoai.csv").symlink_to(outside)
    (raw / "plans" / "trong.csv").symlink_to(raw / "plans" / "tot.csv")
    (raw / "plans" / "thu-muc").symlink_to(raw / "progress")
    os.mkfifo(raw / "progress" / "ong.csv")
    (raw / "progress" / "bang.xlsx").mkdir()
    (raw / "progress" / "bang.xlsx" / "ben-trong.csv").write_text(ROWS, encoding="utf-8")
    (raw / "progress" / ".an.xlsx").write_bytes(b"x")
    (raw / "progress" / "~$dang-mo.xlsx").write_bytes(b"x")
    (raw / "ghi-chu.docx").write_bytes(b"x")
    (raw / "khac").mkdir()
    (raw / "khac" / "bao-cao.xlsx").write_bytes(b"x")
    assert states(raw) == {
        "plans/hong.xlsx": "broken_link",
        "plans/ngoai.csv": "outside_link",
        "plans/thu-muc": "linked_folder",
        "plans/tot.csv": "readable",
        "plans/trong.csv": "readable",
        "progress/.an.xlsx": "hidden",
        "progress/bang.xlsx": "folder_named_file",
        "progress/bang.xlsx/ben-trong.csv": "readable",
        "progress/ong.csv": "no_file",
        "ghi-chu.docx": "unknown_folder",
        "khac/bao-cao.xlsx": "unknown_folder",
    }


def test_a_folder_that_is_a_link_out_is_refused(raw, tmp_path):
    (tmp_path / "nha").mkdir()
    (tmp_path / "nha" / "a.csv").write_text(ROWS, encoding="utf-8")
    (raw / "units").rmdir()
    (raw / "units").symlink_to(tmp_path / "nha")
    assert states(raw) == {"units": "outside_link"}


def test_a_name_that_is_no_utf8_is_shown_and_not_read(raw):
    path = os.fsencode(raw / "plans") + b"/k\xe1\xba-2025.csv"
    with open(path, "wb") as file:  # noqa: PTH123 (a name of bytes)
        file.write(b"x")
    (entry,) = list_raw_files(raw)
    assert (entry.name, entry.state) == ("plans/k\\xe1\\xba-2025.csv", "bad_name")
    assert "Unicode" in entry.describe_state().remedy


def test_a_file_that_vanishes_while_it_is_listed_is_named(raw, monkeypatch):
    from pipeline.inputs import entries

    (raw / "plans" / "a.csv").write_text(ROWS, encoding="utf-8")

    def vanish(path):
        path.unlink()
        return path.stat()

    monkeypatch.setattr(entries, "take_state", vanish)
    assert states(raw) == {"plans/a.csv": "vanished"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("received_on = ", "TOML"),
        ('received_on = "16/10/2025"', "«received_on» phải là ngày"),
        ("nhan_ngay = 2025-10-16", "mục lạ «nhan_ngay»"),
        ('data_kind = "chinh thuc"', "«chinh thuc» không có"),
        ('[plan]\nyear_from = "2025"', "«year_from» phải là số"),
        ("a = " + "[" * 5000, "TOML"),
    ],
)
def test_a_sidecar_is_checked_and_blamed_by_name(raw, text, words):
    (raw / "progress" / "a.csv").write_text(ROWS, encoding="utf-8")
    (raw / "progress" / "a.csv.meta.toml").write_text(text, encoding="utf-8")
    assert states(raw) == {
        "progress/a.csv": "readable",
        "progress/a.csv.meta.toml": "bad_sidecar",
    }
    problem = list_raw_files(raw)[1].describe_state()
    assert words in f"{problem.message} {problem.remedy}"


def test_a_good_sidecar_is_part_of_its_file(raw):
    (raw / "progress" / "a.csv").write_text(ROWS, encoding="utf-8")
    (raw / "progress" / "a.csv.meta.toml").write_text("received_on = 2025-10-16", encoding="utf-8")
    assert states(raw) == {"progress/a.csv": "readable"}


def test_a_sidecar_that_is_a_folder_and_one_without_its_file(raw):
    (raw / "progress" / "a.csv").write_text(ROWS, encoding="utf-8")
    (raw / "progress" / "a.csv.meta.toml").mkdir()
    (raw / "progress" / "b.csv.meta.toml").write_text("", encoding="utf-8")
    assert states(raw) == {
        "progress/a.csv": "readable",
        "progress/a.csv.meta.toml": "bad_sidecar",
        "progress/b.csv.meta.toml": "orphan_sidecar",
    }


def test_a_sidecar_that_cannot_be_read_stops_nothing(raw, monkeypatch):
    path = raw / "plans" / "a.txt"
    path.write_text("KẾ HOẠCH", encoding="utf-8")
    side = path.with_name("a.txt.meta.toml")
    side.write_text("[source]\n", encoding="utf-8")
    (entry,) = [e for e in list_raw_files(raw) if e.name == "plans/a.txt"]
    before = entry.cache_key

    def refuse(self):
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert entry.cache_key != before
