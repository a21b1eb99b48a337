"""Explanations already written to the raw folder, and writing more of them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import polars as pl

from dashboards.components.raw_rows import find_raw_folder, read_raw_rows
from pipeline.explanations.append import FOLDER, Step, append_step
from pipeline.explanations.steps import Explanation, list_explanations

if TYPE_CHECKING:
    from collections.abc import Mapping


def read_explanations(day: dt.date | None = None) -> dict[str, list[Explanation]]:
    """Every request of every record, the oldest first.

    Args:
        day: what was written later is left out; None leaves nothing out.

    Returns:
        Key by content of a task or number -> its requests.
    """
    steps = read_raw_rows(FOLDER, "explanations")
    if day is not None:
        steps = steps.filter(pl.col("written_at").dt.date() <= day)
    by_record: dict[str, list[Explanation]] = {}
    for explanation in list_explanations(steps):
        by_record.setdefault(explanation.record_key, []).append(explanation)
    return by_record


def count_states(
    explanations: Mapping[str, list[Explanation]], keys: set[str], day: dt.date
) -> dict[str, int]:
    """How many records have a newest request in each state.

    Args:
        explanations: of ``read_explanations``.
        keys: records that count.
        day: against which lateness is told.

    Returns:
        ``open``, ``overdue``, ``answered``, ``accept``, ``refuse`` -> records.
    """
    counts = dict.fromkeys(("open", "overdue", "answered", "accept", "refuse"), 0)
    for key, requests in explanations.items():
        if key in keys:
            counts[requests[-1].find_state(day)] += 1
    return counts


def write_step(step: Step) -> str | None:
    """Append a step, as of now.

    Returns:
        None, or why it could not be done.
    """
    now = dt.datetime.now(dt.UTC).astimezone().replace(tzinfo=None)
    try:
        append_step(find_raw_folder(FOLDER), step, now)
    except OSError as error:
        return str(error)
    return None
