"""What a file of observations is known to hold: never less than the models would find."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from pipeline.progress.observation_facts import find_observation_facts
from pipeline.support.raw_tables import shape_frame

DAY = dt.date(2025, 10, 31)
PLAIN = {
    "unit_code": "VN34-80", "indicator_code": "TTHC_ON_TIME_SHARE", "as_of_date": DAY,
    "received_on": dt.date(2025, 11, 3), "data_kind": "official", "value": 92.5, "unit": "%",
}  # fmt: skip


def facts_of(*rows):
    return find_observation_facts(
        shape_frame("observations", pl.DataFrame([PLAIN | r for r in rows]))
    )


def test_a_plain_file_can_neither_repeat_nor_contradict_anything():
    facts = facts_of({}, {"unit_code": "VN34-14", "received_on": dt.date(2025, 11, 5)})
    assert facts["unit_code"].to_list() == ["VN34-80", "VN34-14"]
    assert facts["received_to"].to_list() == [dt.date(2025, 11, 3), dt.date(2025, 11, 5)]
    assert not facts["may_repeat"].any()
    assert not facts["may_contradict"].any()


@pytest.mark.parametrize("other", [{}, {"period_code": "2025"}, {"scope_level": "commune"}])
def test_rows_that_may_be_one_fact_are_looked_at(other):
    assert facts_of({}, other)["may_repeat"].all()


def test_a_rank_may_be_stated_as_a_result_of_its_own():
    assert facts_of({"rank": 3})["may_repeat"].all()


@pytest.mark.parametrize(
    ("row", "contradicts"),
    [
        ({"value": 92.5, "numerator": 925.0, "denominator": 1000.0}, False),
        ({"value": 92.0, "numerator": 918.0, "denominator": 1000.0}, False),
        ({"value": 92.0, "numerator": 914.0, "denominator": 1000.0}, True),
        ({"value": 92.46, "numerator": 9246.0, "denominator": 10000.0}, False),
        ({"value": None, "numerator": 5.0, "denominator": 4.0}, True),
        ({"value": None, "numerator": 0.0, "denominator": 0.0}, True),
        ({"value": None, "numerator": -1.0, "denominator": 4.0}, True),
        ({"value": None, "numerator": 3.0, "denominator": 4.0}, False),
        ({"value": 3.0, "unit": "điểm", "numerator": 3.0, "denominator": 4.0}, True),
        ({"value": 3.0, "unit": None, "numerator": 3.0, "denominator": 4.0}, True),
    ],
)
def test_counts_that_contradict_what_is_stated_are_looked_at(row, contradicts):
    assert facts_of(row)["may_contradict"].to_list() == [contradicts]


def test_a_file_without_rows_has_no_facts():
    assert find_observation_facts(shape_frame("observations", pl.DataFrame())).is_empty()
