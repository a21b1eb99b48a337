"""Words that somebody marked, found again in the document that they were marked in."""

from __future__ import annotations

import bisect
import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.support.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# Between two words of a document may stand spaces, line breaks, tags and signs of lists.
_GAP = r"(?:\s|<[^<>\n]{0,200}>|[*|•\u200b\u00ad])+"
_LENGTH = 10
ADDITION = "+"


def key_passage(plan_code: str, words: str) -> str:
    """The key under which a decision about words of a plan is kept.

    >>> key_passage("so-noi-vu-2026", "Đạt 90%").startswith("so-noi-vu-2026#+")
    True
    """
    digest = hashlib.sha256(fold(words).encode()).hexdigest()[:_LENGTH]
    return f"{plan_code}#{ADDITION}{digest}"


def are_settled(passage: str, decided: Iterable[str]) -> bool:
    """Whether somebody decided on a passage: on all of it, on a part, or on more than it.

    Args:
        passage: words that no record holds.
        decided: words that decisions are about, of the same plan.
    """
    own = fold(passage)
    return any(words in own or own in words for words in map(fold, decided) if words)


@dataclass(frozen=True)
class Source:
    """A document of a plan.

    Attributes:
        file_path: below the raw folder.
        text: whole.
        starts: offsets in ``text`` at which a place begins, ascending.
        places: names of these places.
    """

    file_path: str
    text: str
    starts: Sequence[int] = ()
    places: Sequence[str] = ()

    def locate(self, offset: int) -> str | None:
        """Name of the place of an offset, None where the document names none."""
        position = bisect.bisect_right(self.starts, offset) - 1
        return self.places[position] if position >= 0 else None


@dataclass(frozen=True)
class Passage:
    """Words as they stand in a document.

    Attributes:
        source: the document.
        start: offset of the first letter.
        end: offset behind the last.
    """

    source: Source
    start: int
    end: int

    @property
    def words(self) -> str:
        """The stretch of the document."""
        return self.source.text[self.start : self.end]


def find_passage(sources: Sequence[Source], words: str) -> Passage | None:
    """Where words stand, whatever breaks their lines there; the first place counts.

    Args:
        sources: documents of one plan.
        words: as somebody marked them.
    """
    pieces = words.split()
    if not pieces:
        return None
    pattern = re.compile(_GAP.join(re.escape(piece) for piece in pieces))
    for source in sources:
        match = pattern.search(source.text)
        if match:
            return Passage(source, match.start(), match.end())
    return None
