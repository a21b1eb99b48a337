"""Rows below a header: those that are records as text, and a reason for every other one."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from pipeline.support.problems import Problem
from pipeline.support.text import fold
from pipeline.tables.furniture import name_furniture
from pipeline.tables.model import is_period

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.layouts.model import Column
    from pipeline.tables.model import RawTable
    from pipeline.tables.recognise import RecognisedSheet

# Units and numbers of columns stand right below the header and nowhere else.
_FURNITURE_REACH = 3
# A note or a signature fills few cells; a row with more of them is a record that lacks something.
_NOTE_CELLS = 4
# So many left-out rows of one kind are named one by one; the rest of them together.
_NAMED = 50
_HIDDEN = "hidden_row"
# Choices that are an answer by themselves, not a description of the row.
_ANSWERS = ("status", "missing_reason", "decision")


@dataclass
class Body:
    """What stands below the header.

    Attributes:
        text: one row per record: ``row_no`` and a column of text per column of the layout.
        problems: rows that are no record, each with its reason, and cells left out.
    """

    text: pl.DataFrame
    problems: list[Problem] = field(default_factory=list)


class _Rows:
    """Judges the rows of one sheet, one after another."""

    def __init__(self, sheet: RecognisedSheet) -> None:
        self.sheet = sheet
        self.table: RawTable = sheet.table
        self.columns = [
            (c, sheet.positions[c.name]) for c in sheet.layout.columns if c.name in sheet.positions
        ]
        self.left_out: list[tuple[str, int, str]] = []
        self.was_signed = False

    def read(self) -> Iterator[dict[str, object]]:
        """The records, as text."""
        for row in range(self.sheet.header_row, len(self.table.rows)):
            cells = self.table.rows[row]
            if not any(cells):
                continue
            kind = self._name(row, cells)
            if kind:
                self.left_out.append((kind, row + 1, "; ".join(c for c in cells if c)))
            else:
                yield {"row_no": row + 1, **self._take(row)}

    def _take(self, row: int) -> dict[str, str | None]:
        return {c.name: self._cell(c, row, position) for c, position in self.columns}

    def _cell(self, column: Column, row: int, position: int) -> str | None:
        if position in self.table.hidden_columns and column.is_figure:
            return None
        origin = self.table.spans.get((row, position), (row, position))
        # A cell merged over rows speaks for each of them; one over columns for its first only.
        at = (
            origin
            if origin[1] == position and origin[0] >= self.sheet.header_row
            else (row, position)
        )
        if column.is_name:
            return self.table.get_shown(*at)
        text = self.table.get(*at)
        if column.type == "date" and text and at in self.table.days:
            day, month, year = text.split("/")
            return f"{year}-{month}-{day}"
        return text

    def _name(self, row: int, cells: list[str | None]) -> str | None:
        """Why a row is no record, None for a record."""
        if row in self.table.hidden_rows:
            return _HIDDEN
        if self._repeats_header(row):
            return "repeated_header"
        kind = name_furniture(cells)
        if kind in ("units", "column_numbers"):
            is_near = row - self.sheet.header_row < _FURNITURE_REACH
            return kind if is_near else None
        return self._name_incomplete(row, cells, kind) if self._lacks(row) else None

    def _name_incomplete(self, row: int, cells: list[str | None], kind: str | None) -> str | None:
        """Why a row that lacks a needed cell is no record; None for a record with a fault."""
        filled = [c for c in cells if c]
        if kind == "total":
            return kind
        self.was_signed |= kind == "signature"
        if len(filled) <= _NOTE_CELLS and (self.was_signed or kind == "note"):
            return "signature" if self.was_signed else "note"
        if self._is_unfilled(row):
            return "unfilled"
        is_alone = len(filled) == 1 and not filled[0].replace(",", "").replace(".", "").isdecimal()
        return "section" if is_alone and len(self.columns) > 1 else None

    def _is_unfilled(self, row: int) -> bool:
        """A row of a prepared form that nobody filled in: names, and no figure, day or status."""
        cells = [(c, self._cell(c, row, p)) for c, p in self.columns]
        named = [c for c, text in cells if text and c.is_name]
        told = [c for c, text in cells if text and (c.is_figure or c.words or c.name in _ANSWERS)]
        return bool(named) and not told

    def _lacks(self, row: int) -> bool:
        """Whether a needed cell is empty."""
        needed = [(c, p) for c, p in self.columns if c.required]
        return any(self._cell(c, row, p) is None for c, p in needed)

    def _repeats_header(self, row: int) -> bool:
        said = [(c, t) for c, p in self.columns if (t := self.table.get(row, p))]
        meant = [c for c, t in said if fold(t) in c.folded_names]
        return len(meant) >= 2 and len(meant) * 2 > len(said)

    def explain(self) -> list[Problem]:
        """One problem per row that is no record; of very many of one kind the rest together."""
        problems: list[Problem] = []
        kinds: dict[str, list[tuple[int, str]]] = {}
        for kind, row_no, text in self.left_out:
            kinds.setdefault(kind, []).append((row_no, text))
        for kind, rows in kinds.items():
            problems += [self._say(kind, row_no, text) for row_no, text in rows[:_NAMED]]
            if rest := rows[_NAMED:]:
                problems.append(self._say_rest(kind, rest))
        return problems

    def _say(self, kind: str, row_no: int, text: str) -> Problem:
        return Problem(
            kind if kind == _HIDDEN else f"ignored_{kind}",
            "warning" if kind == _HIDDEN else "ignored",
            sheet=self.table.sheet,
            row_no=row_no,
            value=text,
            ignored_rows=1,
        )

    def _say_rest(self, kind: str, rest: list[tuple[int, str]]) -> Problem:
        first, last = rest[0][0], rest[-1][0]
        said = self._say(kind, first, f"{first}-{last}")
        return dataclasses.replace(
            said,
            sentence_code=f"{said.sentence_code}.rest",
            parameters={"count": len(rest), "first": first, "last": last},
            ignored_rows=len(rest),
        )


def _name_left_cells(sheet: RecognisedSheet) -> list[Problem]:
    """Hidden columns of figures and struck cells: not read, and said so."""
    table = sheet.table
    figures = {c.name: c.header for c in sheet.layout.columns if c.is_figure}
    problems = [
        Problem(
            "hidden_column",
            "warning",
            sheet=table.sheet,
            column_name=figures.get(name) or sheet.label_of(position),
        )
        for name, position in sheet.positions.items()
        if position in table.hidden_columns and (name in figures or is_period(name))
    ]
    rows: dict[int, list[str]] = {}
    for row, column in sorted(table.struck):
        if row >= sheet.header_row:
            rows.setdefault(row, []).append(sheet.label_of(column))
    problems += [
        Problem(
            "struck_cell",
            "warning",
            {"columns": ", ".join(labels)},
            sheet=table.sheet,
            row_no=row + 1,
        )
        for row, labels in list(rows.items())[:_NAMED]
    ]
    if rest := list(rows)[_NAMED:]:
        problems.append(
            Problem(
                "struck_cell.rest",
                "warning",
                {"count": len(rest), "first": rest[0] + 1, "last": rest[-1] + 1},
                sheet=table.sheet,
                row_no=rest[0] + 1,
            )
        )
    return problems


def list_left_out(sheet: RecognisedSheet) -> set[int]:
    """Numbers of the rows that are no records, each of which ``read_body`` explains."""
    if sheet.table.columnar is not None:
        return set()
    rows = _Rows(sheet)
    for _ in rows.read():
        pass
    return {row_no for _, row_no, _ in rows.left_out}


def list_filled_rows(sheet: RecognisedSheet) -> list[int]:
    """Numbers of the rows below the header that hold anything, as in the file.

    Counted apart from how they are read, so that the two can be held against each other.
    """
    table = sheet.table
    if table.columnar is not None:
        below = table.columnar.with_row_index("row_no", 1).slice(sheet.header_row)
        filled = pl.any_horizontal(
            pl.col(name).is_not_null() & (pl.col(name).cast(pl.String, strict=False) != "")
            if kind == pl.String
            else pl.col(name).is_not_null()
            for name, kind in table.columnar.schema.items()
        )
        return below.filter(filled)["row_no"].to_list()
    rows = range(sheet.header_row, len(table.rows))
    return [row + 1 for row in rows if any(table.rows[row])]


def read_body(sheet: RecognisedSheet) -> Body:
    """Rows below the header of a sheet that was read cell by cell.

    Args:
        sheet: table with layout and header.

    Returns:
        Records as text (columns of the layout, null where the file lacks one, and ``row_no`` as
        in the file) and a problem for everything left out; empty rows are neither.
    """
    rows = _Rows(sheet)
    names = [c.name for c in sheet.layout.columns]
    records = list(rows.read())
    text = pl.DataFrame(records, schema={"row_no": pl.Int64} | dict.fromkeys(names, pl.String))
    return Body(text, rows.explain() + _name_left_cells(sheet))
