"""Append rows of a layout to a csv file that others append to as well."""

from __future__ import annotations

import csv
import fcntl
import io
import os
from typing import TYPE_CHECKING

from pipeline.layouts.model import find_layout

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_BOM = b"\xef\xbb\xbf"


def _say(layout: str, row: Mapping[str, str]) -> list[str]:
    """The cells of a row, in Vietnamese as the layout has them."""
    cells = []
    for column in find_layout(layout).sheets[0].columns:
        # A lone return would end the line for some readers of csv and not for others.
        value = row.get(column.name, "").replace("\r\n", "\n").replace("\r", "\n")
        words = {stored: word for word, stored in column.choices.items()}
        cells.append(words.get(value, value))
    return cells


def _format(rows: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def append_rows(
    folder: Path, file_name: str, layout: str, rows: Sequence[Mapping[str, str]]
) -> Path:
    """Append rows; two people who do so at once both get theirs in, whole.

    Args:
        folder: made if it is not there.
        file_name: ends in ``.csv``.
        layout: code of a layout with one sheet.
        rows: column name -> what is stored; choices as codes. What is left out stays empty.

    Returns:
        The file: another one, with a number, where somebody changed the head of the first.
    """
    folder.mkdir(parents=True, exist_ok=True)
    header = [c.header for c in find_layout(layout).sheets[0].columns]
    cells = [_say(layout, row) for row in rows]
    number = 1
    while not _append_to(folder / _name_file(file_name, number), header, cells):
        # Somebody saved the file from Excel in another form; a row of ours would not fit it.
        number += 1
    return folder / _name_file(file_name, number)


def _name_file(file_name: str, number: int) -> str:
    return file_name if number == 1 else file_name.replace(".csv", f"-{number}.csv")


def _append_to(path: Path, header: list[str], cells: Sequence[Sequence[str]]) -> bool:
    """Append to one file; False where its first line is not our header as we write it."""
    with path.open("ab+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        size = file.seek(0, os.SEEK_END)
        file.seek(0)
        if size and file.readline().removeprefix(_BOM).rstrip(b"\r\n") != _format([header])[:-1]:
            return False
        file.seek(0, os.SEEK_END)
        content = _format([*([] if size else [header]), *cells])
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
