"""Read .csv: comma, semicolon or tab; UTF-8 with or without byte order mark."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

import polars as pl

from pipeline.support.guards import refuse_nul
from pipeline.support.legacy_letters import guess_legacy
from pipeline.support.problems import reject_file
from pipeline.support.text import clean_cell
from pipeline.tables.model import RawTable

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.support.problems import UnreadableFileError

_DELIMITERS = ",;\t|"
_SAID_DELIMITER = re.compile(r"^sep=(.)\r?\n", re.IGNORECASE)
# From this size on a file is read as columns: the same rows, some forty times as fast.
_LARGE = 1 << 20
_HEAD = 20


# The widest export that we know has some forty columns; thousands are another kind of file.
MAX_COLUMNS = 2_000
_MAX_CELL = 10_000_000


def check_width(columns: int) -> None:
    """Refuse a table that no layout can be.

    Raises:
        UnreadableFileError: too many columns.
    """
    if columns > MAX_COLUMNS:
        raise reject_file("too_many_columns", {"columns": columns, "limit": MAX_COLUMNS})


def guess_delimiter(text: str) -> str:
    """The delimiter that the first lines use most; a Vietnamese Excel writes semicolons.

    Excel itself says it in a first line ``sep=|`` where it is another one.
    """
    if found := _SAID_DELIMITER.match(text):
        return found[1]
    head = text[:4096]
    return max(_DELIMITERS, key=head.count)


def _refuse_encoding(content: bytes) -> UnreadableFileError:
    """Says what the bytes may be instead of UTF-8, and what to do."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return reject_file("not_utf8.utf16")
    name = guess_legacy(content.decode("latin-1"))
    return reject_file("not_utf8.legacy", {"name": name}) if name else reject_file("not_utf8")


def split_delimited(path: Path) -> list[list[str]]:
    """Cells of a csv file as they stand, row by row.

    Raises:
        UnreadableFileError: the bytes are not UTF-8, one is none, or quotes are left open.
    """
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refuse_encoding(content) from error
    refuse_nul(text)
    csv.field_size_limit(_MAX_CELL)
    delimiter = guess_delimiter(text)
    try:
        # Only \r and \n end a line; what else Unicode calls a line break is a letter of a cell.
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise reject_file("broken_csv") from error
    check_width(max(map(len, rows), default=0))
    if _SAID_DELIMITER.match(text):
        rows[0] = []
    return rows


def _read_columnar(path: Path) -> RawTable | None:
    """A large file as columns, None where only reading row by row can do it justice.

    Rows of unequal length, or line breaks within cells, would shift cells or row numbers.
    """
    try:
        with path.open(encoding="utf-8-sig") as file:
            start = file.read(4096)
            delimiter = guess_delimiter(start)
            check_width((start + file.readline()).partition("\n")[0].count(delimiter))
        table = pl.read_csv(
            path, has_header=False, infer_schema=False, separator=delimiter,
            truncate_ragged_lines=False,
        )  # fmt: skip
    except (pl.exceptions.PolarsError, UnicodeDecodeError):
        return None
    lines, is_whole = 0, True
    with path.open("rb") as file:
        for block in iter(lambda: file.read(1 << 22), b""):
            lines += block.count(b"\n")
            is_whole &= b"\0" not in block
    if not is_whole or abs(lines - table.height) > 1:
        return None
    head = [[clean_cell(c) if c else None for c in row] for row in table.head(_HEAD).iter_rows()]
    return RawTable(path.name, head, table)


def read_delimited(path: Path) -> list[RawTable]:
    """The one table of a csv file.

    Args:
        path: the file.

    Returns:
        A list with one table named after the file.

    Raises:
        UnreadableFileError: the bytes are not UTF-8.
    """
    if path.stat().st_size > _LARGE and (table := _read_columnar(path)):
        return [table]
    rows = [[clean_cell(cell) for cell in row] for row in split_delimited(path)]
    return [RawTable(path.name, rows, is_delimited=True)]
