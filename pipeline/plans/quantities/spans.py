"""What holds around a number: its sentence, nesting, years, conditions, baselines."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.plans.quantities.damage import damaged
from pipeline.support.text import UPPER

_ABBREVIATION = re.compile(r"(?:\b(?:tp|tt|ths|ts|st|v\.v|so|dc|ubnd|mttq|p|q)|\.\.)$")
_STOP = re.compile(rf"(?:[.!?…]+(?=\s+[{UPPER}]|\s+\d|\s*$)|\n)")
_NESTED = re.compile(
    rf"(?:trong do|trong so do|trong so nay|trong so nay|trong tong so|{damaged('trong so do')}"
    rf"|{damaged('trong do')})\b"
)
_YEAR = r"(20\d\d)"
_DUE = re.compile(
    rf"(?:\b(?:den het|den cuoi|den|d[ec]n|het|truoc|tinh den|trong|vao)\s+"
    r"(?:(?:thang|quy) \w+\s*(?:/|cua(?= nam)|(?=nam))\s*"
    rf"|ngay \d+/\d+/|het |cuoi |dau |giua )?(?:n[aid]m\s+)?|giai doan\s+20\d\d\s*[-–]\s*"
    # "Năm 2026 đạt 80%, năm 2027 đạt 85%"
    r"|(?:^|[,;:(])\s*nam\s+(?=20\d\d\s*(?::"
    r"|,?\s*(?:phai |can )?(?:phan dau|dat|hoan thanh|toi thieu|it nhat|nang|tang|la|chiem"
    r"|(?:da |moi |chi )?(?:dat|xep|dung|co)\b))))"
    rf"{_YEAR}\b"
)
_BASE = re.compile(
    r"so\s*v(?:oi|6i|o1|l|i)\s+(?:(?:so lieu|(?:uoc )?thuc hien|muc|cua|du toan|cung ky"
    r"|binh quan|nam|n[aid]m|ndm|nim|giai doan|thoi diem"
    r"|cuoi|ket qua|quy dinh|tong so|ke hoach)\s*)*"
    rf"(?:{_YEAR}\s*[-–]\s*{_YEAR}|ngay \d+/\d+/{_YEAR}|\d+/\d+/{_YEAR}|{_YEAR}"
    rf"|(?P<previous>truoc|lien truoc|"
    r"lien ke|cung ky))"
)
_BASE_PREVIOUS = re.compile(
    r"so voi (?:cung ky|nam (?:truoc|lien ke|lien truoc|ngoai)|giai doan truoc)|nam truoc lien ke"
)
_UP_TO = re.compile(
    rf"tinh d[ec]n(?:\s+(?:het|ngay|thoi diem"
    rf"|thang))*\s*(?:\d{{1,2}}/)?(?:\d{{1,2}}/)?(?:nam\s+)?{_YEAR}"
)
_EVERY_YEAR = re.compile(r"\b(?:moi nam|hang nam|hnag nam|tung nam|nam sau)\b|%\s*/\s*nam\b")
_CONDITION = re.compile(
    r"\bkhi (?:co|nhan duoc|duoc|trung uong|bo|cap tren)\b[^.;)]*(?:huong dan|quy dinh|chi dao"
    r"|van ban|cho phep|ban hanh|phe duyet|bo tri|cong bo)|\bneu duoc\b"
)
PREVIOUS_YEAR = "năm trước"


@dataclass(frozen=True)
class Span:
    """A stretch of a text, from ``start`` up to ``end``."""

    start: int
    end: int


def split_sentences(text: str, folded: str) -> list[Span]:
    """Sentences of a target; a list item is one.

    Args:
        text: original, for the capital that begins a sentence.
        folded: the same without marks.
    """
    spans, begin = [], 0
    for stop in _STOP.finditer(text):
        if _ABBREVIATION.search(folded[max(0, stop.start() - 6) : stop.start()]):
            continue
        if stop.end() > begin:
            spans.append(Span(begin, stop.end()))
        begin = stop.end()
    if begin < len(text):
        spans.append(Span(begin, len(text)))
    return spans


def find_nested(folded: str) -> list[Span]:
    """Stretches that speak of a part of what stands before them.

    A part in brackets ends with the bracket; one behind a colon lasts to the end of the text,
    since its items are listed; any other ends with its clause or sentence.
    """
    spans = []
    for match in _NESTED.finditer(folded):
        bracket = folded.rfind("(", 0, match.start())
        if bracket >= 0 and ")" not in folded[bracket : match.start()]:
            close = folded.find(")", match.end())
            end = close if close >= 0 else len(folded)
        elif re.match(r"[^.;]{0,40}:", folded[match.end() :]):
            end = len(folded)
        else:
            stop = re.search(r";|\.(?:\s|$)|\n", folded[match.end() :])
            end = match.end() + stop.start() if stop else len(folded)
        spans.append(Span(match.start(), end))
    return spans


def find_due_year(folded: str, position: int, following: int | None = None) -> int | None:
    """The year that the text states for a number: the nearest one before it, else behind it.

    A year that a change is compared with is no due year; one that leads up to the next number
    ("90%, đến năm 2027 đạt 100%") is that number's.

    Args:
        folded: the sentence.
        position: where the number begins.
        following: where the next number begins, None for the last.
    """
    compared = [m.span() for m in (*_BASE.finditer(folded), *_UP_TO.finditer(folded))]
    stated = [
        (m.start(), int(m[1]))
        for m in _DUE.finditer(folded)
        if not any(start <= m.start() < end for start, end in compared)
    ]
    stated = _keep_of_bracket(folded, stated, position)
    before = [(start, year) for start, year in stated if start < position]
    if before:
        closed = _closing_year(folded, stated, position, following)
        return closed or before[-1][1]
    if stated and following is not None and stated[0][0] < following:
        if ";" in folded[position : stated[0][0] + 1]:
            return None
        if _closes(folded, *stated[0]) and position < stated[0][0]:
            return stated[0][1]
        leads_on = not re.search(r"[;,.]", folded[stated[0][0] + 1 : following])
        return None if leads_on else stated[0][1]
    if not stated:
        return None
    start, year = stated[0]
    # "90% ...; năm 2027 đạt 100%": behind a stop, a year with a number of its own is that one's.
    is_apart = ";" in folded[position : start + 1]
    has_own = re.search(r"\d\s?%", folded[start + len("nam 20xx") :]) is not None
    return None if is_apart and has_own else year


_BRACKET = re.compile(r"\([^()]*\)?")


def _keep_of_bracket(
    folded: str, stated: list[tuple[int, int]], position: int
) -> list[tuple[int, int]]:
    """``06 bộ (năm 2025: 03 bộ)``: a bracket with a number of its own keeps its year to itself."""
    for bracket in _BRACKET.finditer(folded):
        if not re.search(r"\d", re.sub(r"20\d\d|\d+/", "", bracket[0])):
            continue
        inside = [s for s in stated if bracket.start() <= s[0] < bracket.end()]
        if bracket.start() <= position < bracket.end():
            return inside or stated
        stated = [s for s in stated if s not in inside]
    return stated


def find_as_of(folded: str, position: int) -> int | None:
    """The year of a day that a sentence begins with: "Tính đến 31/12/2025, tỷ lệ ... đạt 77%"."""
    match = re.match(r"\W*(?=tinh den)", folded)
    day = _UP_TO.match(folded, match.end()) if match else None
    return int(day[1]) if day and day.end() <= position else None


_CLOSES = re.compile(r"(?:20\d\d)\s*(?:va\b|;|,|\.|\)|\(|$)")


def _closing_year(
    folded: str, stated: list[tuple[int, int]], position: int, following: int | None
) -> int | None:
    """Of "nhóm 5 vào năm 2028 và nhóm 3 vào năm 2030" each year closes its own number."""
    end = len(folded) if following is None else following
    closing = [(start, year) for start, year in stated if _closes(folded, start, year)]
    behind = [year for start, year in closing if position < start < end]
    earlier = [start for start, _ in stated if start < position]
    opens_sentence = not re.search(r"\d", folded[: min(earlier)])
    return behind[0] if behind and not opens_sentence else None


def _closes(folded: str, start: int, year: int) -> bool:
    at = folded.index(str(year), start)
    leads_in = bool(re.search(r"[,;]\s*$", folded[:start]))
    return bool(_CLOSES.match(folded, at)) and not leads_in


def find_baseline(folded: str) -> str | None:
    """What a change of this sentence is measured against.

    Returns:
        ``2021``, ``2016-2020`` or ``năm trước``; None where nothing is stated.
    """
    if _BASE_PREVIOUS.search(folded):
        return PREVIOUS_YEAR
    match = _BASE.search(folded)
    if match:
        if match[1]:
            return f"{match[1]}-{match[2]}"
        year = match[3] or match[4] or match[5]
        return year or PREVIOUS_YEAR
    up_to = _UP_TO.search(folded)
    if up_to:
        return up_to[1]
    return PREVIOUS_YEAR if _EVERY_YEAR.search(folded) else None


def is_conditional(folded: str) -> bool:
    """The target only holds once somebody else has acted ("khi có hướng dẫn ...")."""
    return bool(_CONDITION.search(folded))


_STAGE = re.compile(
    r"\b(?:den|vao|trong|het|dinh huong|tam nhin|phan dau|toi)\s+(?:(?:het|cuoi|den)\s+)?"
    r"(?:nam\s+)?(20\d\d)\b"
    r"|\bgiai doan\s*:?\s*20\d\d\s*[-–]\s*(20\d\d)\b|^\W*(?:nam\s+)(20\d\d)\b|\bnam\s+(20\d\d)\W*$"
    r"|^\W*20\d\d\s*[-–]\s*(20\d\d)\b"
)


def find_stage(folded: str) -> int | None:
    """The year that a heading, a section row or a lead sentence sets for what stands below it.

    >>> find_stage("giai doan 2026-2028")
    2028
    """
    match = _STAGE.search(folded)
    return int(next(g for g in match.groups() if g)) if match else None
