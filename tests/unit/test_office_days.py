"""Days and numbers that name something, as offices and programs write them."""

from __future__ import annotations

import datetime as dt

import pytest

from pipeline.inputs.reading import read_file
from pipeline.tables.days import DayWriting, decide_order, read_day
from tests.report_books import (
    DIGIT,
    ONLINE,
    STATUS_HEADS,
    list_rules,
    observation,
    read_rows,
    write_book,
    write_csv,
)

DECEMBER = dt.date(2025, 12, 10)


@pytest.mark.parametrize(
    "text",
    [
        "10/12/2025", "2025-12-10", "2025-12-10 00:00:00", "2025-12-10T00:00:00",
        "10/12/2025 00:00",
        "10/12/2025 17h30", "Thứ Tư, 10/12/2025", "10.12.2025", "10-Dec-2025", "46001", "20251210",
        "10- 12-2025", "10 - 12 - 2025",
        "ngày 10 tháng 12 năm 2025", "2025-12-09T20:00:00Z", "2025-12-10T08:00:00+07:00",
    ],
)  # fmt: skip
def test_one_day_in_many_writings(text):
    assert read_day(text) == DECEMBER


@pytest.mark.parametrize(
    ("texts", "received", "order"),
    [
        (["03/28/2025", "12/10/2025"], None, "month_first"),
        (["28/03/2025", "12/10/2025"], None, "day_first"),
        (["28/03/2025", "03/28/2025"], None, "unknown"),
        (["12/10/2025"], dt.date(2025, 12, 20), "day_first"),
        # Day first it would be a day after the report came in.
        (["12/11/2025", "01/12/2025"], dt.date(2025, 11, 5), "day_first"),
        (["10/12/2025"], dt.date(2025, 10, 20), "month_first"),
    ],
)
def test_all_cells_decide_what_comes_first(texts, received, order):
    assert decide_order(texts, received) == order


def test_where_both_orders_are_proved_only_the_plain_days_are_read():
    writing = DayWriting("unknown")
    assert read_day("30/06/2025", writing) == dt.date(2025, 6, 30)
    assert read_day("09/15/2025", writing) == dt.date(2025, 9, 15)
    assert read_day("11/12/2025", writing) is None
    assert read_day("05/05/2025", writing) == dt.date(2025, 5, 5)


def test_month_first_files_are_read_month_first(tmp_path):
    days = ("03/28/2025", "06/30/2025", "12/10/2025", "09/12/2025")
    rows = [observation(v, day=d) for v, d in zip((41, 55, 83, 70), days, strict=True)]
    found = read_rows(write_csv(tmp_path, rows))
    assert [(r["as_of_date"].isoformat(), r["value"]) for r in found] == [
        ("2025-03-28", 41), ("2025-06-30", 55), ("2025-12-10", 83), ("2025-09-12", 70),
    ]  # fmt: skip


def test_rows_whose_day_may_be_two_are_named(tmp_path):
    days = ("30/06/2025", "09/15/2025", "11/12/2025")
    path = write_csv(tmp_path, [observation(60, day=d) for d in days])
    assert list_rules(read_file(path, "progress")) == [("ambiguous_date", 4)]


def test_a_workbook_that_counts_from_1904(tmp_path):
    rows = [
        observation(84, day=44539), observation(66, day=44508.375),
        # Cells that are days, and one that is a text, which no epoch moves.
        observation(61, day=dt.date(2025, 10, 7)),
        observation(60, day=dt.datetime(2025, 9, 30, 17, 30)),  # noqa: DTZ001
        observation(58, day="12/09/2025"),
    ]  # fmt: skip
    found = read_rows(write_book(tmp_path, rows, counts_from_1904=True))
    assert [r["as_of_date"] for r in found] == [
        DECEMBER, dt.date(2025, 11, 9), dt.date(2025, 10, 7), dt.date(2025, 9, 30),
        dt.date(2025, 9, 12),
    ]  # fmt: skip


