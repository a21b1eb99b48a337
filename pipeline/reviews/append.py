"""Append decisions to a file that others append to as well."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.layouts.append import append_rows

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from pathlib import Path

FILE_NAME = "quyet-dinh-tren-man-hinh.csv"


@dataclass(frozen=True)
class Decision:
    """One decision of an analyst; see layouts/review_decisions.toml for the words allowed.

    Attributes:
        record_key: of the target or task, by content.
        what: ``link``, ``reading`` or the column that is corrected.
        decision: ``accept``, ``reject``, ``correct`` or ``undo``.
        old_value: what stood there.
        new_value: what shall stand there.
        decided_by: who.
        reason: why.
    """

    record_key: str
    what: str
    decision: str
    old_value: str = ""
    new_value: str = ""
    decided_by: str = ""
    reason: str = ""


def append_decisions(folder: Path, decisions: Sequence[Decision], decided_at: dt.datetime) -> Path:
    """Append rows; two analysts who do so at once both get theirs in, whole.

    Args:
        folder: ``reviews`` of the raw folder, made if it is not there.
        decisions: what was decided.
        decided_at: when, local time.

    Returns:
        The file.
    """
    moment = decided_at.isoformat(timespec="seconds")
    rows = [{**vars(decision), "decided_at": moment} for decision in decisions]
    return append_rows(folder, FILE_NAME, "review_decisions", rows)
