"""Where the header of a sheet stands: one row or several, with labels over groups of columns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

from pipeline.tables.furniture import is_kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.tables.model import RawTable

SEARCH_ROWS = 30
MAX_DEPTH = 3
# "Giá trị (%)", "Tử số (1)", "Đơn vị *": a unit, a number of the column, a mark of a footnote.
_BRACKET = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]\s*$")
_MARK = re.compile(r"[\s*†]+$")


@dataclass(frozen=True)
class Header:
    """The header of a sheet.

    Attributes:
        top: first row of it, from 1; 0 where there is none.
        bottom: last row of it, from 1.
        labels: what stands over each column, upper labels first, empty where nothing does.
        positions: standard column name -> column, from 0.
        brackets: standard column name -> what its label says in brackets, a unit say.
    """

    top: int
    bottom: int
    labels: tuple[str, ...]
    positions: dict[str, int]
    brackets: dict[str, str]


NO_HEADER = Header(0, 0, (), {}, {})


def _spread_groups(above: list[str | None], below: list[str | None]) -> list[str | None]:
    """A label stands over the empty cells to its right, where something stands below them."""
    spread, label = [], None
    for column, text in enumerate(above):
        under = below[column] if column < len(below) else None
        label = text or (label if under else None)
        spread.append(label)
    return spread


def _collect(table: RawTable, top: int, bottom: int) -> list[list[str]]:
    """Different texts over each column, from above; rows count from 0."""
    width = max(len(table.rows[r]) for r in range(top, bottom + 1))
    width = max(width, *(c + 1 for (r, c) in table.spans if top <= r <= bottom), 0)
    lines = [[table.get_spread(r, c) for c in range(width)] for r in range(top, bottom + 1)]
    for number in range(len(lines) - 1):
        lines[number] = _spread_groups(lines[number], lines[number + 1])
    columns: list[list[str]] = []
    for column in range(width):
        texts = [text for line in lines if (text := line[column])]
        columns.append(list(dict.fromkeys(texts)))
    return columns


def _variants(texts: list[str]) -> list[tuple[str, str]]:
    """What a column may be called, the likeliest first, each with its bracket."""
    found: list[tuple[str, str]] = []
    # The lowest label, all of them together, then the upper ones.
    for text in (texts[-1], " ".join(texts), *reversed(texts[:-1])):
        plain = " ".join(text.split())
        found.append((plain, ""))
        bare = _MARK.sub("", plain)
        bracket = _BRACKET.search(bare)
        found.append((bare, ""))
        if bracket:
            found.append((_BRACKET.sub("", bare), bracket[1].strip()))
    return found


@dataclass(frozen=True)
class _Head:
    """Rows that may be a header.

    Attributes:
        top: first of them, from 0.
        depth: how many more there are.
        labels: what stands over each column.
        variants: for each column what it may be called, as of ``_variants``.
    """

    top: int
    depth: int
    labels: tuple[str, ...]
    variants: list[list[tuple[str, str]]]


def _name_columns(
    head: _Head, find: Callable[[str], str | None]
) -> tuple[dict[str, int], dict[str, str]]:
    positions: dict[str, int] = {}
    brackets: dict[str, str] = {}
    for position, variants in enumerate(head.variants):
        for label, bracket in variants:
            name = find(label)
            if name:
                if name not in positions:
                    positions[name] = position
                    brackets |= {name: bracket} if bracket else {}
                break
    return positions, brackets


class HeaderSearch:
    """What may be the header of a sheet, gathered once and asked for many layouts."""

    def __init__(self, table: RawTable) -> None:
        self._table = table

    @cached_property
    def _heads(self) -> list[_Head]:
        rows = self._table.rows[:SEARCH_ROWS]
        heads = []
        for top in range(len(rows)):
            if not any(rows[top]) or top in self._table.hidden_rows:
                continue
            for depth in range(min(MAX_DEPTH, len(rows) - top)):
                columns = _collect(self._table, top, top + depth)
                labels = tuple(" ".join(texts) for texts in columns)
                variants = [_variants(texts) if texts else [] for texts in columns]
                heads.append(_Head(top, depth, labels, variants))
        return heads

    def find(self, find: Callable[[str], str | None]) -> Header:
        """The rows among the first thirty that name the most columns.

        Args:
            find: label -> standard column name, None for a label that means no column.

        Returns:
            The header; of equally good ones the shortest, then the first. ``NO_HEADER`` where no
            row names any column.
        """
        best, best_rank = NO_HEADER, (0, 0, 0)
        find_once = cache(find)
        for head in self._heads:
            positions, brackets = _name_columns(head, find_once)
            rank = (len(positions), -head.depth, -head.top)
            if positions and rank > best_rank:
                bottom = head.top + head.depth + 1
                best = Header(head.top + 1, bottom, head.labels, positions, brackets)
                best_rank = rank
        return best


def list_unknown(header: Header, find: Callable[[str], str | None]) -> list[str]:
    """Labels that mean no column of the layout and do not merely number the rows."""
    used = set(header.positions.values())
    return [
        label
        for position, label in enumerate(header.labels)
        if label
        and position not in used
        and not is_kind(label, "ignored_header")
        and not any(find(v) for v, _ in _variants([label]))
    ]


def list_repeated(header: Header, find: Callable[[str], str | None]) -> list[str]:
    """Labels of columns that mean a column which another one already is."""
    used = set(header.positions.values())
    return [
        label
        for position, label in enumerate(header.labels)
        if label and position not in used and any(find(v) for v, _ in _variants([label]))
    ]
