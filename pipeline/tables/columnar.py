"""Read .parquet: columns that know their types, for exports of other systems."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.support.problems import reject_file
from pipeline.tables.delimited import check_width
from pipeline.tables.model import RawTable

if TYPE_CHECKING:
    from pathlib import Path


def read_parquet(path: Path) -> list[RawTable]:
    """The one table of a Parquet file; its column names are the header.

    Args:
        path: the file.

    Returns:
        A list with one columnar table; row 1 is the header, so the first row of data is row 2.

    Raises:
        UnreadableFileError: the file is no Parquet.
    """
    try:
        frame = pl.read_parquet(path, glob=False)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        raise reject_file("corrupt_file.parquet") from error
    check_width(frame.width)
    # Room for the header, so that rows are numbered as in any other table.
    header = pl.DataFrame({c: [None] for c in frame.columns}, schema=frame.schema)
    return [RawTable(path.name, [list(frame.columns)], pl.concat([header, frame]))]
