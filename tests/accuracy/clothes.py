"""One plan in other clothes: the same tables as text, parted in every way that converters part."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from pipeline.support.text import strip_marks
from tests.accuracy.cases import Case, Item, Section, TableOf
from tests.accuracy.render import cells_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# Widths of the columns of a table set with blanks, by how much its cells hold.
_NARROWEST, _WIDEST = 4, 28
_GUTTER = "   "
_LINE = 78


def grid_of(case: Case, table: TableOf) -> list[list[str]]:
    """Rows of cells, the head first; a section row is one cell."""
    rows = [list(table.columns)]
    for row in table.rows:
        if isinstance(row, Section):
            rows.append([f"{row.label}. {row.title}"])
        else:
            rows.append([c.replace("\n", " ") for c in cells_of(case, table, row)])
    return rows


def part_with(sign: str, *, outer: bool = False) -> Callable[[Sequence[Sequence[str]]], list[str]]:
    """Cells on one line with a sign between; one that holds the sign is quoted."""

    def write(rows: Sequence[Sequence[str]]) -> list[str]:
        lines = []
        for row in rows:
            cells = [f'"{c}"' if sign.strip() == ";" and ";" in c else c for c in row]
            joined = sign.join(
                [*cells, *[""] * (len(rows[0]) - len(row))] if len(row) > 1 else cells
            )
            lines.append(f"| {joined} |" if outer else joined)
        return lines

    return write


def part_with_lone_bars(rows: Sequence[Sequence[str]]) -> list[str]:
    """Each cell on lines of its own between bars, as pasted from a site."""
    lines = []
    for row in rows:
        lines.append("|")
        for cell in row:
            lines += [*textwrap.wrap(cell, 40), "|"]
    return lines


def _measure(column: Sequence[str]) -> int:
    """Width of a column that holds its longest word, and half of its longest cell."""
    words = [len(word) for cell in column for word in cell.split()]
    return max([_NARROWEST, *words, *(len(cell) // 2 for cell in column)])


def part_with_blanks(rows: Sequence[Sequence[str]], *, apart: bool = False) -> list[str]:
    """Columns as ``pdftotext -layout`` sets them, cells wrapped and set from the top."""
    width = len(rows[0])
    columns = [[r[n] for r in rows if len(r) == width] for n in range(width)]
    widths = [min(_WIDEST, _measure(column)) for column in columns]
    lines = []
    for row in rows:
        if len(row) == 1:
            lines.append(row[0])
            continue
        wrapped = [textwrap.wrap(c, w) or [""] for c, w in zip(row, widths, strict=True)]
        for n in range(max(map(len, wrapped))):
            pieces = [c[n] if n < len(c) else "" for c in wrapped]
            line = _GUTTER.join(p.ljust(w) for p, w in zip(pieces, widths, strict=True))
            lines.append(line.rstrip())
        lines += [""] if apart else []
    return lines


def part_with_nothing(rows: Sequence[Sequence[str]]) -> list[str]:
    """The head on one line, then one cell below the other, long ones wrapped."""
    lines = [" ".join(rows[0])]
    for row in rows[1:]:
        for cell in row:
            lines += textwrap.wrap(cell, 48)
    return lines


def part_with_nothing_joined(rows: Sequence[Sequence[str]]) -> list[str]:
    """As above, but the order number stands on the line of what it numbers."""
    lines = [" ".join(rows[0])]
    for row in rows[1:]:
        cells = [f"{row[0]} {row[1]}", *row[2:]] if len(row) > 1 and row[0] else list(row)
        for cell in cells:
            lines += textwrap.wrap(cell, 48)
    return lines


PARTINGS: dict[str, Callable[[Sequence[Sequence[str]]], list[str]]] = {
    "tabs": part_with("\t"),
    "bars": part_with(" | "),
    "outer-bars": part_with(" | ", outer=True),
    "semicolons": part_with(";"),
    "lone-bars": part_with_lone_bars,
    "blanks": part_with_blanks,
    "blanks-apart": lambda rows: part_with_blanks(rows, apart=True),
    "nothing": part_with_nothing,
    "nothing-joined": part_with_nothing_joined,
}


def write_text(case: Case, parting: str, *, wrapped: bool = False, marked: bool = True) -> str:
    """A case as text.

    Args:
        case: the plan.
        parting: how the cells of its tables are parted, a key of ``PARTINGS``.
        wrapped: paragraphs are broken into lines.
        marked: with the marks of Vietnamese; without them as an English recogniser reads it.
    """
    lines = list(case.head)
    for piece in case.body:
        text = ("- " if isinstance(piece, Item) and piece.bullet else "") + piece.text
        lines += [*(textwrap.wrap(text, _LINE) if wrapped else [text]), ""]
    for table in case.tables:
        lines += [*table.caption, "", *PARTINGS[parting](grid_of(case, table)), ""]
    text = "\n".join([*lines, *case.tail]) + "\n"
    return text if marked else strip_marks(text)
