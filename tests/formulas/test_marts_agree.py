"""The marts against an implementation of docs/method.md that shares no code with them."""

from __future__ import annotations

import math

import duckdb
import pytest

from pipeline.build import build
from pipeline.console import LineReporter
from pipeline.publish.builds import DATABASE, find_current_build
from pipeline.settings import Settings
from tests.formulas.cases import make_cases, write_cases
from tests.formulas.reference import doubt_falling, judge, keep_latest

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("formulas")]
PLANS, SEED = 30, 766
QUERY = """
    select plan_code, indicator_code, as_of_date, actual, target_value, met, gap_points,
        attainment_pct, expected_now, required_rate_ratio, status, status_reason,
        baseline_value, baseline_source, trend_arrow, verdict_robustness
    from mart_attainment
    where as_of_date is not null
    order by plan_code, indicator_code, as_of_date
"""
NAMES = ("actual", "target", "met", "gap", "attainment", "expected", "ratio", "status", "reason",
         "baseline", "baseline_source", "arrow", "robustness")  # fmt: skip


@pytest.fixture(scope="module")
def cases():
    return make_cases(PLANS, SEED)


@pytest.fixture(scope="module")
def mart(tmp_path_factory, cases):
    return read_mart(tmp_path_factory.mktemp("formulas"), cases, 1)


def read_mart(folder, cases, shuffle):
    office = Settings(raw=folder / "raw", marts=folder / "marts")
    for name in ("plans", "progress"):
        (office.raw / name).mkdir(parents=True)
    write_cases(office.raw, cases, shuffle)
    report = build(office, LineReporter())
    assert report.is_published, report.transform
    assert not [f for f in report.files if f.summary["rows_rejected"]]
    database = find_current_build(office) / DATABASE
    with duckdb.connect(database, read_only=True) as connection:
        return connection.sql(QUERY).fetchall()


def expect(cases):
    latest = {
        key: doubt_falling(demand, keep_latest(readings))
        for key, (demand, readings) in cases.items()
    }
    known_until = max(r.received for readings in latest.values() for r in readings)
    rows = {}
    for key, (demand, _) in cases.items():
        for reading in latest[key]:
            if reading.year == demand.year:
                rows[*key, reading.as_of] = judge(demand, reading, latest[key], known_until)
    return rows


def is_same(found, wanted):
    if isinstance(found, float) and isinstance(wanted, int | float):
        return math.isclose(found, wanted, rel_tol=1e-9, abs_tol=1e-9)
    return found == wanted


def test_thousands_of_random_cases(mart, cases):
    found = {row[:3]: row[3:] for row in mart}
    wanted = expect(cases)
    assert len(wanted) > 2500
    assert found.keys() == wanted.keys()
    differences = [
        (key, name, value, getattr(wanted[key], name))
        for key, row in found.items()
        for name, value in zip(NAMES, row, strict=True)
        if not is_same(value, getattr(wanted[key], name))
    ]
    assert differences == []
    # The cases reach every verdict and reason of the page, or they would prove little.
    assert {w.status for w in wanted.values()} >= {
        "met", "on_track", "behind", "at_risk", "worsening", "not_met", "missed", "unknown",
    }  # fmt: skip
    assert {w.reason for w in wanted.values()} >= {
        "not_reported", "not_due", "not_applicable", "unreadable", "doubted", "unit_differs",
        "no_baseline",
        "first_reading_only", "stopped_reporting", "no_longer_kept",
        "last_reading_before_deadline", "compared_with_target", "compared_with_pace",
    }  # fmt: skip
    assert {w.arrow for w in wanted.values()} >= {"up", "up_right", "flat", "down", "kept", None}


def test_the_order_of_rows_changes_nothing(tmp_path, mart, cases):
    assert read_mart(tmp_path, cases, 2) == mart
