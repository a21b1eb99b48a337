"""Which steps of an explanation stand, and which request each belongs to.

A request opens a thread of its record; answers belong to it until somebody decides. The screens
and the build both ask here, so that a step means the same before and after it is built.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

from pipeline.support.raw_tables import empty_frame

if TYPE_CHECKING:
    import datetime as dt

_ORDER = ("written_at", "file_path", "source_row")
_DECISIONS = ("accept", "refuse")
# Why a step says nothing about any request.
_UNASKED, _NOTHING_TO_UNDO = "unasked", "nothing_to_undo"


@dataclass
class _Thread:
    """One request and what followed, while it is read."""

    number: int
    steps: list[dict[str, Any]] = field(default_factory=list)

    @property
    def is_closed(self) -> bool:
        return any(step["step"] in _DECISIONS for step in self.steps)


def _place(step: dict[str, Any], threads: list[_Thread]) -> str | None:
    """Put one step where it belongs; why it belongs nowhere, else None."""
    if step["step"] == "request":
        # A second request before a decision asks anew: the first is then answered by nobody.
        threads.append(_Thread(len(threads) + 1, [step]))
        return None
    if not threads or threads[-1].is_closed:
        return _UNASKED
    threads[-1].steps.append(step)
    return None


def _undo(step: dict[str, Any], threads: list[_Thread]) -> str | None:
    """Take back the last step, where it is the same person's; why it cannot be, else None."""
    last = threads[-1].steps[-1] if threads else None
    if last is None or last["written_by"] != step["written_by"]:
        return _NOTHING_TO_UNDO
    threads[-1].steps.pop()
    if not threads[-1].steps:
        threads.pop()
    return None


def _mark_record(steps: list[dict[str, Any]]) -> None:
    threads: list[_Thread] = []
    for step in steps:
        put = _undo if step["step"] == "undo" else _place
        step["fault"] = put(step, threads)
    for thread in threads:
        latest = {step["step"]: step for step in thread.steps}
        for step in thread.steps:
            step["request_no"] = thread.number
            step["is_standing"] = latest[step["step"]] is step


def mark_steps(steps: pl.DataFrame) -> pl.DataFrame:
    """Fill ``request_no``, ``is_standing`` and ``fault``.

    Who undoes takes back the last step of the record where it is their own. Of several answers to
    one request the latest stands.

    Args:
        steps: rows of ``raw.explanations``.

    Returns:
        The same rows in the order in which they were written. ``request_no`` counts the requests
        of a record from 1, null for a step that was taken back or belongs to none; ``fault`` says
        why it belongs to none: ``unasked``, ``nothing_to_undo``.
    """
    rows = steps.sort(_ORDER, maintain_order=True).to_dicts()
    by_record: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        row |= {"request_no": None, "is_standing": False, "fault": None}
        by_record.setdefault(row["record_key"], []).append(row)
    for of_record in by_record.values():
        _mark_record(of_record)
    return pl.DataFrame(rows, schema=steps.schema) if rows else empty_frame("explanations")


@dataclass(frozen=True)
class Explanation:
    """One request of a record and how far it came.

    Attributes:
        record_key: of the task or number, by content.
        request_no: counts the requests of the record.
        agency: who was asked.
        asked_by: who asked.
        asked_at: when, local time.
        answer_due_on: by when the answer is due.
        question: what was asked, may be empty.
        answer: what was answered last, None while nothing was.
        new_due_on: the deadline that the answer asks for, None where it asks for none.
        decision: ``accept``, ``refuse``, or None while nobody decided.
        steps: all standing steps in their order.
    """

    record_key: str
    request_no: int
    agency: str
    asked_by: str
    asked_at: dt.datetime
    answer_due_on: dt.date
    question: str
    answer: str | None
    new_due_on: dt.date | None
    decision: str | None
    steps: list[dict[str, Any]]

    def find_state(self, day: dt.date) -> str:
        """How far it came: ``open``, ``overdue``, ``answered``, ``accept`` or ``refuse``."""
        if self.decision:
            return self.decision
        if self.answer is not None:
            return "answered"
        return "overdue" if self.answer_due_on < day else "open"


def _fold(steps: list[dict[str, Any]]) -> Explanation:
    said = {step["step"]: step for step in steps}
    asked, answer = said["request"], said.get("answer")
    decision = next((name for name in _DECISIONS if name in said), None)
    return Explanation(
        record_key=asked["record_key"],
        request_no=asked["request_no"],
        agency=asked["agency"] or "",
        asked_by=asked["written_by"],
        asked_at=asked["written_at"],
        answer_due_on=asked["answer_due_on"],
        question=asked["note"] or "",
        answer=answer["note"] if answer else None,
        new_due_on=answer["new_due_on"] if answer else None,
        decision=decision,
        steps=steps,
    )


def list_explanations(steps: pl.DataFrame) -> list[Explanation]:
    """Every request, the oldest first.

    Args:
        steps: rows of ``raw.explanations``, marked or not.
    """
    marked = mark_steps(steps).filter("is_standing")
    threads: dict[tuple[str, int], list[dict[str, Any]]] = {}
    for row in marked.to_dicts():
        threads.setdefault((row["record_key"], row["request_no"]), []).append(row)
    return [_fold(of_thread) for of_thread in threads.values()]
