"""The weekly review counts what the other screens count, in another way."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import duckdb
import pytest

from dashboards.queries.attainment import read_attainment
from dashboards.queries.search import search_records
from dashboards.queries.tasks import read_tasks
from dashboards.queries.weekly import (
    count_changes,
    count_late_by_agency,
    count_targets,
    count_tasks,
    list_changes,
    list_known_days,
    list_missing_reports,
    list_scopes,
    list_target_exceptions,
    list_task_exceptions,
)
from pipeline.publish.builds import DATABASE

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("committed")]
FAR = dt.date(2100, 1, 1)
PLANS = ("long-an-2022", "minh-duc-2025", "so-noi-vu-long-an-2025",
         "so-tu-phap-tay-ninh-2021-2030", "van-phong-ubnd-son-la-2025")  # fmt: skip


@pytest.fixture(scope="module")
def cursor(committed_build):
    with duckdb.connect(committed_build / DATABASE, read_only=True) as connection:
        yield connection.cursor()


def tally(frame, label: str, count: str) -> Counter:
    return Counter({k: sum(n for key, n in frame.select(label, count).rows() if key == k)
                    for k in frame[label].unique()})  # fmt: skip


@pytest.mark.parametrize("simulated", [True, False])
@pytest.mark.parametrize("plan", PLANS)
def test_numbers_and_tasks_agree_with_their_own_screens(cursor, plan, simulated):
    known = {"day": FAR, "with_simulated": simulated}
    asked = {"plan_code": plan, "as_of": FAR, "with_simulated": simulated}
    numbers = count_targets(cursor, [plan], **known)
    assert tally(numbers, "status", "measures") == Counter(
        read_attainment(cursor, **asked)["status"]
    )
    tasks = count_tasks(cursor, [plan], **known)
    assert tally(tasks, "state", "tasks") == Counter(read_tasks(cursor, **asked)["state"])


@pytest.mark.parametrize("day", [dt.date(2025, 3, 3), dt.date(2025, 12, 8)])
def test_nothing_received_later_is_counted(cursor, day):
    known = {"plans": PLANS, "day": day, "with_simulated": True}
    for row in list_target_exceptions(cursor, **known).iter_rows(named=True):
        assert row["received_on"] <= day
    for row in list_task_exceptions(cursor, **known).iter_rows(named=True):
        assert row["reported_on"] <= day
    missing = list_missing_reports(cursor, **known)
    assert all(expected <= day for expected in missing["expected_by"])


def test_exceptions_are_what_the_counts_count(cursor):
    known = {"plans": ["long-an-2022"], "day": dt.date(2022, 10, 10), "with_simulated": True}
    counts = tally(count_targets(cursor, **known), "status", "measures")
    listed = Counter(list_target_exceptions(cursor, **known)["status"])
    assert listed == {s: n for s, n in counts.items() if s not in ("met", "on_track", "unknown")}
    states = tally(count_tasks(cursor, **known), "state", "tasks")
    late = count_late_by_agency(cursor, **known)
    assert late["tasks"].sum() == states["late"] > 0


def test_changes_between_two_days_add_up(cursor):
    first, middle, last = dt.date(2025, 11, 1), dt.date(2025, 12, 1), dt.date(2025, 12, 20)

    def count(since, day) -> Counter:
        rows = count_changes(cursor, PLANS, since=since, day=day, with_simulated=True)
        return Counter(dict(rows.rows()))

    assert count(first, middle) + count(middle, last) == count(first, last)
    listed = list_changes(cursor, PLANS, since=first, day=last, with_simulated=True)
    assert listed.height == min(60, sum(n for k, n in count(first, last).items() if k != "new"))


def test_days_and_scopes(cursor):
    days = list_known_days(cursor, PLANS, with_simulated=True)["known_on"].to_list()
    assert days == sorted(set(days), reverse=True)
    scopes = list_scopes(cursor, with_simulated=False).to_dicts()
    assert {s["plan_code"] for s in scopes} == set(PLANS)
    assert scopes[0]["plan_code"] == "van-phong-ubnd-son-la-2025", "the one with real reports"


@pytest.mark.parametrize("typed", ["thanh toan TRUC tuyen", "Thanh Toán trực tuyến"])
def test_search_ignores_marks_and_case(cursor, typed):
    found = search_records(cursor, wanted=typed)
    assert "long-an-2022" in found["plan_code"].to_list()
    assert set(found["subject"]) <= {"target", "task"}
    assert search_records(cursor, wanted="đường sắt vũ trụ").is_empty()
    assert search_records(cursor, wanted="  ").is_empty()
