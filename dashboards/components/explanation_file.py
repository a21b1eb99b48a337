"""Explanations already written to the raw folder, and writing more of them."""

from __future__ import annotations

import dataclasses
import datetime as dt

import polars as pl

from dashboards.access.guard import NotAllowedError, require_right_to_records
from dashboards.components.raw_rows import find_raw_folder, read_raw_rows
from dashboards.components.state import read_shared
from pipeline.explanations.append import FOLDER, Step, append_step
from pipeline.explanations.steps import Explanation, list_explanations


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


def write_step(step: Step) -> str | None:
    """Append a step, as of now.

    Returns:
        None, or why it could not be done.
    """
    try:
        person = require_right_to_records(f"explanation_{step.step}", [step.record_key])
    except NotAllowedError:
        return read_shared().texts("access.not_allowed")
    if person.is_signed_in:
        step = dataclasses.replace(step, written_by=person.name)
    now = dt.datetime.now(dt.UTC).astimezone().replace(tzinfo=None)
    try:
        append_step(find_raw_folder(FOLDER), step, now)
    except OSError as error:
        return str(error)
    return None
