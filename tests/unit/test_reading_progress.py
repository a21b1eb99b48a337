from __future__ import annotations

import datetime as dt

import pytest

from pipeline.inputs.reading import read_file

HEADER = "Mã đơn vị;Mã chỉ số;Ngày số liệu;Giá trị;Tử số;Mẫu số;Đơn vị tính;Lý do thiếu"
GOOD = "VN63-80;TTHC_ON_TIME_SHARE;30/06/2025;98,5;;;%;"


def read(tmp_path, *rows, folder="2025-07-03", header=HEADER, sidecar=None):
    path = tmp_path / folder / "ket-qua.csv"
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8-sig")
    if sidecar:
        path.with_name("ket-qua.csv.meta.toml").write_text(sidecar, encoding="utf-8")
    return read_file(path, "progress")


def test_a_reading_takes_its_receipt_from_the_folder(tmp_path):
    parsed = read(tmp_path, GOOD)
    row = parsed.frames["observations"].row(0, named=True)
    assert parsed.problems == []
    assert (row["value"], row["received_on"]) == (98.5, dt.date(2025, 7, 3))
    assert (row["data_kind"], row["source_row"]) == ("self_reported", 2)


def test_a_sidecar_beats_the_folder(tmp_path):
    sidecar = 'received_on = 2025-07-20\ndata_kind = "official"\ncitation = "Báo cáo 12/BC"\n'
    row = read(tmp_path, GOOD, sidecar=sidecar).frames["observations"].row(0, named=True)
    found = (row["received_on"], row["data_kind"], row["citation"])
    assert found == (dt.date(2025, 7, 20), "official", "Báo cáo 12/BC")


def test_a_broken_sidecar_stops_the_file(tmp_path):
    parsed = read(tmp_path, GOOD, sidecar="received_on 2025")
    assert [p.rule for p in parsed.problems] == ["bad_sidecar"]


def test_without_any_date_of_receipt_the_row_waits(tmp_path):
    parsed = read(tmp_path, GOOD, folder="khong-ngay")
    assert [p.rule for p in parsed.problems] == ["not_dated"]
    assert parsed.frames["observations"].height == 0


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        ("VN63-80;KHONG_CO;30/06/2025;98;;;%;", "unknown_indicator"),
        ("VN63-80;TTHC_ON_TIME_SHARE;30/06/2025;800;;;%;", "bad_percentage"),
        ("VN63-80;TTHC_ON_TIME_SHARE;30/06/2025;;;;%;", "nothing_reported"),
        ("VN63-80;TTHC_ON_TIME_SHARE;30/06/2025;98;;;%;không đọc được", "value_and_missing"),
        ("VN63-80;TTHC_ON_TIME_SHARE;30/06/2025;;8;10;%;không đọc được", "value_and_missing"),
        ("VN63-80;TTHC_ON_TIME_SHARE;30/07/2025;98;;;%;", "received_too_early"),
        ("VN63-80;TTHC_ON_TIME_SHARE;31/06/2025;98;;;%;", "bad_date"),
        (";TTHC_ON_TIME_SHARE;30/06/2025;98;;;%;", "missing_value"),
        ("VN63-80;TTHC_ON_TIME_SHARE;30/06/2025;;;;;vì mưa", "bad_choice"),
    ],
)
def test_bad_rows_are_rejected_one_by_one(tmp_path, row, rule):
    parsed = read(tmp_path, row, GOOD)
    assert [p.rule for p in parsed.problems] == [rule]
    assert parsed.problems[0].row_no == 2
    assert parsed.frames["observations"].height == 1


def test_a_missing_figure_with_its_reason_is_data(tmp_path):
    parsed = read(tmp_path, "VN63-80;TTHC_ON_TIME_SHARE;30/06/2025;;;;;chưa báo cáo")
    assert parsed.problems == []
    assert parsed.frames["observations"]["missing_reason"].to_list() == ["not_reported"]


def test_task_reports(tmp_path):
    header = "Mã kế hoạch;Số nhiệm vụ;Ngày số liệu;Trạng thái;Ngày hoàn thành;% hoàn thành"
    parsed = read(
        tmp_path,
        "long-an-2022;1,1;30/06/2022;Đã hoàn thành;15/06/2022;100",
        "long-an-2022;1.2;30/06/2022;đang làm;15/07/2022;50",
        "long-an-2022;1.3;30/06/2022;đang làm;;150",
        header=header,
    )
    assert sorted(p.rule for p in parsed.problems) == ["done_later_than_known", "out_of_range"]
    row = parsed.frames["task_statuses"].row(0, named=True)
    assert (row["task_ref"], row["status"]) == ("1.1", "done")
