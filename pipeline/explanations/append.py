"""Write a step of an explanation to the raw folder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.layouts.append import append_rows

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

FOLDER = "explanations"
FILE_NAME = "giai-trinh-tren-man-hinh.csv"


@dataclass(frozen=True)
class Step:
    """One step; see layouts/explanations.toml for the words allowed.

    Attributes:
        record_key: of the task or number, by content.
        step: ``request``, ``answer``, ``accept``, ``refuse`` or ``undo``.
        written_by: who.
        agency: who is asked, or answers.
        answer_due_on: by when to answer; of a request.
        new_due_on: deadline that an answer asks for.
        note: words.
    """

    record_key: str
    step: str
    written_by: str
    agency: str = ""
    answer_due_on: dt.date | None = None
    new_due_on: dt.date | None = None
    note: str = ""


def append_step(folder: Path, step: Step, written_at: dt.datetime) -> Path:
    """Append a step; several people may do so at once.

    Args:
        folder: ``explanations`` of the raw folder, made if it is not there.
        step: what happened.
        written_at: when, local time.

    Returns:
        The file.
    """
    row = {name: "" if value is None else str(value) for name, value in vars(step).items()}
    row["written_at"] = written_at.isoformat(timespec="seconds")
    return append_rows(folder, FILE_NAME, "explanations", [row])
