"""The weekly review counts what the other screens count, in another way."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter

import duckdb
import pytest

from dashboards.queries.attainment import read_attainment
from dashboards.queries.days import list_known_days
from dashboards.queries.search import search_records
from dashboards.queries.weekly import (
    count_late_by_agency,
    count_targets,
    count_tasks,
    list_missing_reports,
    list_scopes,
    list_target_exceptions,
    list_targets,
)
from dashboards.queries.weekly_changes import count_changes, list_changes
from pipeline.publish.builds import DATABASE
from tests.formulas.task_reference import Report, Task, judge_task

pytestmark = pytest.mark.slow
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
    shown = read_attainment(cursor, **asked)
    once = shown.filter(shown["repeats_target_key"].is_null())
    assert tally(numbers, "status", "measures") == Counter(once["status"])


@pytest.fixture(scope="module")
def tasks(cursor) -> list[Task]:
    """Every task of the build with its deadlines and every report on it."""
    dues: dict[str, list[tuple[dt.date, bool]]] = {}
    for key, due, kind in cursor.sql(
        "select task_key, due_to, due_kind from fct_task_due "
        "where due_to is not null and not is_conditional"
    ).fetchall():
        dues.setdefault(key, []).append((due, kind == "periodic"))
    reports: dict[str, list[Report]] = {}
    for key, *values in cursor.sql(
        "select task_key, as_of_date, received_on, status, completed_on, is_simulated "
        "from fct_task_status"
    ).fetchall():
        reports.setdefault(key, []).append(Report(*values))
    return [
        Task(key, done, tuple(dues.get(key, [])), tuple(reports.get(key, [])))
        for key, done in cursor.sql("select task_key, is_done from fct_task").fetchall()
    ]


@pytest.mark.parametrize("simulated", [True, False])
@pytest.mark.parametrize(
    "day", [dt.date(2022, 3, 7), dt.date(2022, 12, 23), dt.date(2025, 7, 15),
            dt.date(2025, 7, 16), dt.date(2025, 12, 30), FAR],
)  # fmt: skip
def test_tasks_are_judged_on_the_day_from_what_was_received_by_then(cursor, tasks, day, simulated):
    shown = dict(
        cursor.sql(
            "select task_key, state from task_shown_on($day, $simulated)",
            params={"day": day, "simulated": simulated},
        ).fetchall()
    )
    expected = {task.key: judge_task(task, day, simulated=simulated) for task in tasks}
    # A plan that has not begun has no tasks yet.
    assert shown == {key: expected[key] for key in shown}
    counted = count_tasks(cursor, PLANS, day=day, with_simulated=simulated)
    assert tally(counted, "state", "tasks") == Counter(shown.values())


@pytest.mark.parametrize("day", [dt.date(2025, 3, 3), dt.date(2025, 12, 8)])
def test_no_reading_received_later_is_shown(cursor, day):
    known = {"plans": PLANS, "day": day, "with_simulated": True}
    rows = list_target_exceptions(cursor, **known).to_dicts()
    assert rows
    assert all(row["received_on"] <= day for row in rows)
    missing = list_missing_reports(cursor, **known)
    assert all(expected < day for expected in missing["expected_by"])


@pytest.mark.parametrize("simulated", [True, False])
def test_every_number_is_counted_once_on_every_day(cursor, simulated):
    """A number that its plan states twice counts once; a plan has numbers from its first day on."""
    (whole,) = cursor.sql(
        """
        select count(distinct target_key) from mart_attainment
        where repeats_target_key is null and list_contains($plans, plan_code)
        """,
        params={"plans": list(PLANS)},
    ).fetchall()[0]
    counts = [
        int(count_targets(cursor, PLANS, day=day, with_simulated=simulated)["measures"].sum())
        for day in (dt.date(2025, 3, 3), dt.date(2025, 12, 30), FAR)
    ]
    assert counts == [whole] * 3
    assert count_targets(
        cursor, PLANS, day=dt.date(2020, 1, 1), with_simulated=simulated
    ).is_empty()


@pytest.mark.parametrize("simulated", [True, False])
def test_headline_list_and_changes_agree_between_any_two_days(cursor, simulated):
    """Random pairs of days: what changed is the difference of the two states, to the last one."""
    dice = random.Random(16)  # noqa: S311
    for _ in range(25):
        since, day = sorted(
            dt.date(2021, 1, 1) + dt.timedelta(days=dice.randrange(2300)) for _ in range(2)
        )
        plans = tuple(sorted(dice.sample(PLANS, dice.randint(1, len(PLANS)))))
        known = {"plans": plans, "with_simulated": simulated}
        counts, states = [], []
        for end in (since, day):
            numbers = tally(count_targets(cursor, day=end, **known), "status", "measures")
            assert Counter(list_targets(cursor, day=end, **known)["status"]) == numbers
            counts.append(numbers)
            states.append(tally(count_tasks(cursor, day=end, **known), "state", "tasks"))
        for subject, (before, after) in (("target", counts), ("task", states)):
            steps = cursor.sql(
                """
                select before_status, after_status from mart_weekly_change
                where subject = $subject and includes_simulated = $simulated
                    and list_contains($plans, plan_code)
                    and before_status is not null and known_on > $since and known_on <= $day
                """,
                params={"subject": subject, "simulated": simulated, "plans": list(plans),
                        "since": since, "day": day},
            ).fetchall()  # fmt: skip
            moved = Counter(before)
            moved.subtract(Counter(s for s, _ in steps))
            moved.update(Counter(s for _, s in steps))
            # Plans that begin between the two days bring numbers that nobody has reported on.
            begun = cursor.sql(
                f"""
                select state.{"status" if subject == "target" else "state"}
                from mart_{"attainment" if subject == "target" else "task"}_shown as shown
                inner join mart_{"attainment" if subject == "target" else "task_status"} as state
                    using ({"attainment_key" if subject == "target" else "task_status_key"})
                where shown.before_key is null and shown.includes_simulated = $simulated
                    and list_contains($plans, shown.plan_code)
                    and shown.known_from > $since and shown.known_from <= $day
                    {"and state.repeats_target_key is null" if subject == "target" else ""}
                """,  # noqa: S608 (names of this test)
                params={"simulated": simulated, "plans": list(plans), "since": since, "day": day},
            ).fetchall()
            moved.update(Counter(s for (s,) in begun))
            assert +moved == +after, (since, day, plans, subject)


@pytest.mark.parametrize("simulated", [True, False])
@pytest.mark.parametrize("day", [dt.date(2022, 2, 1), dt.date(2022, 12, 20), dt.date(2025, 9, 1)])
def test_scores_and_headlines_count_what_the_screens_count(cursor, day, simulated):
    params = {"day": day, "simulated": simulated}
    scores = {
        (plan, field): (assessed, met)
        for plan, field, assessed, met in cursor.sql(
            """
            select plan_code, field_code, assessable_count, met_count from mart_field_score
            where includes_simulated = $simulated and known_from <= $day
                and (known_until is null or known_until > $day)
            """,
            params=params,
        ).fetchall()
    }
    headlines = dict(
        cursor.sql(
            """
            select plan_code, sum(met_count)::integer from mart_target_headline
            where includes_simulated = $simulated and known_from <= $day
                and (known_until is null or known_until > $day)
            group by plan_code
            """,
            params=params,
        ).fetchall()
    )
    assert scores
    for plan in {plan for plan, _ in scores}:
        counted = count_targets(cursor, (plan,), day=day, with_simulated=simulated)
        assessed = {r["field_code"]: 0 for r in counted.to_dicts()}
        met = dict(assessed)
        for row in counted.to_dicts():
            met[row["field_code"]] += row["measures"] * (row["status"] == "met")
            assessed[row["field_code"]] += row["measures"] * (row["status"] != "unknown")
        for field, count in assessed.items():
            assert scores[plan, field] == (count, met[field])
        assert scores[plan, None] == (sum(assessed.values()), sum(met.values()))
        assert headlines[plan] == sum(met.values())


def test_the_rows_behind_the_headline_are_what_it_counts(cursor):
    known = {"plans": PLANS, "day": dt.date(2025, 12, 8), "with_simulated": True}
    counts = tally(count_targets(cursor, **known), "status", "measures")
    assert Counter(list_targets(cursor, **known)["status"]) == counts


def test_exceptions_are_what_the_counts_count(cursor):
    known = {"plans": ("long-an-2022",), "day": dt.date(2022, 10, 10), "with_simulated": True}
    counts = tally(count_targets(cursor, **known), "status", "measures")
    listed = Counter(list_target_exceptions(cursor, **known)["status"])
    troubled = {
        s: n for s, n in counts.items() if s not in ("met", "on_track", "not_met_yet", "unknown")
    }
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
    days = list_known_days(cursor, plans=PLANS, subjects=("target", "task"), with_simulated=True)[
        "known_on"
    ].to_list()
    assert days == sorted(set(days), reverse=True)
    scopes = list_scopes(cursor, with_simulated=False).to_dicts()
    # A rank was published of what this one asks for; of the other plans known in part nothing was.
    assert {s["plan_code"] for s in scopes} == {*PLANS, "ho-chi-minh-khong-ro-so-2024"}
    assert scopes[0]["plan_code"] == "van-phong-ubnd-son-la-2025", "the one with real reports"


@pytest.mark.parametrize("typed", ["thanh toan TRUC tuyen", "Thanh Toán trực tuyến"])
def test_search_ignores_marks_and_case(cursor, typed):
    found = search_records(cursor, wanted=typed, subjects=("target", "task"))
    assert "long-an-2022" in found["plan_code"].to_list()
    assert set(found["subject"]) <= {"target", "task"}
    assert search_records(cursor, wanted="đường sắt vũ trụ", subjects=("target",)).is_empty()
    assert search_records(cursor, wanted="  ", subjects=("target",)).is_empty()
