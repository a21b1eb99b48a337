from __future__ import annotations

import datetime as dt

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.layouts.model import find_layout
from pipeline.tables.typed import DTYPES, apply_types, date_expr, number_expr, other_number_expr


def read_number(text: str) -> float | None:
    return pl.DataFrame({"cell": [text]}).select(number_expr("cell")).item()


def read_date(text: str) -> dt.date | None:
    return pl.DataFrame({"cell": [text]}).select(date_expr("cell")).item()


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("80", 80), ("92,5", 92.5), ("92.5", 92.5), ("80%", 80), (" 1 234 ", 1234),
        ("1.234,5", 1234.5), ("1,234.5", 1234.5), ("1.234", 1234), ("1.234.567", 1234567),
        ("1,234,567", 1234567), ("-3,25", -3.25), ("0,004", 0.004),
    ],
)  # fmt: skip
def test_numbers_of_both_conventions(text, number):
    assert read_number(text) == pytest.approx(number)


@pytest.mark.parametrize("text", ["tám mươi", "80 phần trăm", "12/3", "1,2,3", "", "≥80", "8O"])
def test_what_is_no_number_stays_unread(text):
    assert read_number(text) is None


@given(st.integers(min_value=-(10**9), max_value=10**9), st.integers(min_value=0, max_value=9999))
def test_vietnamese_writing_comes_back(whole, decimals):
    text = f"{whole:,}".replace(",", ".") + f",{decimals:04}"
    expected = float(f"{whole}.{decimals:04}")
    assert read_number(text) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("16/07/2025", dt.date(2025, 7, 16)),
        ("1/7/2025", dt.date(2025, 7, 1)),
        ("2025-07-16", dt.date(2025, 7, 16)),
        ("16.07.2025", dt.date(2025, 7, 16)),
    ],
)
def test_dates_are_day_first_or_iso(text, date):
    assert read_date(text) == date


@pytest.mark.parametrize("text", ["31/02/2025", "2025", "ngày 1", "13/13/2025", "29/02/2025"])
def test_days_that_do_not_exist_stay_unread(text):
    assert read_date(text) is None


@pytest.mark.parametrize(
    ("cells", "values", "others"),
    [
        (["39.242", "36.4051"], [39242.0, 36.4051], [39.242, None]),
        (["1.234", "92,5"], [1234.0, 92.5], [1.234, None]),
        (["1,234", "92.5"], [1.234, 92.5], [1234.0, None]),
        (["0.075", "0,125", "1.234.567"], [0.075, 0.125, 1234567.0], [None, None, None]),
        (["1.012,500", "2.345,6"], [1012.5, 2345.6], [None, None]),
    ],
)
def test_a_cell_is_read_without_regard_to_its_column(cells, values, others):
    frame = pl.DataFrame({"n": cells})
    assert frame.select(number_expr("n"))["n"].to_list() == values
    assert frame.select(other_number_expr("n"))["n"].to_list() == others


@pytest.mark.parametrize("cells", [[], [None], [None, None]])
@pytest.mark.parametrize("layout", ["indicator_results", "plan_export", "task_status"])
def test_columns_without_cells_still_have_their_types(layout, cells):
    for sheet in find_layout(layout).sheets:
        names = [c.name for c in sheet.columns]
        words = pl.Series(cells, dtype=pl.String)
        text = pl.DataFrame({"row_no": range(len(cells))} | dict.fromkeys(names, words))
        typed, problems = apply_types(sheet, text, "trang")
        assert problems == []
        assert typed.select(names).schema == {c.name: DTYPES[c.type] for c in sheet.columns}


@given(st.lists(st.sampled_from(["1.234", "92,5", "92.5", "x", None, "1.234,5", "7", ""])))
def test_a_column_is_read_as_if_each_cell_were_read(cells):
    sheet = find_layout("indicator_results").sheets[0]
    names = [c.name for c in sheet.columns]
    text = pl.DataFrame(
        {"row_no": range(len(cells))} | dict.fromkeys(names, pl.Series(cells, dtype=pl.String))
    )
    typed, _ = apply_types(sheet, text, "trang")
    alone = text.select(number_expr("numerator"))
    assert typed["numerator"].to_list() == alone["numerator"].to_list()
