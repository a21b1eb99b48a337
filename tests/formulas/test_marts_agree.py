"""The marts against an implementation of docs/method.md that shares no code with them."""

from __future__ import annotations

import datetime as dt
import math

import duckdb
import pytest

from pipeline.building.build import build
from pipeline.publish.builds import DATABASE, find_current_build
from pipeline.support.console import LineReporter
from pipeline.support.settings import Settings
from tests.formulas.cases import make_cases, write_cases
from tests.formulas.reference import STALE_DAYS, judge, window

pytestmark = pytest.mark.slow
PLANS, SEED = 30, 766
QUERY = """
    select plan_code, indicator_code, known_from, known_until, as_of_date, actual, target_value,
        met, gap_points, attainment_pct, expected_now, required_rate_ratio, status, status_reason,
        baseline_value, baseline_source, trend_arrow, verdict_robustness
    from mart_attainment
    order by plan_code, indicator_code, known_from
"""
NAMES = ("as_of", "actual", "target", "met", "gap", "attainment", "expected", "ratio", "status",
         "reason", "baseline", "baseline_source", "arrow", "robustness")  # fmt: skip
# Until somebody reports there is nothing but the reason to compare.
SILENT = ("as_of", "actual", "met", "gap", "status", "reason")
EVERY_DAY_OF = 40


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


def list_days(demand, received):
    """Days around which something can change: a receipt, the deadline, an age."""
    start, due = window(demand)
    turns = {start, due} | {r.received for r in received}
    turns |= {r.as_of + dt.timedelta(days=STALE_DAYS) for r in received}
    near = {day + dt.timedelta(days=n) for day in turns for n in (-1, 0, 1, 2)}
    return sorted(day for day in near if day >= start)


def is_same(found, wanted):
    if isinstance(found, float) and isinstance(wanted, int | float):
        return math.isclose(found, wanted, rel_tol=1e-9, abs_tol=1e-9)
    return found == wanted


def find_row(rows, day):
    standing = [r for r in rows if r[0] <= day and (r[1] is None or day < r[1])]
    assert len(standing) == 1, "one row for each number on each day"
    return standing[0][2:]


def test_every_day_is_what_was_received_by_then(mart, cases):
    rows: dict[tuple, list[tuple]] = {}
    for row in mart:
        rows.setdefault(row[:2], []).append(row[2:])
    assert rows.keys() == cases.keys()
    differences, seen = [], []
    for number, (key, (demand, received)) in enumerate(cases.items()):
        days = list_days(demand, received)
        if number < EVERY_DAY_OF:
            days = [days[0] + dt.timedelta(days=n) for n in range((days[-1] - days[0]).days + 1)]
        for day in days:
            wanted = judge(demand, received, day)
            found = dict(zip(NAMES, find_row(rows[key], day), strict=True))
            differences += [
                (key, day, name, found[name], getattr(wanted, name))
                for name in (NAMES if wanted.as_of else SILENT)
                if not is_same(found[name], getattr(wanted, name))
            ]
            seen.append(wanted)
    assert differences == []
    assert len(seen) > 20_000
    # The cases reach every verdict and reason of the page, or they would prove little.
    assert {w.status for w in seen} >= {
        "met", "on_track", "not_met_yet", "behind", "at_risk", "worsening", "not_met", "missed",
        "unknown",
    }  # fmt: skip
    assert {w.reason for w in seen} >= {
        "not_reported", "not_due", "not_applicable", "unreadable", "doubted", "unit_differs",
        "no_baseline", "first_reading_only", "stopped_reporting", "too_old", "no_longer_kept",
        "last_reading_before_deadline", "compared_with_target", "compared_with_pace",
    }  # fmt: skip
    assert {w.arrow for w in seen} >= {"up", "up_right", "flat", "down", "kept", None}


def test_the_order_of_rows_changes_nothing(tmp_path, mart, cases):
    assert read_mart(tmp_path, cases, 2) == mart
