"""Lines of text -> paragraphs and rows of tables, whatever parts the cells.

Bars, tabs or semicolons between cells, one cell a line between bars, columns parted by blanks:
each is told from how the lines are made, and each gives the same rows. A table whose parting is
lost altogether stays a run of lines; what its cells are is told from what they say (see
``pipeline.plans.documents.alignment``).
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.documents.blank_columns import read_blank_columns
from pipeline.documents.model import Block, Cell, Line, Row
from pipeline.documents.paragraphs import gather_paragraphs
from pipeline.lexicon.roles import count_flow_roles, read_columns
from pipeline.lexicon.rules import find_rule, has_words
from pipeline.support.trace import NOTHING, Traced, join

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.documents.blank_columns import TextLine

    Lines = Sequence[TextLine | None]

_RULE = re.compile(r"^[\s|:+=_-]+$")
_ROW_START = re.compile(r"^\W*(?:\d{1,3}(?:\.\d{1,2})*|[IVX]{1,5}|[A-H])\W*$")
# Lines that a header whose parting is lost may take.
_HEADER_REACH = 14
_MIN_CELLS = 3
_LONGEST_CELL_LINES = 60
_LONGEST_HEAD = 60
_SAME_SHARE = 0.5
_BAR = "|"


@dataclass
class Region:
    """A table among lines.

    Attributes:
        end: position of the first line behind it.
        rows: its cells.
        lines: instead of rows, where nothing parts the cells.
        is_loose: what parts the cells may also stand inside one.
    """

    end: int
    rows: list[list[Traced]] = field(default_factory=list)
    lines: list[Traced] = field(default_factory=list)
    is_loose: bool = False


# -- one cell a line between bars ---------------------------------------------------------


def _is_bar(line: TextLine | None) -> bool:
    return line is not None and line.raw.strip() == _BAR


def _read_segments(lines: Lines, at: int) -> tuple[list[Traced], int]:
    """What stands between lone bars, empty where two bars follow each other, and where it ends."""
    segments: list[Traced] = []
    position, last_bar = at + 1, at
    inside: list[Traced] = []
    while position < len(lines) and position - last_bar <= _LONGEST_CELL_LINES:
        line = lines[position]
        if _is_bar(line):
            segments.append(join(inside, " "))
            inside, last_bar = [], position
        elif line is not None:
            if not inside and lines[position - 1] is None:
                # A cell begins right behind its bar: this stands below the table.
                break
            inside.append(line.text)
        position += 1
    return segments, last_bar + 1


def read_lone_bars(lines: Lines, at: int) -> Region | None:
    """A table with each cell on lines of its own, a lone bar before and behind each.

    Two bars with nothing between part two rows, or hold an empty cell: a row that is not yet as
    wide as the head goes on unless what follows begins as a row does.
    """
    if not _is_bar(lines[at]):
        return None
    segments, end = _read_segments(lines, at)
    if not segments:
        return None
    width = next((n for n, s in enumerate(segments) if not s), len(segments))
    rows: list[list[Traced]] = []
    row: list[Traced] = []
    for position, segment in enumerate(segments):
        following = segments[position + 1] if position + 1 < len(segments) else NOTHING
        is_boundary = not segment and (
            len(row) >= width or not following or bool(_ROW_START.match(following.text)) or not row
        )
        if not is_boundary:
            row.append(segment)
        elif row:
            rows.append(row)
            row = []
    return Region(end, [*rows, row] if row else rows)


# -- a sign between cells -----------------------------------------------------------------


def _split_at(text: Traced, ends: Sequence[tuple[int, int]]) -> list[Traced]:
    cells, last = [], 0
    for start, end in ends:
        cells.append(text.cut(last, start))
        last = end
    return [*cells, text.cut(last)]


def _unquote(text: Traced) -> Traced:
    is_quoted = len(text.text) > 1 and text.text[0] == text.text[-1] == '"'
    return text.cut(1, len(text.text) - 1) if is_quoted else text


def _split_semicolons(line: TextLine) -> list[Traced]:
    """Cells between semicolons; one inside quotes, or with a space behind it, parts no cells."""
    text = line.text
    if '"' in text.text:
        try:
            (cells,) = csv.reader([text.text], delimiter=";", strict=True)
        except csv.Error:
            cells = []
        ends, at = [], 0
        for cell in cells[:-1]:
            raw = text.text.find(";", at + len(cell) + (2 if text.text[at : at + 1] == '"' else 0))
            ends.append((raw, raw + 1))
            at = raw + 1
        if cells:
            return [_unquote(c) for c in _split_at(text, ends)]
    return _split_at(text, [m.span() for m in re.finditer(r"\s;\s|;(?=\S)|;$", text.text)])


def _split_all_semicolons(line: TextLine) -> list[Traced]:
    """Pieces between all semicolons, some of which stand inside a cell."""
    return _split_at(line.text, [m.span() for m in re.finditer(r"\s*;\s*", line.text.text)])


def _split_bars(line: TextLine) -> list[Traced]:
    cells = _split_inner_bars(line)
    raw = line.raw.strip()
    if not raw.startswith(_BAR):
        return cells
    return cells[1:-1] if raw.endswith(_BAR) and len(cells) > 2 else cells[1:]


def _split_inner_bars(line: TextLine) -> list[Traced]:
    """Cells of a table without outer bars: one at the edge stands beside an empty cell."""
    return _split_at(line.text, [m.span() for m in re.finditer(r"\|", line.text.text)])


def _split_tabs(line: TextLine) -> list[Traced]:
    return list(line.tabbed)


_SPLITTERS = {
    _BAR: (_split_bars, lambda line: _BAR in line.raw),
    "\t": (_split_tabs, lambda line: "\t" in line.raw),
    ";": (_split_semicolons, lambda line: ";" in line.raw),
    "; ": (_split_all_semicolons, lambda line: ";" in line.raw),
}


def _is_head(cells: Sequence[Traced]) -> bool:
    texts = [c.text for c in cells]
    return (
        len(texts) >= _MIN_CELLS
        and max(map(len, texts)) <= _LONGEST_HEAD
        and read_columns(texts) is not None
    )


def _is_surely_table(line: TextLine, sign: str) -> bool:
    """Outer bars, or several tabs, part cells whatever their head says."""
    raw = line.raw.strip()
    if sign == _BAR:
        return raw.startswith(_BAR) and raw.endswith(_BAR) and raw.count(_BAR) > 2
    return sign == "\t" and line.raw.count("\t") >= 2


def _count_ends(lines: Lines, at: int, sign: str, width: int) -> bool:
    """Whether enough of the lines below a head part into as many cells as it does."""
    split, has = _SPLITTERS[sign]
    counts: Counter[int] = Counter()
    for line in lines[at + 1 : at + 40]:
        if line is not None and has(line) and not _RULE.match(line.raw):
            counts[len(split(line))] += 1
    # Where cells hold the sign themselves, a line has more pieces than cells; bars and tabs
    # stand in no sentence, and empty cells at the end may have lost theirs.
    fewest = {"; ": width, ";": width - 1}.get(sign, width - 2)
    enough = sum(n for cells, n in counts.items() if cells >= max(fewest, _MIN_CELLS))
    return max(counts[width], enough) >= max(1, _SAME_SHARE * counts.total())


def read_signs(lines: Lines, at: int) -> Region | None:
    """A table with bars, tabs or semicolons between its cells, with or without outer bars."""
    line = lines[at]
    if line is None or _RULE.match(line.raw):
        return None
    for sign, (split, has) in _SPLITTERS.items():
        if not has(line):
            continue
        cells = split(line)
        if _is_surely_table(line, sign):
            return _take_sure(lines, at, sign)
        if _is_head(cells) and _count_ends(lines, at, sign, len(cells)):
            return _take_below_head(lines, at, sign, cells)
    return None


def _take_sure(lines: Lines, at: int, sign: str) -> Region:
    split, _ = _SPLITTERS[sign]
    rows, end = [], at
    for position in range(at, len(lines)):
        line = lines[position]
        if line is None:
            continue
        is_title = sign == _BAR and line.raw.strip()[:1] == line.raw.strip()[-1:] == _BAR
        if not (_is_surely_table(line, sign) or is_title or _RULE.match(line.raw)):
            break
        if not _RULE.match(line.raw):
            rows.append(split(line))
        end = position + 1
    return Region(end, rows)


def _take_below_head(lines: Lines, at: int, sign: str, head: list[Traced]) -> Region:
    """Rows below a head; a line without the sign is the rest of the cell above it, or a title."""
    split, has = _SPLITTERS[sign]
    first = lines[at]
    if sign == _BAR and first is not None and not first.raw.lstrip().startswith(_BAR):
        split = _split_inner_bars
    rows, width = [head], len(head)
    position, end = at + 1, at + 1
    while position < len(lines):
        line = lines[position]
        position += 1
        if line is None or _RULE.match(line.raw):
            continue
        if has_words("table_ends", line.text.folded) or _begins_another(split(line), head):
            break
        if not has(line) and not _belongs(line, lines[position : position + 5], sign):
            break
        cells = split(line) if has(line) else [line.text]
        if len(rows) > 1 and _goes_on(rows[-1], cells, width):
            rows[-1] = [*rows[-1][:-1], join((rows[-1][-1], cells[0]), " "), *cells[1:]]
        else:
            rows.append(cells)
        end = position
    return Region(end, rows, is_loose=True)


def _begins_another(cells: list[Traced], head: list[Traced]) -> bool:
    """Whether a line is the head of another table; the same head again is a new page."""
    same = {c.folded for c in cells} & {c.folded for c in head}
    return _is_head(cells) and len(same) < len(head) - 1


def _belongs(line: TextLine, following: Lines, sign: str) -> bool:
    """Whether a line without the sign stands inside the table: rows follow soon behind it."""
    split, has = _SPLITTERS[sign]
    ends = find_rule("headings", line.text.folded)
    if ends and ends.says["opens"] in ("tail", "prose"):
        return False
    near = [x for x in following if x is not None][:3]
    return any(has(x) and len(split(x)) >= _MIN_CELLS for x in near)


def _goes_on(row: Sequence[Traced], cells: Sequence[Traced], width: int) -> bool:
    """A row that is not whole yet takes the next line, unless that begins a row of its own."""
    is_start = bool(_ROW_START.match(cells[0].text)) and len(cells) > 1
    is_title = len(cells) == 1 and cells[0].text.upper() == cells[0].text
    return len(row) < width and len(row) + len(cells) - 1 <= width and not is_start and not is_title


# -- nothing between cells ----------------------------------------------------------------


def read_flow(lines: Lines, at: int) -> Region | None:
    """A run of lines below the words of a head; nothing shows where a cell ends."""
    line = lines[at]
    if line is None or not has_words("columns", re.split(r"\s", line.text.folded)[0]):
        return None
    near = [x.text for x in lines[at : at + _HEADER_REACH] if x is not None]
    if count_flow_roles(near) < _MIN_CELLS:
        return None
    end = at + 1
    while end < len(lines):
        following = lines[end]
        if following is not None and has_words("table_ends", following.text.folded):
            break
        end += 1
    return Region(end, lines=[x.text for x in lines[at:end] if x is not None])


_READERS = (read_lone_bars, read_signs, read_blank_columns, read_flow)


def gather_blocks(lines: Lines, tables: int = 0) -> list[Block]:
    """Blocks of lines of text.

    Args:
        lines: in order, None for a blank one.
        tables: how many tables the document holds above them.

    Returns:
        Paragraphs, rows, and lines of tables whose parting is lost.
    """
    blocks: list[Block] = []
    pending: list[Traced | None] = []
    at = 0
    while at < len(lines):
        region = next((r for read in _READERS if (r := read(lines, at))), None)
        if region is None:
            line = lines[at]
            pending.append(line.text if line is not None and line.text else None)
            at += 1
            continue
        if any(pending):
            blocks += gather_paragraphs(pending)
        pending, tables, at = [], tables + 1, region.end
        blocks += [
            Row(tuple(Cell(c) for c in r), tables, is_loose=region.is_loose) for r in region.rows
        ]
        blocks += [Line(text, tables) for text in region.lines]
    return [*blocks, *gather_paragraphs(pending)] if any(pending) else blocks
