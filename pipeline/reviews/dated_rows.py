"""Rows that people append with the moment of each: decisions, steps of explanations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.progress.rules import check_rules
from pipeline.support.raw_tables import shape_frame
from pipeline.tables.moments import read_moment
from pipeline.tables.parse import parse_sheet
from pipeline.tables.typed import drop_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.progress.rules import Rule
    from pipeline.support.problems import Problem
    from pipeline.tables.recognise import RecognisedSheet

# Name of the moment while rules are checked; the column itself is still text then.
MOMENT = "_moment"


def _put_hours_back(frame: pl.DataFrame, sheet: RecognisedSheet, column: str) -> pl.DataFrame:
    """The hour of cells that Excel holds as a moment: the order of steps of one day rests on it."""
    moments, position = sheet.table.moments, sheet.positions.get(column)
    if not moments or position is None:
        return frame
    said = [moments.get((row - 1, position)) for row in frame["row_no"].to_list()]
    return frame.with_columns(pl.coalesce(pl.Series(said, dtype=pl.String), column).alias(column))


def read_dated_rows(
    sheets: Sequence[RecognisedSheet], table: str, moment: str, rules: Sequence[Rule]
) -> tuple[dict[str, pl.DataFrame], list[Problem]]:
    """Read sheets of one table whose rows each name a moment.

    Args:
        sheets: recognised sheets of one layout.
        table: of ``RAW_TABLES``.
        moment: column that holds the moment, as text.
        rules: of one row, in the order in which it is judged; ``MOMENT`` is the moment read.

    Returns:
        Frame of the table and every problem found.
    """
    frames, problems = [], []
    for sheet in sheets:
        frame, found = parse_sheet(sheet)
        frame = _put_hours_back(frame, sheet, moment).with_columns(
            read_moment(moment).alias(MOMENT)
        )
        name = sheet.table.sheet
        broken = check_rules(sheet.layout, frame, rules, name)
        good = drop_rows(frame, broken).with_columns(
            pl.col(MOMENT).alias(moment),
            pl.col("row_no").alias("source_row"),
            pl.format("trang {}, dòng {}", pl.lit(name), "row_no").alias("source_locator"),
        )
        frames.append(shape_frame(table, good))
        problems += found + broken
    return {table: pl.concat(frames)}, problems
