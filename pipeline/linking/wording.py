"""Vietnamese wording made comparable: no marks, no abbreviations, damage of scans tolerated."""

from __future__ import annotations

import re
from functools import cache

from rapidfuzz import fuzz

from pipeline.support.reference import read_seed
from pipeline.support.text import fold

# A cue must stand in the text as it is, or, where it is long, with a slip of the pen.
_CLEAN_CUTOFF = 93.0
_SHORTEST_FUZZY_CUE = 12
# What a scan without Vietnamese letters leaves of a cue; a short one is easily met by chance.
_DAMAGED_CUTOFF, _DAMAGED_SHORT_CUTOFF = 78.0, 85.0
_SHORT_CUE = 9
# Letters that a damaged text may lack of a cue it is.
_SLACK = 2
# Shapes that recognition takes for letters: "s6" is "so", "1y" is "ly".
_MISREAD = str.maketrans({"0": "o", "6": "o", "1": "l", "5": "s", "¢": "e", "|": "l", "!": "l"})
_WORD_WITH_DIGIT = re.compile(r"\b(?=\w*[a-z])\w*\d\w*\b")


@cache
def _abbreviations() -> tuple[tuple[re.Pattern[str], str], ...]:
    rows = read_seed("abbreviations")
    return tuple(
        (re.compile(rf"\b{fold(r['abbreviation'])}\b"), fold(r["full_text"])) for r in rows
    )


def normalise(text: str, *, is_damaged: bool = False) -> str:
    """Folded text with its abbreviations written out.

    Args:
        text: as read.
        is_damaged: letters may be misread; digits within words become letters.
    """
    if is_damaged:
        text = _WORD_WITH_DIGIT.sub(lambda m: m[0].translate(_MISREAD), text.translate({162: "e"}))
    folded = fold(text)
    for pattern, full in _abbreviations():
        folded = pattern.sub(full, folded)
    return folded


@cache
def normalise_cue(cue: str) -> str:
    """A cue of the catalogue in the form of ``normalise``."""
    return normalise(cue)


def find_cue(cue: str, text: str, *, is_damaged: bool = False) -> float:
    """How well a cue stands in a text.

    Args:
        cue: in the form of ``normalise``.
        text: in the form of ``normalise``.
        is_damaged: whether the text may be misread.

    Returns:
        1 where it stands there as whole words, between 0 and 1 where it nearly does, 0 where it
        does not.
    """
    if f" {cue} " in f" {text} ":
        return 1.0
    if not is_damaged and len(cue) < _SHORTEST_FUZZY_CUE:
        return 0.0
    if len(text) + _SLACK < len(cue):
        # The engine would look for the short text within the long cue instead.
        return 0.0
    cutoff = _CLEAN_CUTOFF
    if is_damaged:
        cutoff = _DAMAGED_SHORT_CUTOFF if len(cue) < _SHORT_CUE else _DAMAGED_CUTOFF
    return fuzz.partial_ratio(f" {cue} ", f" {text} ", score_cutoff=cutoff) / 100.0
