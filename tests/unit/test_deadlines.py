from __future__ import annotations

import calendar
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.plans.deadlines import read_deadlines
from pipeline.support.text import strip_marks
from tests.method_page import list_examples, show_deadline

EXAMPLES = [
    ("Quý II, III/2022", [("quarter", "2022-Q2"), ("quarter", "2022-Q3")]),
    ("Quý IV/2021, Quý I/2022", [("quarter", "2021-Q4"), ("quarter", "2022-Q1")]),
    ("Quý III-IV/2025", [("quarter", "2025-Q3"), ("quarter", "2025-Q4")]),
    ("Quý IV//2025", [("quarter", "2025-Q4")]),
    ("Quý II và quý IV/2025.", [("quarter", "2025-Q2"), ("quarter", "2025-Q4")]),
    ("- Quý I/2022 - Trước ngày 22/12/2022", [("quarter", "2022-Q1"), ("date", "2022-12-22")]),
    ("Tháng 01/2022", [("month", "2022-01")]),
    ("Trong năm (theo phân kỳ)", [("year", "2025")]),
    ("2021-2025", [("range", "2021/2025")]),
    ("2022", [("year", "2022")]),
    ("Thường xuyên", [("ongoing", None)]),
    ("Hàng năm", [("periodic", "year")]),
    ("Quý 1 hàng năm", [("periodic", "year")]),
    ("Báo cáo định kỳ theo quý, năm", [("periodic", "quarter"), ("periodic", "year")]),
    ("Báo cáo định kỳ theo quy định", [("periodic", None)]),
    ("Theo quy định", [("unknown", None)]),
    ("Đã hoàn thành", []),
    ("Sau khi Trung ương công bố", [("conditional", "Sau khi Trung ương công bố")]),
    (
        "Năm 2022 (khi có hướng dẫn của Trung ương).",
        [("year", "2022"), ("conditional", "khi có hướng dẫn của Trung ương")],
    ),
    ("Thông tư 02/2017/TT-VPCP", [("unknown", None)]),
    ("Tháng 6 năm 2025", [("month", "2025-06")]),
    ("Tháng 5, 6/2025", [("month", "2025-05"), ("month", "2025-06")]),
    ("Trước ngày 15 tháng 12 năm 2025", [("date", "2025-12-15")]),
    ("31.12.2025", [("date", "2025-12-31")]),
    ("6 tháng đầu năm 2025", [("range", "2025-01/2025-06")]),
    ("6 tháng cuối năm", [("range", "2025-07/2025-12")]),
    ("Quý III, năm 2025", [("quarter", "2025-Q3")]),
    ("Quý I + II/2025", [("quarter", "2025-Q1"), ("quarter", "2025-Q2")]),
    ("Từ tháng 3 đến tháng 11/2025", [("range", "2025-03/2025-11")]),
    ("Tháng 4 - 6/2025", [("range", "2025-04/2025-06")]),
    ("Tháng 4-6/2025", [("range", "2025-04/2025-06")]),
    ("4-6/2025", [("range", "2025-04/2025-06")]),
    ("Tháng 3-5", [("range", "2025-03/2025-05")]),
    ("15-6/2025", [("date", "2025-06-15")]),
    ("Trước 12-6/2025", [("date", "2025-06-12")]),
    ("Trước 10-11/2025", [("range", "2025-10/2025-11")]),
    ("Ngày 10-11/2025", [("date", "2025-11-10")]),
    ("Tháng 3-5.", [("range", "2025-03/2025-05")]),
    ("Tháng 3-5, 9", [("range", "2025-03/2025-05"), ("unknown", None)]),
    ("Tháng 3-5 năm sau", [("unknown", None)]),
    ("15/3, 15/6 và 15/12/2025", [("date", f"2025-{m:02}-15") for m in (3, 6, 12)]),
    ("20/12, 20/1/2026", [("date", "2025-12-20"), ("date", "2026-01-20")]),
    ("31/2 và 20/12/2025", [("unknown", None), ("date", "2025-12-20")]),
    ("Từ 01/3 đến 15/5/2025", [("range", "2025-03-01/2025-05-15")]),
    ("Tháng 6, cuối năm", [("year", "2025"), ("unknown", None)]),
    ("31/12 hoặc cuối năm", [("year", "2025"), ("unknown", None)]),
    ("Cuối năm học", [("unknown", None)]),
    ("Báo cáo cuối năm trước", [("unknown", None)]),
    ("Kế hoạch số 15/9/25", [("unknown", None)]),
    ("20/6 và 20/12/2025", [("date", "2025-06-20"), ("date", "2025-12-20")]),
    ("Hạn: 6/2025 và 12/2026", [("month", "2025-06"), ("month", "2026-12")]),
    ("15/9/25", [("date", "2025-09-15")]),
    ("15/9/31", [("unknown", None)]),
    ("Cuối năm", [("year", "2025")]),
    ("Tháng 9", [("month", "2025-09")]),
    ("T6/2025", [("month", "2025-06")]),
    ("Trước ngày 31/10", [("date", "2025-10-31")]),
    ("Q.II/2025", [("quarter", "2025-Q2")]),
    ("Quý IV hằng năm", [("periodic", "year")]),
    ("Hàng tháng, quý", [("periodic", "month"), ("periodic", "quarter")]),
    ("Cả năm", [("year", "2025")]),
    ("Từ Quý II đến Quý IV/2025", [("quarter", f"2025-Q{n}") for n in (2, 3, 4)]),
    ("Từ 01/4/2025 đến 30/6/2025", [("range", "2025-04-01/2025-06-30")]),
    ("Từ tháng 4/2025 đến tháng 9/2025", [("range", "2025-04/2025-09")]),
    ("2025, 2026, 2027", [("year", str(y)) for y in (2025, 2026, 2027)]),
    ("Từ 2025 đến 2028", [("range", "2025/2028")]),
    ("Tháng 6, tháng 12", [("month", "2025-06"), ("month", "2025-12")]),
    ("30/6", [("date", "2025-06-30")]),
    ("Mỗi quý một lần", [("periodic", "quarter")]),
    ("6 tháng/lần", [("periodic", None)]),
    ("Đã ban hành Kế hoạch số 52/ KH-UBND ngày 14/01/2025", [("unknown", None)]),
    ("2025 – 2027", [("range", "2025/2027")]),
    ("Từ năm 2025 đến năm 2027", [("range", "2025/2027")]),
    ("Năm 2025, 2026", [("year", "2025"), ("year", "2026")]),
    ("Khi Bộ Nội vụ có hướng dẫn", [("conditional", "Khi Bộ Nội vụ có hướng dẫn")]),
    (
        "Sau khi Bộ Tư pháp công bố, trong năm 2025",
        [("conditional", "Sau khi Bộ Tư pháp công bố"), ("year", "2025")],
    ),
    ("Đã hoàn thành (Báo cáo số 15/BC-UBND ngày 20/01/2025)", []),
    (
        "Theo Kế hoạch số 12/KH-UBND ngày 05/01/2025",
        [("conditional", "Theo Kế hoạch số 12/KH-UBND ngày 05/01/2025")],
    ),
]