def test_periods_that_excel_made_days_of(tmp_path):
    def change(sheet):
        for column, (day, form) in enumerate(
            [(dt.date(2025, 9, 1), "mm/yyyy"), (dt.date(2025, 10, 1), "mmm-yy"),
             (dt.date(2025, 11, 25), "d-mmm")], start=3,
        ):  # fmt: skip
            cell = sheet.cell(1, column, day)
            cell.number_format = form

    heads = ("Mã đơn vị", "Mã chỉ số", "a", "b", "c")
    path = write_book(tmp_path, [("VN34-80", ONLINE, 78, 83, 84)], heads, "Theo kỳ", change)
    found = read_rows(path)
    told = [(r["period_code"], r["value"]) for r in found]
    assert told == [("2025-09", 78), ("2025-10", 83), ("2025-11", 84)]
    # "25-Nov" may be a day: it is taken for November 2025, and that is said.
    assert list_rules(read_file(path, "progress")) == [("period_turned", None)]


def test_a_year_over_its_periods(tmp_path):
    def change(sheet):
        sheet.insert_rows(1)
        sheet["C1"] = "Năm 2025"
        sheet.merge_cells("C1:E1")

    heads = ("Mã đơn vị", "Mã chỉ số", "Quý I", "6 tháng", "Quý III")
    path = write_book(tmp_path, [("VN34-80", ONLINE, 61, 70, 83)], heads, "Theo kỳ", change)
    found = [(r["period_code"], r["value"]) for r in read_rows(path)]
    assert found == [("2025-Q1", 61), ("2025-H1", 70), ("2025-Q3", 83)]


def test_task_numbers_are_taken_as_shown(tmp_path):
    def change(sheet):
        sheet["B2"], sheet["B3"] = 1.1, 1.1
        sheet["B3"].number_format = "0.00"
        sheet["B4"] = dt.date(2025, 2, 1)
        sheet["B4"].number_format = "d-mmm"

    rows = [("long-an-2025", "x", "10/12/2025", "đang thực hiện", None)] * 3
    path = write_book(tmp_path, rows, STATUS_HEADS, "Tiến độ nhiệm vụ", change)
    found = read_rows(path, "task_statuses")
    assert [r["task_ref"] for r in found] == ["1.1", "1.10"]
    (problem,) = read_file(path, "progress").problems
    assert (problem.rule, problem.row_no) == ("ref_is_day", 4)
    assert "1-Feb" in problem.message
    assert "1-2" in problem.message


def test_a_day_in_a_csv_that_was_a_task_number(tmp_path):
    rows = [("long-an-2025", "05-Jun", "10/12/2025", "xong", None)]
    path = write_csv(tmp_path, rows, STATUS_HEADS)
    (problem,) = read_file(path, "progress").problems
    assert "5-6" in problem.message


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("đang thực hiện", "in_progress"), ("Chưa thực hiện", "not_started"),
        ("ĐÃ HOÀN THÀNH", "done"), ("hoàn thành trước hạn", "done"), ("Ðang làm", "in_progress"),
        ("đang triển khai", "in_progress"), ("tạm dừng", "paused"),
    ],
)  # fmt: skip
def test_status_words_in_use(tmp_path, word, status):
    path = write_csv(tmp_path, [("a-2025", "1", "10/12/2025", word, None)], STATUS_HEADS)
    assert [r["status"] for r in read_rows(path, "task_statuses")] == [status]


def test_letters_of_other_alphabets_and_line_breaks_of_unicode(tmp_path):
    heads = ("Mã ðơn vị", "Mã chỉ số", "Ngày số liệu", "Giá trị", "Ghi chú")
    rows = [
        ("VΝ34-80", ONLINE, "10/12/2025", 81, "một\u2028hai\u0085ba"),
        ("VN34\u200b-80", DIGIT, "10/12/2025", 78, "bốn"),
    ]
    found = read_rows(write_csv(tmp_path, rows, heads))
    assert [(r["unit_code"], r["value"]) for r in found] == [("VN34-80", 81), ("VN34-80", 78)]
