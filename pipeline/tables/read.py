"""One door to every kind of tabular file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.support.problems import reject_file
from pipeline.tables.columnar import read_parquet
from pipeline.tables.delimited import read_delimited
from pipeline.tables.workbook import read_workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pipeline.tables.model import RawTable

READERS: dict[str, Callable[[Path], list[RawTable]]] = {
    ".xlsx": read_workbook,
    ".csv": read_delimited,
    ".parquet": read_parquet,
}


def read_tables(path: Path) -> list[RawTable]:
    """Read a file into raw tables.

    Args:
        path: .xlsx, .csv or .parquet.

    Returns:
        At least one table with at least one filled cell.

    Raises:
        UnreadableFileError: unknown kind of file, empty, or not readable.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise reject_file(
            "unknown_kind",
            {"suffix": path.suffix or None, "kinds": ", ".join(READERS)},
        )
    tables = [t for t in reader(path) if any(any(row) for row in t.rows)]
    if not tables:
        raise reject_file("empty_file")
    return tables
