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


_NUMBER = re.compile(r"\d|\bphan tram\b|\b(?:mot|phan) nua\b")


def are_settled(passage: str, decided: Iterable[str]) -> bool:
    """Whether decisions leave nothing of a passage to ask about.

    Args:
        passage: words that no record holds.
        decided: words that decisions are about, of the same plan.

    Returns:
        True where words of the passage were decided on and none of its numbers stands outside
        of them; for a passage without a number, where most of it was.
    """
    own = fold(passage)
    left, whole = own, len(own)
    for words in sorted(map(fold, decided), key=len, reverse=True):
        if not words:
            continue
        if re.search(rf"(?<!\w){re.escape(own)}(?!\w)", words):
            return True
        left = re.sub(rf"(?<![\w.,]){re.escape(words)}(?!\w)", " ", left)
    if left == own:
        return False
    return not _NUMBER.search(left) if _NUMBER.search(own) else len(left.strip()) < whole / 2


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
