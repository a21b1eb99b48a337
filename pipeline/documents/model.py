"""What every reader of documents gives: blocks of text and rows of tables, with places."""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from pipeline.support.trace import NOTHING, Traced, find_pieces, trace

if TYPE_CHECKING:
    from pipeline.support.problems import Problem

_PAGE = re.compile(r"trang (\d+)\b")
DocumentKind = Literal["text", "word", "pdf", "scan", "sheet"]


@dataclass(frozen=True)
class Cell:
    """One cell of a table row.

    Attributes:
        text: empty where the cell is empty.
        is_spanned: the cell is covered by a merged cell that begins in a row above.
    """

    text: Traced = NOTHING
    is_spanned: bool = False


@dataclass(frozen=True)
class Paragraph:
    """A paragraph, a heading or an item of a list.

    Attributes:
        text: without the number or bullet that the word processor adds by itself.
        label: that number or bullet, empty where it stands in the text.
        is_heading: the document itself marks it as a heading.
    """

    text: Traced
    label: str = ""
    is_heading: bool = False


@dataclass(frozen=True)
class Row:
    """A row of a table.

    Attributes:
        cells: in order, one per column.
        table_no: which table of the document, from 1.
        is_loose: cells are pieces in order: an empty one may be missing, one may be in several.
        is_laid: what belongs to a cell was told from its words.
        unsure: columns whose words may belong to another; they are left empty.
    """

    cells: tuple[Cell, ...]
    table_no: int
    is_loose: bool = False
    is_laid: bool = False
    unsure: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Line:
    """A line of running text whose paragraph is not decided yet (text and PDF exports)."""

    text: Traced
    table_no: int = 0


Block = Paragraph | Row | Line


@dataclass
class Document:
    """A document as read.

    Attributes:
        kind: what it was.
        text: whole text; quotes are stretches of it.
        blocks: in reading order.
        marks: offset in ``text`` where a place begins, and the name of the place.
        problems: what is wrong or doubtful with the file itself.
        page_count: pages read, 0 where the format has none.
    """

    kind: DocumentKind
    text: str = ""
    blocks: list[Block] = field(default_factory=list)
    marks: list[tuple[int, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    page_count: int = 0

    def locate(self, start: int, end: int | None = None) -> str:
        """Name of the place of a stretch, ``dòng 84`` or ``dòng 84-86``."""
        first = self._find_mark(start)
        last = self._find_mark(end - 1) if end else first
        if first == last:
            return first
        shared, _, number = first.rpartition(" ")
        other, _, last_number = last.rpartition(" ")
        return f"{first}-{last_number}" if shared == other and number else f"{first} - {last}"

    def list_page_starts(self) -> list[int]:
        """Offset at which each page begins; empty where the format has no pages.

        A page on which nothing was read begins where the next one does.
        """
        first: dict[int, int] = {}
        for offset, place in self.marks:
            page = _PAGE.match(place)
            if page:
                first.setdefault(int(page[1]), offset)
        starts: list[int] = []
        following = len(self.text)
        for number in range(max(first, default=0), 0, -1):
            following = first.get(number, following)
            starts.append(following)
        return starts[::-1]

    def _find_mark(self, offset: int) -> str:
        position = bisect.bisect_right(self.marks, (offset, "\U0010ffff")) - 1
        return self.marks[max(position, 0)][1] if self.marks else "đầu văn bản"

    def quote(self, text: Traced, around: tuple[int, int] | None = None) -> str:
        """The words as they stand: one unbroken stretch of ``text``.

        Args:
            text: what is quoted.
            around: letters of ``text`` that the quote must hold; without it the longest
                stretch is taken.
        """
        pieces = find_pieces(self.text, text.offsets)
        if around:
            wanted = text.offsets[around[0]]
            for start, end in pieces:
                if start <= wanted < end:
                    return self.text[start:end]
        start, end = max(pieces, key=lambda p: p[1] - p[0])
        return self.text[start:end]


class Builder:
    """Writes the text of a document piece by piece, as readers of structured files need it."""

    def __init__(self, kind: DocumentKind) -> None:
        self.document = Document(kind)
        self._parts: list[str] = []
        self._length = 0

    def add(self, text: str, place: str, *, keep_lines: bool = False) -> Traced:
        """Append a text on lines of its own and trace it."""
        self.document.marks.append((self._length, place))
        traced = trace(text, 0, len(text), keep_lines=keep_lines)
        shifted = Traced(traced.text, tuple(o + self._length for o in traced.offsets))
        self._parts.append(text + "\n")
        self._length += len(text) + 1
        return shifted

    def finish(self) -> Document:
        """The document with its whole text."""
        self.document.text = "".join(self._parts)
        return self.document
