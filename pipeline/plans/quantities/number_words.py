"""Numbers that a sentence says in words: "chín mươi lăm phần trăm", "ít nhất hai mô hình"."""

from __future__ import annotations

import re
from functools import cache

_ONES = {
    "mot": 1,
    "hai": 2,
    "ba": 3,
    "bon": 4,
    "nam": 5,
    "sau": 6,
    "bay": 7,
    "tam": 8,
    "chin": 9,
}
# Between the parts of a number of more words than are read here.
_JOINTS = ("muoi", "tram", "nghin", "ngan", "trieu", "ty", "phay", "linh", "le")
# As they are said behind a ten: "hai mươi mốt", "ba mươi tư", "chín mươi lăm".
# "Mười năm" is ten years: fifteen is "mười lăm".
_BEHIND_TEN = {w: n for w, n in _ONES.items() if w != "nam"} | {"tu": 4, "lam": 5, "nham": 5}


@cache
def list_number_words() -> dict[str, float]:
    """Folded words of 1 to 100, spelt in each usual way.

    >>> list_number_words()["chin muoi lam"]
    95.0
    """
    words = dict(_ONES)
    for tens, begin in (("muoi", 10), *((f"{w} muoi", 10 * n) for w, n in _ONES.items() if n > 1)):
        words[tens] = begin
        words |= {f"{tens} {word}": begin + ones for word, ones in _BEHIND_TEN.items()}
    return {word: float(value) for word, value in (words | {"mot tram": 100}).items()}


def is_cut_off(before: str) -> bool:
    """Whether words before a number in words belong to it: "một trăm linh | năm".

    Args:
        before: folded text before it.
    """
    return bool(re.search(rf"\b(?:{'|'.join((*_BEHIND_TEN, 'nam', *_JOINTS))})\s+$", before))


@cache
def number_words_pattern() -> str:
    """A pattern for any of them, the longest first."""
    longest_first = sorted(list_number_words(), key=len, reverse=True)
    return rf"\b(?:{'|'.join(map(re.escape, longest_first))})"


@cache
def _compounds() -> re.Pattern[str]:
    words = [word for word in list_number_words() if " " in word]
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))}|phan tram)\b")


def names_number(folded: str) -> bool:
    """Whether a text says a share, or a number of two words or more, in words.

    >>> names_number("ba muoi tu tinh"), names_number("ba tinh")
    (True, False)
    """
    return _compounds().search(folded) is not None


# A word of ones or a joint behind a number in words goes on with it.
GOES_ON = rf"(?:{'|'.join((*_BEHIND_TEN, 'nam', *_JOINTS))})\b"
