"""Rules that a layout states: required cells and smallest and largest numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.support.problems import Problem

if TYPE_CHECKING:
    from pipeline.layouts.model import Column, SheetLayout


def _show(value: object) -> str:
    return f"{value:g}".replace(".", ",") if isinstance(value, float) else str(value)


def _limit_problem(column: Column, row: dict, sheet_name: str) -> Problem:
    low = "-∞" if column.min is None else float(column.min)
    high = "+∞" if column.max is None else float(column.max)
    shown = _show(row[column.name])
    return Problem(
        "out_of_range",
        parameters={"shown": row[column.name], "low": low, "high": high},
        sheet=sheet_name,
        row_no=row["row_no"],
        column_name=column.header,
        value=shown,
        raw_row={k: str(v) for k, v in row.items() if v is not None and k != "row_no"},
    )


def _missing_problem(column: Column, row: dict, sheet_name: str) -> Problem:
    return Problem(
        "missing_value",
        parameters={"column": column.header},
        sheet=sheet_name,
        row_no=row["row_no"],
        column_name=column.header,
        raw_row={k: str(v) for k, v in row.items() if v is not None and k != "row_no"},
    )


def _outside(column: Column) -> pl.Expr:
    value, none = pl.col(column.name), pl.lit(False)
    below = value < column.min if column.min is not None else none
    above = value > column.max if column.max is not None else none
    return below | above


def check_constraints(
    layout: SheetLayout, frame: pl.DataFrame, sheet_name: str, unread: set[tuple[int, str]]
) -> list[Problem]:
    """One problem per broken rule.

    Args:
        layout: says which columns are required and their limits.
        frame: typed rows.
        sheet_name: name of the sheet in the file, for messages.
        unread: (row_no, header) of cells already reported as unreadable.

    Returns:
        Problems of severity ``row``.
    """
    problems: list[Problem] = []
    for column in layout.columns:
        if column.required:
            empty = frame.filter(pl.col(column.name).is_null())
            problems += [
                _missing_problem(column, row, sheet_name)
                for row in empty.iter_rows(named=True)
                if (row["row_no"], column.header) not in unread
            ]
        if column.min is not None or column.max is not None:
            outside = frame.filter(_outside(column))
            problems += [
                _limit_problem(column, row, sheet_name) for row in outside.iter_rows(named=True)
            ]
    return problems