def read(text: str, year_from: int = 2025, year_to: int = 2025) -> list[tuple]:
    return [(d.kind, d.value) for d in read_deadlines(text, year_from, year_to)]


@pytest.mark.parametrize(("text", "expected"), EXAMPLES)
def test_expressions_of_task_tables(text, expected):
    assert read(text) == expected


@pytest.mark.parametrize(("text", "expected"), EXAMPLES)
def test_text_without_marks_reads_the_same(text, expected):
    found = read(strip_marks(text))
    assert [kind for kind, _ in found] == [kind for kind, _ in expected]


@pytest.mark.parametrize(("text", "expected"), list_examples(13))
def test_examples_of_the_method_page(text, expected):
    shown = "; ".join(show_deadline(d) for d in read_deadlines(text, 2025, 2025))
    assert (shown or "không nêu hạn") == expected


def test_the_method_page_has_examples():
    assert len(list_examples(13)) >= 15


def test_empty_cells_state_nothing():
    assert read_deadlines(None, 2025, 2025) == []
    assert read_deadlines("   ", 2025, 2025) == []


def test_a_stated_year_stays_in_a_plan_of_several_years():
    assert read("Từ tháng 1/2026 đến tháng 6", 2026, 2030) == [("range", "2026-01/2026-06")]
    assert read("Tháng 3-5", 2026, 2030) == [("periodic", "year")]
    (either,) = read_deadlines("10-11/2026", 2026, 2030)
    assert (either.value, either.is_assumed) == ("2026-10/2026-11", True)


def test_within_the_year_of_a_roadmap_is_periodic():
    assert read("Trong năm", 2021, 2030) == [("periodic", "year")]


def test_scanned_roman_numbers_are_repaired():
    assert read("Quy Il va quy 1V/2025") == [("quarter", "2025-Q2"), ("quarter", "2025-Q4")]


@pytest.mark.parametrize("text", ["Quý III", "Tháng 6", "Trước ngày 31/10"])
def test_a_day_without_its_year_is_assumed_only_in_a_plan_of_several_years(text):
    (of_one_year,) = read_deadlines(text, 2025, 2025)
    (of_several,) = read_deadlines(text, 2021, 2030)
    assert not of_one_year.is_assumed
    assert of_several.is_assumed
    assert of_several.due_to is None


@pytest.mark.parametrize(
    ("text", "rhythm", "months", "day"),
    [
        ("Ngày 25 hằng tháng", "month", tuple(range(1, 13)), 25),
        ("Ngày 15 của tháng cuối quý", "quarter", (3, 6, 9, 12), 15),
    ],
)
def test_a_day_of_a_rhythm_keeps_its_day(text, rhythm, months, day):
    (due,) = read_deadlines(text, 2025, 2025)
    assert (due.kind, due.value, due.months, due.day) == ("periodic", rhythm, months, day)


@given(st.integers(2015, 2035), st.integers(1, 4))
def test_any_quarter_ends_on_its_last_day(year, number):
    roman = ["I", "II", "III", "IV"][number - 1]
    (due,) = read_deadlines(f"Quý {roman}/{year}", 2025, 2025)
    last_month = 3 * number
    assert due.due_to == dt.date(year, last_month, calendar.monthrange(year, last_month)[1])
    assert due.due_from == dt.date(year, last_month - 2, 1)


@given(st.dates(dt.date(2015, 1, 1), dt.date(2035, 12, 31)))
def test_any_date_comes_back(date):
    (due,) = read_deadlines(f"Trước ngày {date:%d/%m/%Y}", 2025, 2025)
    assert (due.kind, due.due_to) == ("date", date)


@given(st.text(alphabet="abcdeghiklmnopqrstuvxyđăâêôơư ,.;", min_size=1))
def test_words_without_digits_never_give_a_dated_deadline_beyond_the_plan(text):
    for due in read_deadlines(text, 2025, 2025):
        assert due.due_to in (None, dt.date(2025, 12, 31)) or due.kind == "quarter"
