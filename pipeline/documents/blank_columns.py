"""Tables whose columns are parted by blanks: told from where the pieces of each line stand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from pipeline.lexicon.roles import read_columns
from pipeline.lexicon.rules import find_rule, has_words
from pipeline.support.trace import NOTHING, Traced, join

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MIN_COLUMNS = 3
_HEADER_LINES = 4
_LONGEST_HEAD = 45
_LOOK_AHEAD = 8
_MOST_COLLIDE = 0.25
_ORDER = re.compile(r"^\(?\d{1,3}(?:\.\d{1,2}){0,2}[.)]?$|^[IVX]{1,5}[.)]?$|^[A-H][.)]?$")
# "1.2. Kiểm tra ..." in the column of the work, whose group's number stands once for several.
_ITEM = re.compile(r"^\d{1,2}\.\d{1,2}\.?\s+\S")
_CONTENT = 2
_SECTION = re.compile(r"^(?:[IVX]{1,5}|[A-H]|\d{1,2})[.)]?\s+\S|^(?:Đến|Giai đoạn|Năm)\s")

# As few heads as tell a head that is printed again.
_MIN_HEADS = 3
# As many groups of lines as may go on the row above, where each of the others is a row.
_MOST_LOOSE = 0.2


@dataclass(frozen=True)
class Part:
    """A piece of a line, with blanks around it.

    Attributes:
        start: how far from the left it begins.
        end: how far from the left it ends.
        text: tidy.
    """

    start: float
    end: float
    text: Traced


@dataclass(frozen=True)
class TextLine:
    """A line of running text as it was printed.

    Attributes:
        text: tidy.
        raw: as it stands.
        parts: pieces with wide blanks between.
        tabbed: pieces with tabs between.
        is_apart: more room stands above it than between lines of one paragraph.
    """

    text: Traced
    raw: str
    parts: tuple[Part, ...] = ()
    tabbed: tuple[Traced, ...] = ()
    is_apart: bool = False


@dataclass
class Table:
    """Rows told from blanks; has the form of ``text_tables.Region``."""

    end: int
    rows: list[list[Traced]]
    lines: tuple[Traced, ...] = ()
    is_loose: bool = False


@dataclass(frozen=True)
class _Columns:
    bounds: tuple[float, ...]

    def find(self, part: Part) -> int:
        """Column that holds most of a part."""
        edges = (float("-inf"), *self.bounds, float("inf"))
        shares = [
            min(part.end, edges[n + 1]) - max(part.start, edges[n]) for n in range(len(edges) - 1)
        ]
        return shares.index(max(shares))

    def crosses(self, part: Part) -> bool:
        """Whether a part reaches well into two columns."""
        return any(part.start + 1 < b < part.end - 1 for b in self.bounds)


def _merge_heads(lines: Sequence[TextLine]) -> list[list[Part]]:
    """Parts of a head of several lines, those above each other together."""
    columns: list[list[Part]] = [[p] for p in lines[0].parts]
    for line in lines[1:]:
        for part in line.parts:
            near = [c for c in columns if min(c[0].end, part.end) > max(c[0].start, part.start) - 2]
            if near:
                near[0].append(part)
            else:
                columns.append([part])
    return sorted(columns, key=lambda c: min(p.start for p in c))


def _read_head(lines: Sequence[TextLine | None], at: int) -> tuple[int, list[list[Part]]] | None:
    """How many lines the head takes, and its columns; None where no head stands here."""
    first = lines[at]
    if first is None or len(first.parts) < _MIN_COLUMNS:
        return None
    best, taken = None, []
    for position in range(at, min(len(lines), at + _HEADER_LINES)):
        line = lines[position]
        if line is None:
            continue
        if taken and _ORDER.match(line.parts[0].text.text if line.parts else ""):
            break
        taken.append(line)
        columns = _merge_heads(taken)
        texts = [" ".join(p.text.text for p in c) for c in columns]
        if max(map(len, texts)) > _LONGEST_HEAD:
            break
        found = read_columns(texts)
        roles = len(found.positions) + len(found.values) if found else 0
        if roles and (best is None or roles >= best[0]):
            best = (roles, position + 1 - at, columns)
    return (best[1], best[2]) if best else None


def _find_bounds(heads: Sequence[Sequence[Part]], lines: Sequence[TextLine]) -> _Columns:
    """Between two heads, where the fewest lines have letters."""
    parts = [p for line in lines if len(line.parts) > 1 for p in line.parts]
    bounds = []
    for left, right in pairwise(heads):
        low = int(min(p.start for p in left)) + 1
        high = int(max(p.end for p in right))
        middle = (max(p.end for p in left) + min(p.start for p in right)) / 2
        costs = [
            (sum(p.start < x < p.end for p in parts), abs(x - middle), x) for x in range(low, high)
        ]
        bounds.append(float(min(costs)[2]) if costs else middle)
    return _Columns(tuple(bounds))


def _find_end(lines: Sequence[TextLine | None], begin: int) -> int:
    """Behind the last line of the table: prose of the full width follows, or what ends tables."""
    end = position = begin
    while position < len(lines):
        line = lines[position]
        position += 1
        if line is None:
            continue
        rule = find_rule("headings", line.text.folded)
        if has_words("table_ends", line.text.folded) or (rule and rule.says["opens"] == "tail"):
            break
        ahead = [x for x in lines[position : position + _LOOK_AHEAD] if x is not None]
        is_inside = len(line.parts) > 1 or any(len(x.parts) > 1 for x in ahead[:3])
        if not is_inside and len(line.text.text) > _LONGEST_HEAD:
            break
        # The last cells of the last row may go on for a few lines that hold one piece each.
        is_apart = line.is_apart or lines[position - 2] is None
        if not is_inside and is_apart and not any(len(x.parts) > 1 for x in ahead):
            break
        end = position
    return end


def _collide(lines: Sequence[TextLine], columns: _Columns) -> bool:
    """Whether pieces of one line often fall into one column."""
    several = [x for x in lines if len(x.parts) > 1]
    twice = sum(len({columns.find(p) for p in x.parts}) < len(x.parts) for x in several)
    return twice > _MOST_COLLIDE * len(several)


def _is_section(line: TextLine, columns: _Columns) -> bool:
    if len(line.parts) == 1:
        text = line.parts[0].text.text
        return bool(_SECTION.match(text)) or columns.crosses(line.parts[0])
    first, *rest = line.parts
    return len(rest) == 1 and bool(_ORDER.match(first.text.text)) and columns.crosses(rest[0])


def _is_start(line: TextLine, columns: _Columns, *, is_numbered: bool, was_blank: bool) -> bool:
    """Whether a line begins a row."""
    first = line.parts[0]
    if any(_ITEM.match(p.text.text) and columns.find(p) <= _CONTENT for p in line.parts):
        return True
    if is_numbered:
        return columns.find(first) == 0 and bool(_ORDER.match(first.text.text.split(" ")[0]))
    lowers = first.text.text[:1].islower()
    return columns.find(first) == 0 and not lowers and (was_blank or len(line.parts) > 1)


class _Again:
    """A head that is printed again on a further page, which is no part of the row around it.

    Args:
        heads: parts of the head, by column.
        columns: of the table.
    """

    def __init__(self, heads: Sequence[Sequence[Part]], columns: _Columns) -> None:
        self._words = [" ".join(p.text.folded for p in parts) for parts in heads]
        self._columns = columns
        self._row: list[list[Traced]] | None = None

    def holds(self, line: TextLine) -> bool:
        """Whether a line says what the heads of its columns say, for most of them.

        Right below such a line a few words of heads are the rest of it.
        """
        same = [p.text.folded in self._words[self._columns.find(p)] for p in line.parts]
        fewest = 1 if self._row else max(_MIN_HEADS, len(self._words) - 2)
        if all(same) and len(same) >= fewest:
            return True
        self._row = None
        return False

    def lay(self, line: TextLine) -> list[list[Traced]] | None:
        """The head as a row, None where the line is the rest of one that was laid before."""
        is_new = self._row is None
        self._row = self._row or [[] for _ in self._words]
        for part in line.parts:
            self._row[self._columns.find(part)].append(part.text)
        return self._row if is_new else None


def read_blank_columns(lines: Sequence[TextLine | None], at: int) -> Table | None:
    """A table whose head stands at a line, its columns parted by wide blanks.

    A row begins with its order number where the table numbers its rows, else with a capital in
    its first column; lines between two rows belong to the one above, unless a blank line or the
    capital of a sentence parts them.
    """
    head = _read_head(lines, at)
    if head is None:
        return None
    height, heads = head
    end = _find_end(lines, at + height)
    body = [x for x in lines[at + height : end] if x is not None and x.parts]
    if not any(len(x.parts) > 1 for x in body):
        return None
    columns = _find_bounds(heads, body)
    if _collide(body, columns):
        # The blanks part the cells and tell no columns: pieces in order, as many as are filled.
        head_row = [join([p.text for p in c]) for c in heads]
        rows = [head_row, *([p.text for p in line.parts] for line in body)]
        return Table(end, rows, is_loose=True)
    laid = _lay_rows(lines[at + height : end], heads, columns)
    joined = [[join(c, " ") if c else NOTHING for c in row] for row in laid]
    return Table(end, joined)


def _lay_rows(
    lines: Sequence[TextLine | None], heads: Sequence[Sequence[Part]], columns: _Columns
) -> list[list[list[Traced]]]:
    """The head and the rows below it, each column with its pieces."""
    laid: list[list[list[Traced]]] = [[[p.text for p in c] for c in heads]]
    again = _Again(heads, columns)
    groups = list(_list_groups(lines))
    if _are_rows(groups, columns):
        for group in groups:
            _take_group(laid, group, columns, again)
        return laid
    is_numbered = any(_ORDER.match(x.parts[0].text.text) for group in groups for x in group)
    for group in groups:
        for position, line in enumerate(group):
            was_blank = position == 0 or line.is_apart
            if again.holds(line):
                _insert_head(laid, again.lay(line))
            elif _is_section(line, columns):
                laid.append([[p.text] for p in line.parts])
            else:
                _take_line(
                    laid, line, columns, len(heads), is_numbered=is_numbered, was_blank=was_blank
                )
    return laid


def _insert_head(rows: list[list[list[Traced]]], head: list[list[Traced]] | None) -> None:
    """The next page begins: what follows may go on the row before the head."""
    if head:
        rows.insert(max(1, len(rows) - 1), head)


def _list_groups(lines: Sequence[TextLine | None]) -> Iterator[list[TextLine]]:
    """Lines between blank ones."""
    for is_text, found in groupby(lines, key=lambda x: x is not None and bool(x.parts)):
        if is_text:
            yield [line for line in found if line is not None]


def _cut_titles(group: Sequence[TextLine]) -> tuple[Sequence[TextLine], Sequence[TextLine]]:
    """Titles of sections at the head of a group, and the rest."""
    count = 0
    for line in group:
        if len(line.parts) != 1 or not _SECTION.match(line.parts[0].text.text):
            break
        count += 1
    return group[:count], group[count:]


def _begins_with_order(line: TextLine, columns: _Columns) -> bool:
    first = line.parts[0]
    return columns.find(first) == 0 and bool(_ORDER.match(first.text.text.split(" ")[0]))


def _are_rows(groups: Sequence[Sequence[TextLine]], columns: _Columns) -> bool:
    """Whether blank lines part the rows: each group has one order number, some not on top.

    Cells that stand in the middle of their rows put the number on a line of its own height.
    """
    groups = [rest for group in groups if (rest := _cut_titles(group)[1])]
    orders = [[_begins_with_order(line, columns) for line in group] for group in groups]
    counts = [sum(found) for found in orders]
    is_in_middle = any(found.index(True) > 0 for found in orders if any(found))
    loose = sum(
        not count and not (len(group) == 1 and _is_section(group[0], columns))
        for count, group in zip(counts, groups, strict=True)
    )
    return (
        is_in_middle
        and max(counts, default=0) == 1
        and sum(counts) >= _MIN_HEADS
        # Where blank lines part the lines of a row as well, they say nothing of rows.
        and loose <= _MOST_LOOSE * len(groups)
    )


def _take_group(
    rows: list[list[list[Traced]]], group: Sequence[TextLine], columns: _Columns, again: _Again
) -> None:
    """One row, a title, a head that is printed again, or the rest of the row above."""
    kept: list[TextLine] = []
    for line in group:
        if again.holds(line):
            _insert_head(rows, again.lay(line))
        else:
            kept.append(line)
    titles, group = _cut_titles(kept)
    rows += [[[part.text] for part in line.parts] for line in titles]
    if not group:
        return
    if len(group) == 1 and _is_section(group[0], columns):
        rows.append([[p.text] for p in group[0].parts])
        return
    width = len(rows[0])
    has_order = any(_begins_with_order(line, columns) for line in group)
    if has_order or len(rows) == 1 or len(rows[-1]) < width:
        rows.append([[] for _ in range(width)])
    for line in group:
        for part in line.parts:
            rows[-1][columns.find(part)].append(part.text)


def _take_line(
    rows: list[list[list[Traced]]], line: TextLine, columns: _Columns, width: int,
    *, is_numbered: bool, was_blank: bool,
) -> None:  # fmt: skip
    starts = _is_start(line, columns, is_numbered=is_numbered, was_blank=was_blank)
    if starts or len(rows[-1]) < width or len(rows) == 1:
        rows.append([[] for _ in range(width)])
    for part in line.parts:
        rows[-1][columns.find(part)].append(part.text)
