"""Append decisions to a file that others append to as well."""

from __future__ import annotations

import csv
import fcntl
import io
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.layouts.model import find_layout

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from pathlib import Path

_BOM = b"\xef\xbb\xbf"
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


def _say(decision: Decision, decided_at: dt.datetime) -> list[str]:
    """The cells of a row, in Vietnamese as the layout has them."""
    values = {**vars(decision), "decided_at": decided_at.isoformat(timespec="seconds")}
    cells = []
    for column in find_layout("review_decisions").sheets[0].columns:
        value = values[column.name]
        words = {stored: word for word, stored in column.choices.items()}
        cells.append(words.get(value, value))
    return cells


def _format(rows: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def append_decisions(folder: Path, decisions: Sequence[Decision], decided_at: dt.datetime) -> Path:
    """Append rows; two analysts who do so at once both get theirs in, whole.

    Args:
        folder: ``reviews`` of the raw folder, made if it is not there.
        decisions: what was decided.
        decided_at: when, local time.

    Returns:
        The file.
    """
    folder.mkdir(parents=True, exist_ok=True)
    header = [c.header for c in find_layout("review_decisions").sheets[0].columns]
    number = 1
    while not _append_to(folder / _name_file(number), header, decisions, decided_at):
        # Somebody saved the file from Excel in another form; a row of ours would not fit it.
        number += 1
    return folder / _name_file(number)


def _name_file(number: int) -> str:
    return FILE_NAME if number == 1 else FILE_NAME.replace(".csv", f"-{number}.csv")


def _append_to(
    path: Path, header: list[str], decisions: Sequence[Decision], decided_at: dt.datetime
) -> bool:
    """Append to one file; False where its first line is not our header as we write it."""
    with path.open("ab+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        size = file.seek(0, os.SEEK_END)
        file.seek(0)
        if size and file.readline().removeprefix(_BOM).rstrip(b"\r\n") != _format([header])[:-1]:
            return False
        file.seek(0, os.SEEK_END)
        rows = [] if size else [header]
        content = _format([*rows, *(_say(d, decided_at) for d in decisions)])
        if size and not _ends_line(file, size):
            content = b"\n" + content
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return True


def _ends_line(file: io.BufferedRandom, size: int) -> bool:
    """Somebody may have edited the file by hand and left out the last line break."""
    file.seek(size - 1)
    last = file.read(1)
    file.seek(0, os.SEEK_END)
    return last == b"\n"
