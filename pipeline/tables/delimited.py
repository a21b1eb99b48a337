"""Read .csv: comma, semicolon or tab; UTF-8 with or without byte order mark."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from pipeline.problems import reject_file
from pipeline.tables.model import RawTable
from pipeline.text import tidy

if TYPE_CHECKING:
    from pathlib import Path

_DELIMITERS = ",;\t"


def guess_delimiter(text: str) -> str:
    """The delimiter that the first lines use most; a Vietnamese Excel writes semicolons."""
    head = text[:4096]
    return max(_DELIMITERS, key=head.count)


def split_delimited(path: Path) -> list[list[str]]:
    """Cells of a csv file as they stand, row by row.

    Raises:
        UnreadableFileError: the bytes are not UTF-8.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise reject_file(
            "not_utf8",
            "tệp không phải UTF-8, chữ Việt sẽ sai",
            "trong Excel chọn Lưu thành, kiểu CSV UTF-8, rồi đưa vào lại",
        ) from error
    return list(csv.reader(text.splitlines(keepends=True), delimiter=guess_delimiter(text)))


def read_delimited(path: Path) -> list[RawTable]:
    """The one table of a csv file.

    Args:
        path: the file.

    Returns:
        A list with one table named after the file.

    Raises:
        UnreadableFileError: the bytes are not UTF-8.
    """
    rows = [[tidy(cell) or None for cell in row] for row in split_delimited(path)]
    return [RawTable(path.name, rows)]
