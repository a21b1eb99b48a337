"""A recognised sheet -> typed rows that satisfy the layout, and the problems of the rest."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import polars as pl

from pipeline.problems import reject_file
from pipeline.tables.constraints import check_constraints
from pipeline.tables.typed import (
    apply_types,
    drop_rows,
    find_overflow,
    frame_text,
    map_words,
)
from pipeline.text import fold

if TYPE_CHECKING:
    import datetime as dt

    from pipeline.layouts.model import SheetLayout
    from pipeline.problems import Problem
    from pipeline.tables.recognise import RecognisedSheet

# Heading of the column of names in a facts sheet.
FACTS_HEADER = "muc"


def parse_sheet(
    sheet: RecognisedSheet, received_on: dt.date | None = None
) -> tuple[pl.DataFrame, list[Problem]]:
    """Type and check one sheet of shape ``rows``.

    Args:
        sheet: table with layout and header.
        received_on: when the file came in, where that is known.

    Returns:
        Good rows (columns of the layout, ``row_no`` and what ``apply_types`` adds) and every
        problem found, rows that are no record among them.
    """
    name = sheet.table.sheet
    text, left_out = frame_text(sheet)
    overflow = find_overflow(sheet)
    text, reasons = _take_words(sheet.layout, drop_rows(text, overflow))
    typed, problems = apply_types(sheet.layout, text, name, sheet.table.day_zero, received_on)
    typed = typed.with_columns(reasons)
    unread = {(p.row_no or 0, p.column_name or "") for p in problems}
    problems += check_constraints(sheet.layout, typed, name, unread)
    return drop_rows(typed, problems), left_out + overflow + problems


def _take_words(layout: SheetLayout, text: pl.DataFrame) -> tuple[pl.DataFrame, list[pl.Series]]:
    """Words in cells of figures ("chưa có số liệu") leave them and become the reason.

    Returns:
        The frame with those cells empty, and a column ``missing_word`` where there are any.
    """
    reasons = pl.Series("missing_word", [None] * text.height, dtype=pl.String)
    for column in layout.columns:
        if not column.words or not isinstance(text[column.name].dtype, pl.String | pl.Categorical):
            continue
        found = text.select(map_words(column.name, column.find_word)).to_series()
        if found.null_count() == text.height:
            continue
        kept = text[column.name].cast(pl.String).set(found.is_not_null(), None)
        text = text.with_columns(kept.alias(column.name))
        reasons = pl.select(pl.coalesce(reasons, found).alias("missing_word")).to_series()
    has_any = reasons.null_count() < text.height
    return text, [reasons] if has_any else []


def parse_facts(sheet: RecognisedSheet) -> tuple[dict[str, object], list[Problem]]:
    """Type and check one sheet of shape ``facts``: name, value, place in the document.

    Args:
        sheet: table whose first column holds names and second column values.

    Returns:
        Standard column name -> typed value, with ``places`` (column name -> place) beside
        them, and every problem found, each at the row of its fact.

    Raises:
        UnreadableFileError: a name that the layout does not know.
    """
    cells = {}
    for number, row in enumerate(sheet.table.rows, start=1):
        name, value, place = (*row, None, None, None)[:3]
        if name is None or fold(name) == FACTS_HEADER:
            continue
        column = sheet.layout.find_column(name)
        if column is None:
            raise reject_file(
                "unknown_column",
                f"có mục lạ «{name}»",
                "xóa mục hoặc sửa tên cho khớp mẫu",
                sheet=sheet.table.sheet,
            )
        cells.setdefault(column.name, (number, value, place))
    facts, problems = _type_facts(
        sheet, {n: c[1] for n, c in cells.items()}, {n: c[0] for n, c in cells.items()}
    )
    return facts | {"places": {n: c[2] for n, c in cells.items() if c[2]}}, problems


def _type_facts(
    sheet: RecognisedSheet, values: dict[str, str | None], rows: dict[str, int]
) -> tuple[dict[str, object], list[Problem]]:
    columns = [c.name for c in sheet.layout.columns]
    text = pl.DataFrame(
        [{"row_no": 1, **values}], schema={"row_no": pl.Int64} | dict.fromkeys(columns, pl.String)
    )
    typed, problems = apply_types(sheet.layout, text, sheet.table.sheet, sheet.table.day_zero)
    unread = {(1, p.column_name or "") for p in problems}
    problems += check_constraints(sheet.layout, typed, sheet.table.sheet, unread)
    row_of = {c.header: rows.get(c.name) for c in sheet.layout.columns}
    placed = [dataclasses.replace(p, row_no=row_of.get(p.column_name or "")) for p in problems]
    return typed.row(0, named=True), placed
