"""Text that remembers where each of its letters stood in the document."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pipeline.support.text import strip_marks

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# Exports of some converters leave the tags of a cell's lists in the text.
_TAG = re.compile(
    r"</?([a-zA-Z][a-zA-Z0-9]*)[^<>\n]{0,200}>|\*\*|\\(?=[-*_#])"
    r"|(?<!\S)\*(?=\S)|(?<=\S)\*(?!\S)"
)
_BREAKING_TAGS = ("p", "li", "br", "ul", "ol", "div", "tr", "td")
# Control and zero-width characters that converters leave behind.
_NOISE = re.compile("[\u200b\u200c\u200d\ufeff\u00ad\x00-\x08\x0b\x0c\x0e-\x1f]")


def _fold_letter(letter: str) -> str:
    """Exactly one letter for one letter, so that positions stay."""
    folded = strip_marks(letter).lower()
    return folded if len(folded) == 1 else letter


@dataclass(frozen=True)
class Traced:
    """A piece of tidy text.

    Attributes:
        text: tidy text: single spaces, line breaks only where items of a list part.
        offsets: for each letter of ``text`` its place in the text of the document.
    """

    text: str
    offsets: tuple[int, ...]

    @cached_property
    def folded(self) -> str:
        """The text without marks, lower case, letter for letter as long as ``text``."""
        folded = strip_marks(self.text).lower()
        if len(folded) == len(self.text):
            return folded
        return "".join(_fold_letter(c) for c in self.text)

    @property
    def start(self) -> int:
        """Place of the first letter in the document."""
        return self.offsets[0]

    @property
    def end(self) -> int:
        """Place behind the last letter in the document."""
        return self.offsets[-1] + 1

    def __bool__(self) -> bool:
        return bool(self.text)

    def cut(self, start: int, end: int | None = None) -> Traced:
        """Part of the text, without spaces at its ends."""
        end = len(self.text) if end is None else end
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        return Traced(self.text[start:end], self.offsets[start:end])

    def split(self, separator: str) -> list[Traced]:
        """Non-empty parts between separators.

        Args:
            separator: a regular expression.
        """
        parts, last = [], 0
        for match in re.finditer(separator, self.text):
            parts.append(self.cut(last, match.start()))
            last = match.end()
        return [p for p in (*parts, self.cut(last)) if p]


NOTHING = Traced("", ())


def join(pieces: Iterable[Traced], separator: str = " ") -> Traced:
    """One text from several; what joins them has the place of the letter before it."""
    kept = [p for p in pieces if p]
    text: list[str] = []
    offsets: list[int] = []
    for piece in kept:
        if text:
            text.append(separator)
            offsets += [offsets[-1]] * len(separator)
        text.append(piece.text)
        offsets += piece.offsets
    return Traced("".join(text), tuple(offsets))


def _readable(document: str, start: int, end: int) -> list[tuple[str, int]]:
    """Letters with places; tags are gone, those that part list items became line breaks."""
    letters: list[tuple[str, int]] = []
    place = start
    while place < end:
        tag = _TAG.match(document, place, end) if document[place] in "<*\\" else None
        if tag:
            if (tag[1] or "").lower() in _BREAKING_TAGS:
                letters.append(("\n", place))
            place = tag.end()
        else:
            letter = document[place]
            if not _NOISE.match(letter):
                letters.append((letter, place))
            place += 1
    return letters


def trace(document: str, start: int, end: int, *, keep_lines: bool = False) -> Traced:
    """Tidy text of a stretch of the document.

    Args:
        document: whole text of the document.
        start: first place.
        end: place behind the last.
        keep_lines: line breaks of the document part list items, as in a cell of a
            spreadsheet; otherwise they are spaces, as in a wrapped paragraph.
    """
    text: list[str] = []
    offsets: list[int] = []
    for letter, place in _readable(document, start, end):
        from_tag = letter == "\n" and document[place] != "\n"
        breaks = letter == "\n" and (keep_lines or from_tag)
        shown = "\n" if breaks else (" " if letter.isspace() else letter)
        if shown.isspace():
            if not text:
                continue
            if text[-1].isspace():
                if breaks:
                    text[-1] = "\n"
                continue
        text.append(shown)
        offsets.append(place)
    while text and text[-1].isspace():
        text.pop()
        offsets.pop()
    return Traced("".join(text), tuple(offsets))


def find_pieces(document: str, offsets: Sequence[int]) -> list[tuple[int, int]]:
    """Stretches of the document that a text is made of.

    Between two letters of one stretch stand only spaces and tags; where something else
    stands between them (the repeated header of a page, another cell), a new stretch begins.
    """
    pieces: list[tuple[int, int]] = []
    begin = previous = None
    for place in offsets:
        if previous is None or begin is None:
            begin = place
        elif place > previous + 1 or place < previous:
            between = document[previous + 1 : place] if place > previous else "x"
            if _NOISE.sub("", _TAG.sub("", between)).strip():
                pieces.append((begin, previous + 1))
                begin = place
        previous = place
    if begin is not None and previous is not None:
        pieces.append((begin, previous + 1))
    return pieces
