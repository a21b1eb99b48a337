"""A list of units -> rows of raw.units."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.support.raw_tables import shape_frame
from pipeline.tables.parse import parse_sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.support.problems import Problem
    from pipeline.tables.recognise import RecognisedSheet


def read_unit_list(
    sheets: Sequence[RecognisedSheet],
) -> tuple[dict[str, pl.DataFrame], list[Problem]]:
    """Read a list of units.

    Args:
        sheets: recognised sheets of layout ``unit_list``.

    Returns:
        Frame for ``units`` (columns of ``RAW_TABLES``) and every problem found.
    """
    frames, problems = [], []
    for sheet in sheets:
        frame, found = parse_sheet(sheet)
        locator = pl.format("trang {}, dòng {}", pl.lit(sheet.table.sheet), "row_no")
        frames.append(shape_frame("units", frame.with_columns(locator.alias("source_locator"))))
        problems += found
    return {"units": pl.concat(frames)}, problems
