"""What a number means is judged from its own row, format and maximum (shared/cases/inputs.md)."""

from __future__ import annotations

import datetime as dt

import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from pipeline.inputs.reading import read_file
from pipeline.tables.number_format import choose_section, show_code, show_day, show_number
from tests.report_books import (
    DIGIT,
    list_rules,
    observation,
    read_rows,
    read_values,
    write_book,
    write_csv,
)


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (0.8, '0.0"%"', "0,8%"),
        (64, r"0\%", "64%"),
        (0.8, "0.0%", "80%"),
        (0.864, '[>=1]0"%";0.0%', "86,4%"),
        (77, '[>=1]0"%";0.0%', "77%"),
        (83.25, 'General"%"', "83,25%"),
        (0.9, "0.0_%", "0,9"),
        (0, '0.0%;-0.0%;"chưa có số"', "chưa có số"),
        (-0.05, "0%;(0%)", "-5%"),
        (4.892, "General", "4,8920"),
        (1234567.5, "#,##0.0", "1234567,5"),
    ],
)
def test_a_number_is_what_its_format_shows(value, number_format, shown):
    assert show_number(value, number_format) == shown


def test_sections_are_parted_outside_of_quotes_only():
    assert choose_section(5, '0" ; %"').literal == " ; %"
    assert not choose_section(5, '0" ; %"').is_percent


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [(1.1, "0.00", "1.10"), (1.1, "General", "1.1"), (7, "000", "007"), (12, "0", "12")],
)
def test_a_number_that_names_something_keeps_its_digits(value, number_format, shown):
    assert show_code(value, number_format) == shown


@pytest.mark.parametrize(
    ("number_format", "shown"),
    [
        ("mm/yyyy", "02/2025"),
        ("d-mmm", "1-Feb"),
        ('"T"m/yyyy', "T2/2025"),
        ("yyyy-mm-dd", "2025-02-01"),
        ("dd/mm/yyyy hh:mm", "01/02/2025"),
        ("d/m/yy h:mm:ss", "1/2/25"),
    ],
)
def test_a_day_that_names_something_is_taken_as_shown(number_format, shown):
    assert show_day(dt.date(2025, 2, 1), number_format) == shown


@pytest.mark.parametrize(
    ("row", "value"),
    [
        # Case 2: three decimals on a scale of ten, and under percent.
        (observation("4.892", indicator="PAPI_PARTICIPATION", unit="điểm"), 4.892),
        (observation("5.250", indicator="PAPI_TRANSPARENCY", unit="điểm"), 5.25),
        (observation("0.075"), 0.075),
        (observation("0.125"), 0.125),
        (observation("78,125", indicator="QD766_TOTAL", unit="điểm"), 78.125),
        # "1.250" beside "37.5": a share is not above 100.
        (observation("1.250"), 1.25),
        (observation("1,250"), 1.25),
        # Counted things are whole.
        (observation("1.250", unit="hồ sơ"), 1250),
    ],
)
def test_a_group_of_three_is_read_by_its_own_row(tmp_path, row, value):
    other = observation("37.5", indicator=DIGIT, day="30/11/2025")
    assert read_values(write_csv(tmp_path, [row, other])) == [value, 37.5]


def test_a_number_that_may_be_two_is_doubted(tmp_path):
    row = observation("1.250", unit="triệu đồng")
    (found,) = read_rows(write_csv(tmp_path, [row]))
    assert found["doubt"] == "ambiguous_number"


@pytest.mark.parametrize(
    ("numerator", "denominator", "counts"),
    [
        # Case 3: thousands in either writing, whatever the other rows are like.
        ("1,012,500", "1,250,000", (1012500, 1250000)),
        ("900", "1,125", (900, 1125)),
        ("1,150", "1,400", (1150, 1400)),
        ("987", "1.234", (987, 1234)),
        ("12 345", "13 000", (12345, 13000)),
        ("1.125", "2,5", (1.125, 2.5)),
    ],
)
def test_counts_are_whole_and_a_part_is_not_above_its_whole(
    tmp_path, numerator, denominator, counts
):
    path = write_csv(tmp_path, [observation(None, numerator, denominator)])
    (found,) = read_rows(path)
    assert (found["numerator"], found["denominator"]) == counts


@pytest.mark.parametrize(
    ("row", "doubt"),
    [
        (observation(4892, indicator="PAPI_PARTICIPATION", unit="điểm"), "above_maximum"),
        (observation("11,2", indicator="PAPI_PROCEDURES", unit="điểm"), "above_maximum"),
        (observation("61", indicator="PAPI_SIX", unit="điểm"), "above_maximum"),
    ],
)
def test_what_is_above_its_scale_is_doubted(tmp_path, row, doubt):
    (found,) = read_rows(write_csv(tmp_path, [row]))
    assert found["doubt"] == doubt


@pytest.mark.parametrize(
    ("period", "day", "doubt"),
    [
        ("2025-H1", "30/11/2025", "outside_period"),
        ("2024", "10/12/2025", "outside_period"),
        ("2025-09", "10/12/2025", "outside_period"),
        ("2025", "10/12/2025", None),
        ("2025-Q1", "14/03/2025", None),
        ("Quý III/2025", "30/09/2025", None),
    ],
)
def test_a_day_outside_its_period_is_doubted(tmp_path, period, day, doubt):
    heads = ("Mã đơn vị", "Mã chỉ số", "Kỳ báo cáo", "Ngày số liệu", "Giá trị")
    path = write_csv(tmp_path, [("VN34-80", DIGIT, period, day, 85)], heads)
    (found,) = read_rows(path)
    assert found["doubt"] == doubt


def test_only_a_bare_fraction_may_be_a_share_of_one(tmp_path):
    def change(sheet):
        sheet["F3"].number_format = '0.0"%"'

    rows = [observation(0.8), observation(0.8, indicator=DIGIT), observation(80, day="30/11/2025")]
    found = read_rows(write_book(tmp_path, rows, change=change))
    assert [r["may_be_fraction"] for r in found] == [True, False, False]
    assert [r["value"] for r in found] == [0.8, 0.8, 80]


def test_marks_and_struck_figures_are_no_part_of_a_number(tmp_path):
    def change(sheet):
        raised, struck = InlineFont(vertAlign="superscript"), InlineFont(strike=True)
        sheet["F2"] = CellRichText("82", TextBlock(raised, "1"))
        sheet["F3"] = CellRichText(TextBlock(struck, "93"), "78")
        sheet["F4"] = "76³"
        for cell in sheet[5]:
            cell.font = Font(strike=True)

    days = ("10/12/2025", "30/11/2025", "30/10/2025", "30/09/2025")
    path = write_book(tmp_path, [observation(92, day=day) for day in days], change=change)
    assert read_values(path) == [82, 78, 76]
    assert list_rules(read_file(path, "progress")) == [("struck_cell", 5)]


@pytest.mark.parametrize("text", ["９１％", "\u00a091\u202f%", "'91", "91 %"])
def test_spaces_apostrophes_and_wide_digits_are_writing_only(tmp_path, text):
    assert read_values(write_csv(tmp_path, [observation(text)])) == [91]


@pytest.mark.parametrize(
    ("word", "reason"),
    [
        ("chưa có số liệu", "not_reported"),
        ("Không có số liệu", "not_reported"),
        ("chưa khảo sát", "not_reported"),
        ("không phát sinh", "not_applicable"),
    ],
)
def test_words_in_place_of_a_number_are_its_reason(tmp_path, word, reason):
    (found,) = read_rows(write_csv(tmp_path, [observation(word)]))
    assert (found["value"], found["missing_reason"]) == (None, reason)
