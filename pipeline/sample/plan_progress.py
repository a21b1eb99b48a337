"""Simulated weekly progress of the units whose plans lie in the raw folder."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.layouts.model import SheetLayout, find_layout
from pipeline.layouts.writer import write_workbook
from pipeline.sample.series import Course, draw_course, list_fridays
from pipeline.support.reference import read_seed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import polars as pl

Row = dict[str, Any]
SEED = 2025
NOTE = "Số liệu mô phỏng, không phải số thật"
CITATION = f"cchc sample --from-plans (hạt giống {SEED})"


@dataclass(frozen=True)
class ReportingWindow:
    """Weeks in which a unit reports.

    Attributes:
        first: first day.
        last: last day; a unit that stops reporting has an early one.
    """

    first: dt.date
    last: dt.date


# The province of Long An ends on 2025-06-30 and its department with it; the department of
# justice stands for a unit that stops reporting; the commune exists from 2025-07-01.
WINDOWS = {
    "so-noi-vu-long-an-2025": ReportingWindow(dt.date(2025, 1, 3), dt.date(2025, 6, 27)),
    "so-tu-phap-tay-ninh-2021-2030": ReportingWindow(dt.date(2025, 1, 3), dt.date(2025, 5, 16)),
    "minh-duc-2025": ReportingWindow(dt.date(2025, 7, 4), dt.date(2025, 12, 31)),
}


def _window(plan: Row) -> ReportingWindow:
    year = plan["year_to"]
    return WINDOWS.get(
        plan["plan_code"], ReportingWindow(dt.date(year, 1, 1), dt.date(year, 12, 31))
    )


def _receipt(as_of: dt.date, chance: random.Random) -> dt.date:
    """Reports usually come on Monday; one in twelve comes late."""
    late = chance.random() < 1 / 12
    return as_of + dt.timedelta(days=chance.randint(10, 24) if late else 3)


def _observation(
    plan: Row, target: Row, course: Course, as_of: dt.date, chance: random.Random
) -> Row:
    share = (as_of - dt.date(as_of.year, 1, 1)).days / 365
    numerator = round(course.value_at(share, chance.gauss(0, 1)) * course.denominator / 100)
    return {
        "unit_code": plan["unit_code"],
        "indicator_code": target["indicator_code"],
        "scope_level": target["scope_level"],
        "period_code": "{}-W{:02}".format(*as_of.isocalendar()[:2]),
        "as_of_date": as_of,
        "received_on": _receipt(as_of, chance),
        "numerator": numerator,
        "denominator": course.denominator,
        "value": round(100 * numerator / course.denominator, 2),
        "unit": "%",
        "data_kind": "simulated",
        "citation": CITATION,
        "note": NOTE,
    }


def _mistake(observation: Row, chance: random.Random) -> Row:
    """What was reported first of an observation that a later report puts right."""
    numerator = max(
        0, min(observation["denominator"], observation["numerator"] + chance.choice((-2, 2)))
    )
    return observation | {
        "numerator": numerator,
        "value": round(100 * numerator / observation["denominator"], 2),
    }


def _correct(observation: Row) -> Row:
    """The report, two weeks later, that puts it right."""
    return observation | {
        "received_on": observation["received_on"] + dt.timedelta(days=14),
        "note": f"{NOTE}; sửa số đã báo cáo",
    }


def _unreported(observation: Row) -> Row:
    nothing = dict.fromkeys(("numerator", "denominator", "value", "unit"))
    return observation | nothing | {"missing_reason": "not_reported"}


def _series(plan: Row, target: Row, path: str, chance: random.Random) -> Iterator[Row]:
    course, window = draw_course(chance, target["value"], path), _window(plan)
    before = dt.date(window.first.year - 1, 12, 14)
    if path != "cumulative":
        numerator = round(course.start * course.denominator / 100)
        start = _observation(plan, target, course, before, chance)
        yield start | {
            "numerator": numerator,
            "period_code": str(before.year),
            "value": round(100 * numerator / course.denominator, 2),
        }
    for as_of in list_fridays(window.first, window.last):
        observation, luck = _observation(plan, target, course, as_of, chance), chance.random()
        if luck > 0.985:
            yield _mistake(observation, chance)
            yield _correct(observation)
        else:
            yield _unreported(observation) if luck < 0.03 else observation


def simulate_results(plans: Sequence[Row], targets: Sequence[Row]) -> list[Row]:
    """Weekly observations of every indicator that the plans set a share for.

    Args:
        plans: rows of raw.plans.
        targets: rows of raw.targets.

    Returns:
        Rows for layout ``indicator_results``; an indicator that a plan names twice is
        simulated once.
    """
    paths = {row["indicator_code"]: row["path"] for row in read_seed("indicators")}
    by_code = {p["plan_code"]: p for p in plans}
    seen: set[tuple] = set()
    rows: list[Row] = []
    for target in targets:
        plan, code = by_code[target["plan_code"]], target["indicator_code"]
        # Nobody reports to us on what is only known in part: the programmes of the nation.
        if plan["is_partial"]:
            continue
        key = (plan["plan_code"], code, target["scope_level"])
        if code is None or target["unit"] != "%" or key in seen:
            continue
        seen.add(key)
        chance = random.Random(f"{SEED}:{key}")  # noqa: S311 (simulation, not security)
        rows += _series(plan, target, paths[code], chance)
    return rows


def _finish_day(due: dt.date, chance: random.Random) -> dt.date | None:
    """Three tasks in four are done in time, some late, one in eight not at all.

    A task that is due at the end of the year is often done long before.
    """
    fate = chance.random()
    if fate < 0.74:
        return due - dt.timedelta(days=chance.randint(0, 150 if due.month == 12 else 35))
    return due + dt.timedelta(days=chance.randint(3, 70)) if fate < 0.875 else None


def _status_rows(plan: Row, task_ref: str, due: dt.date, chance: random.Random) -> Iterator[Row]:
    finish = _finish_day(due, chance)
    begin = due - dt.timedelta(days=chance.randint(50, 110))
    for as_of in list_fridays(_window(plan).first, _window(plan).last):
        done = finish is not None and as_of >= finish
        way = (as_of - begin).days / max(1, ((finish or due) - begin).days)
        percent = 100 if done else max(0, min(90, round(way * 90 / 10) * 10))
        yield {
            "plan_code": plan["plan_code"],
            "task_ref": task_ref,
            "as_of_date": as_of,
            "received_on": _receipt(as_of, chance),
            "status": "done" if done else "in_progress" if percent else "not_started",
            "completed_on": finish if done else None,
            "percent_done": percent,
            "data_kind": "simulated",
            "citation": CITATION,
            "note": NOTE,
        }
        if done:
            return


def simulate_statuses(
    plans: Sequence[Row], dues: Sequence[Row], settled: set[tuple[str, str]]
) -> list[Row]:
    """Weekly status of every task with a dated deadline, until it is done.

    Args:
        plans: rows of raw.plans.
        dues: rows of raw.task_dues.
        settled: (plan_code, task_ref) that real evidence speaks of; they are left alone.

    Returns:
        Rows for layout ``task_status``.
    """
    last_due: dict[tuple[str, str], dt.date] = {}
    for due in dues:
        key = (due["plan_code"], due["task_ref"])
        # Standing work ends with its plan only in our observation; nobody finishes it on a day.
        if due["due_to"] and due["due_kind"] != "ongoing" and key not in settled:
            last_due[key] = max(due["due_to"], last_due.get(key, due["due_to"]))
    by_code = {p["plan_code"]: p for p in plans}
    rows: list[Row] = []
    for (code, ref), due in last_due.items():
        window = _window(by_code[code])
        if due.year == window.first.year:
            chance = random.Random(f"{SEED}:{code}:{ref}")  # noqa: S311
            rows += _status_rows(by_code[code], ref, due, chance)
    return rows


def write_plan_progress(
    path: Path,
    plans: pl.DataFrame,
    targets: pl.DataFrame,
    dues: pl.DataFrame,
    evidence: pl.DataFrame,
) -> dict[str, int]:
    """Write the simulated workbook, the same bytes for the same plans.

    Args:
        path: .xlsx file to write.
        plans: raw.plans.
        targets: raw.targets.
        dues: raw.task_dues.
        evidence: raw.task_evidence; tasks it names are not simulated.

    Returns:
        Rows written per sheet name.
    """
    settled = set(evidence.select("plan_code", "task_ref").rows())
    sheets: list[SheetLayout] = [
        *find_layout("indicator_results").sheets,
        *find_layout("task_status").sheets,
    ]
    rows = {
        "observations": simulate_results(plans.to_dicts(), targets.to_dicts()),
        "task_statuses": simulate_statuses(plans.to_dicts(), dues.to_dicts(), settled),
    }
    write_workbook(path, sheets, rows)
    return {s.name: len(rows[s.table]) for s in sheets}
