"""A recognised sheet -> typed rows that satisfy the layout, and the problems of the rest."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING

import polars as pl

from pipeline.support.problems import Problem, reject_file
from pipeline.support.text import fold
from pipeline.tables.constraints import check_constraints
from pipeline.tables.typed import (
    apply_types,
    drop_rows,
    find_overflow,
    frame_text,
    map_words,
)

if TYPE_CHECKING:
    import datetime as dt

    from pipeline.layouts.model import SheetLayout
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
    overflow = find_overflow(sheet) + find_turned_refs(sheet, text)
    text, reasons = _take_words(sheet.layout, drop_rows(text, overflow))
    typed, problems = apply_types(sheet.layout, text, name, sheet.table.day_zero, received_on)
    typed = typed.with_columns(reasons)
    unread = {(p.row_no or 0, p.column_name or "") for p in problems}
    problems += check_constraints(sheet.layout, typed, name, unread)
    return drop_rows(typed, problems), left_out + overflow + problems


# "05-Jun" in a csv file: what Excel made of the number 5-6 before it was saved.
_TURNED_REF = re.compile(r"^(\d{1,2})[-/ ]([A-Za-z]{3})[a-z]*$|^([A-Za-z]{3})[a-z]*[-/ ](\d{1,2})$")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def _guess_ref(sheet: RecognisedSheet, row_no: int, position: int, shown: str) -> str | None:
    """The number that Excel took for a day, None for a cell that is none."""
    table = sheet.table
    if (row_no - 1, position) in table.days:
        day, month, _ = (table.get(row_no - 1, position) or "//").split("/")
        return f"{int(day)}-{int(month)}"
    match = _TURNED_REF.match(shown)
    word = (match[2] or match[3]).lower() if match else ""
    if match and word in _MONTHS:
        return f"{int(match[1] or match[4])}-{_MONTHS.index(word) + 1}"
    return None


def find_turned_refs(sheet: RecognisedSheet, text: pl.DataFrame) -> list[Problem]:
    """Rows whose number (task 1-2) Excel made a day of: refused, with what was meant."""
    problems = []
    for column in sheet.layout.columns:
        position = sheet.positions.get(column.name, -1)
        if not column.name.endswith("_ref") or position < 0 or sheet.table.columnar is not None:
            continue
        for row_no, shown in text.select("row_no", column.name).iter_rows():
            meant = _guess_ref(sheet, row_no, position, shown or "")
            if meant is None:
                continue
            slashed = meant.replace("-", "/")
            problems.append(
                Problem(
                    "ref_is_day",
                    parameters={"shown": shown, "meant": meant, "slashed": slashed},
                    sheet=sheet.table.sheet,
                    row_no=row_no,
                    column_name=column.header,
                    value=shown,
                )
            )
    return problems


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
            raise reject_file("unknown_column.entry", {"name": name}, sheet=sheet.table.sheet)
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
