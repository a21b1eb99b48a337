"""Section 9 of docs/method.md in plain Python, written from the page and not from the models."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import pairwise

SOON_DAYS = 14
LONG_AGO, NEVER = dt.date.min, dt.date.max


@dataclass(frozen=True)
class Report:
    """One receipt of a report on a task."""

    as_of: dt.date
    received: dt.date
    status: str
    completed: dt.date | None = None
    is_simulated: bool = False

    @property
    def done_on(self) -> dt.date:
        return self.completed or self.as_of

    @property
    def is_open(self) -> bool:
        return self.status not in ("done", "cancelled")


@dataclass(frozen=True)
class Task:
    """A task of a plan.

    Attributes:
        key: of the task.
        is_done: the plan itself says so.
        dues: its dated deadlines, each with whether it comes back.
        reports: every receipt.
    """

    key: str
    is_done: bool
    dues: tuple[tuple[dt.date, bool], ...]
    reports: tuple[Report, ...]


def keep_known(reports: tuple[Report, ...], day: dt.date) -> list[Report]:
    """The last receipt of each as-of date among those received by a day, in order."""
    latest: dict[dt.date, Report] = {}
    for report in sorted(reports, key=lambda r: r.received):
        if report.received <= day:
            latest[report.as_of] = report
    return sorted(latest.values(), key=lambda r: r.as_of)


def judge_deadlines(
    dues: list[dt.date], known: list[Report], day: dt.date
) -> list[tuple[dt.date, str]]:
    """Each deadline and how it stands on a day."""
    ends = [LONG_AGO, *dues, NEVER]
    spans = list(pairwise(ends[:-1]))
    said = [
        # Reported open again in its span, or after the last deadline: not done so far.
        _list_finished(known, begins, ends_on if i + 1 < len(dues) else NEVER)
        for i, (begins, ends_on) in enumerate(spans)
    ]
    within = [[d for d in said[i] if a < d <= b] for i, (a, b) in enumerate(spans)]
    owed = [
        not within[i] and any(r.is_open and due < r.as_of <= ends[i + 2] for r in known)
        for i, due in enumerate(dues)
    ]
    judged = []
    for i, due in enumerate(dues):
        # Reported open after a deadline and then finished: that was the one still owed.
        own = within[i][1:] if i and owed[i - 1] else within[i]
        if i + 1 < len(dues):
            late = within[i + 1][:1] if owed[i] else []
        else:
            late = [d for d in said[i] if d > due] if not within[i] else []
        after = [r for r in known if r.as_of > due]
        judged.append((due, _judge_deadline(due, day, own, late, after, known)))
    return judged


def _list_finished(known: list[Report], begins: dt.date, until: dt.date) -> list[dt.date]:
    """Days of completion said after the task was last reported open in a span."""
    opened = max(
        (r.as_of for r in known if r.is_open and begins < r.as_of <= until), default=LONG_AGO
    )
    return sorted({r.done_on for r in known if r.status == "done" and r.as_of > opened})


def _judge_deadline(due, day, own, late, after, known):
    if own:
        return "done_on_time"
    if late:
        return "done_late"
    if due < day:
        last = after[-1] if after else None
        if last and last.status == "done" and last.done_on <= due:
            return "done_on_time"
        if last and last.status != "done":
            return "cancelled" if last.status == "cancelled" else "late"
        return "unknown"
    if not known:
        return "unknown"
    return "due_soon" if (due - day).days <= SOON_DAYS else "not_due"


def judge_task(task: Task, day: dt.date, *, simulated: bool) -> str:
    """How a task stands on a day, as it was known on it; a real report beats a simulated one."""
    real = keep_known(tuple(r for r in task.reports if not r.is_simulated), day)
    made_up = keep_known(tuple(r for r in task.reports if r.is_simulated), day)
    if real or task.is_done or not simulated:
        return _judge(task, real, day)
    return _judge(task, made_up, day) if made_up else _judge(task, [], day)


def _judge(task: Task, known: list[Report], day: dt.date) -> str:
    if not known:
        return "done_undated" if task.is_done else "unknown"
    last, dues = known[-1], sorted({due for due, _ in task.dues})
    if last.status == "cancelled":
        return "cancelled"
    judged = judge_deadlines(dues, known, day)
    states = [state for _, state in judged]
    if "late" in states:
        return "late"
    if last.status == "done" and (len(dues) <= 1 or last.done_on > dues[-2]):
        if last.completed is None or not dues:
            return "done_undated"
        is_late = "done_late" in states or last.completed > dues[-1]
        return "done_late" if is_late else "done_on_time"
    return _judge_open(judged, day) if dues else "no_deadline"


def _judge_open(judged: list[tuple[dt.date, str]], day: dt.date) -> str:
    passed = [state for due, state in judged if due < day]
    coming = [s for due, s in judged if due >= day and s in ("due_soon", "not_due", "unknown")]
    if passed and passed[-1] == "unknown":
        return "unknown"
    if coming:
        return coming[0]
    return "done_late" if "done_late" in [s for _, s in judged] else "done_on_time"
