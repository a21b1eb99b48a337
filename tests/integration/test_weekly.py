"""The weekly review counts what the other screens count, in another way."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import duckdb
import pytest

from dashboards.queries.attainment import read_attainment
from dashboards.queries.search import search_records
from dashboards.queries.weekly import (
    count_late_by_agency,
    count_targets,
    count_tasks,
    list_known_days,
    list_missing_reports,
    list_scopes,
    list_target_exceptions,
    list_targets,
)
from dashboards.queries.weekly_changes import count_changes, list_changes
from pipeline.publish.builds import DATABASE
from pipeline.reference import read_seed

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
def test_numbers_agree_with_their_own_screen(cursor, plan, simulated):
    asked = {"plan_code": plan, "as_of": FAR, "with_simulated": simulated}
    numbers = count_targets(cursor, (plan,), day=FAR, with_simulated=simulated)
    shown = Counter(read_attainment(cursor, **asked)["status"])
    assert tally(numbers, "status", "measures") == shown


def judge(task: dict, reports: list[dict], day: dt.date) -> str:
    """docs/method.md in plain Python: what is known of a task by a day, and how it stands then."""
    known = [r for r in reports if r["received_on"] <= day and r["as_of_date"] <= day]
    real = [r for r in known if not r["is_simulated"]]
    last = max(real or known, key=lambda r: (r["as_of_date"], r["received_on"]), default=None)
    due = task["due_on"]
    if last and last["status"] == "cancelled":
        return "cancelled"
    if task["is_done"] or (last and last["status"] == "done"):
        done = last and last["completed_on"]
        if due is None or not done:
            return "done_undated"
        return "done_on_time" if done <= due else "done_late"
    if due is None:
        return "no_deadline"
    if last is None:
        return "unknown"
    soon = int(next(t["value"] for t in read_seed("status_thresholds")
                    if t["threshold_code"] == "due_soon_days"))  # fmt: skip
    if due < day:
        return "late"
    return "due_soon" if due <= day + dt.timedelta(days=soon) else "not_due"


@pytest.mark.parametrize("simulated", [True, False])
@pytest.mark.parametrize(
    "day", [dt.date(2022, 3, 7), dt.date(2022, 12, 23), dt.date(2025, 7, 15),
            dt.date(2025, 7, 16), dt.date(2025, 12, 30), FAR],
)  # fmt: skip
def test_tasks_are_judged_on_the_day_from_what_was_received_by_then(cursor, day, simulated):
    tasks = cursor.sql("""
        select task.task_key, task.is_done, any_value(state.due_on) as due_on
        from fct_task as task left join mart_task_status as state using (task_key)
        group by all
    """).pl()
    reports: dict[str, list[dict]] = {}
    for row in cursor.sql("from fct_task_status").pl().to_dicts():
        if simulated or not row["is_simulated"]:
            reports.setdefault(row["task_key"], []).append(row)
    expected = Counter(
        judge(task, reports.get(task["task_key"], []), day) for task in tasks.to_dicts()
    )
    counted = count_tasks(cursor, PLANS, day=day, with_simulated=simulated)
    assert tally(counted, "state", "tasks") == expected


@pytest.mark.parametrize("day", [dt.date(2025, 3, 3), dt.date(2025, 12, 8)])
def test_no_reading_received_later_is_shown(cursor, day):
    known = {"plans": PLANS, "day": day, "with_simulated": True}
    received = dict(
        cursor.sql("""
        select target.target_key || '@' || fact.as_of_date, min(fact.received_on)
        from fct_progress as fact inner join mart_attainment as target
            using (unit_code, indicator_code, scope_level, as_of_date)
        group by 1
    """).fetchall()
    )
    rows = list_target_exceptions(cursor, **known).to_dicts()
    assert rows
    for row in rows:
        first = received.get(f"{row['target_key']}@{row['as_of_date']}")
        assert first is None or first <= day
    missing = list_missing_reports(cursor, **known)
    assert all(expected <= day for expected in missing["expected_by"])


@pytest.mark.parametrize("simulated", [True, False])
def test_every_number_is_counted_on_every_day(cursor, simulated):
    whole = {
        int(count_targets(cursor, PLANS, day=day, with_simulated=simulated)["measures"].sum())
        for day in (dt.date(2020, 1, 1), dt.date(2025, 3, 3), FAR)
    }
    assert whole == {
        cursor.sql("select count(distinct target_key) from mart_attainment").fetchall()[0][0]
    }


def test_the_rows_behind_the_headline_are_what_it_counts(cursor):
    known = {"plans": PLANS, "day": dt.date(2025, 12, 8), "with_simulated": True}
    counts = tally(count_targets(cursor, **known), "status", "measures")
    assert Counter(list_targets(cursor, **known)["status"]) == counts


def test_exceptions_are_what_the_counts_count(cursor):
    known = {"plans": ("long-an-2022",), "day": dt.date(2022, 10, 10), "with_simulated": True}
    counts = tally(count_targets(cursor, **known), "status", "measures")
    listed = Counter(list_target_exceptions(cursor, **known)["status"])
    troubled = {s: n for s, n in counts.items() if s not in ("met", "on_track", "unknown")}
    # Of each field twenty are listed; here no field has more.
    assert listed == troubled
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
    assert listed.height == min(200, sum(n for k, n in count(first, last).items() if k != "new"))


def test_days_and_scopes(cursor):
    days = list_known_days(cursor, PLANS, with_simulated=True)["known_on"].to_list()
    assert days == sorted(set(days), reverse=True)
    scopes = list_scopes(cursor, with_simulated=False).to_dicts()
    assert {s["plan_code"] for s in scopes} == set(PLANS)
    assert scopes[0]["plan_code"] == "van-phong-ubnd-son-la-2025", "the one with real reports"


@pytest.mark.parametrize("typed", ["thanh toan TRUC tuyen", "Thanh Toán trực tuyến"])
def test_search_ignores_marks_and_case(cursor, typed):
    found = search_records(cursor, wanted=typed, subjects=("target", "task"))
    assert "long-an-2022" in found["plan_code"].to_list()
    assert set(found["subject"]) <= {"target", "task"}
    assert search_records(cursor, wanted="đường sắt vũ trụ", subjects=("target",)).is_empty()
    assert search_records(cursor, wanted="  ", subjects=("target",)).is_empty()
