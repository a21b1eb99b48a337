"""Reporting periods as people write them, and the day each of them ends."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from functools import cache

from pipeline.support.reference import read_seed
from pipeline.support.text import fold

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_YEAR = r"(20\d\d)"
_SEPARATOR = r"[\s/.-]*(?:nam )?\s*"
_QUARTER = re.compile(rf"(?:quy|q)\s*(i{{1,3}}|iv|[1-4])\b{_SEPARATOR}{_YEAR}$")
_HALF = re.compile(rf"(?:6 thang(?: dau nam| dau)?|6t|h1){_SEPARATOR}{_YEAR}$")
_MONTH = re.compile(rf"(?:thang|t|month)\s*(1[0-2]|0?[1-9])\b{_SEPARATOR}{_YEAR}$")
_WHOLE_YEAR = re.compile(rf"(?:ca nam|nam)?\s*{_YEAR}$")
# "09/2025" is a month; "Mar-25" is how Excel shows one; "25-Sep" what it makes of "Sep-25".
_NUMBERED_MONTH = re.compile(r"(0?[1-9]|1[0-2])[/.-](20\d\d)$")
_ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ENGLISH_MONTH = re.compile(rf"({'|'.join(_ENGLISH)})[a-z]*[\s/.-]+(?:20)?(\d\d)$")
_TURNED_MONTH = re.compile(rf"(\d\d)[\s/.-]+({'|'.join(_ENGLISH)})[a-z]*$")
_YEAR_FIRST = re.compile(rf"(?:nam )?{_YEAR}\s+(.+)$")
_CODE = re.compile(rf"^{_YEAR}(?:-(Q[1-4]|H1|Y|0[1-9]|1[0-2]|W[0-5]\d))?$")


def read_period(text: str) -> str | None:
    """Code of a period, or None where the text names none.

    >>> read_period("Quý III/2025"), read_period("6 tháng 2025"), read_period("Tháng 3/2025")
    ('2025-Q3', '2025-H1', '2025-03')
    """
    stripped = text.strip()
    if match := _CODE.match(stripped.upper()):
        if (match[2] or "").startswith("W") and not _is_week(int(match[1]), int(match[2][1:])):
            return None
        return match[1] if match[2] == "Y" else stripped.upper()
    if match := _NUMBERED_MONTH.match(stripped):
        return f"{match[2]}-{int(match[1]):02}"
    folded = fold(stripped)
    if (match := _YEAR_FIRST.match(folded)) and not match[2].isdecimal():
        # A label over a group of columns: "Năm 2025" above "Quý I".
        folded = f"{match[2]} {match[1]}"
    return _read_named(folded)


def is_turned_period(text: str) -> bool:
    """Whether a label is a month that Excel took for a day: "25-Sep" for September 2025."""
    return bool(_TURNED_MONTH.match(text.strip().lower()))


def _read_english(folded: str) -> str | None:
    if match := _ENGLISH_MONTH.match(folded):
        return f"20{match[2]}-{_ENGLISH.index(match[1]) + 1:02}"
    if match := _TURNED_MONTH.match(folded):
        return f"20{match[1]}-{_ENGLISH.index(match[2]) + 1:02}"
    return None


def _read_named(folded: str) -> str | None:
    if match := _QUARTER.match(folded):
        number = _ROMAN.get(match[1]) or int(match[1])
        return f"{match[2]}-Q{number}"
    if match := _HALF.match(folded):
        return f"{match[1]}-H1"
    if match := _MONTH.match(folded):
        return f"{match[2]}-{int(match[1]):02}"
    if match := _WHOLE_YEAR.match(folded):
        return match[1]
    return _read_english(folded)


def _is_week(year: int, week: int) -> bool:
    """Whether the year has such a week; the 28th of December is always in the last one."""
    return 1 <= week <= dt.date(year, 12, 28).isocalendar().week


@cache
def _cutoffs() -> dict[str, tuple[int, int]]:
    rows = read_seed("reporting_periods")
    return {r["period_kind"]: (int(r["end_month"]), int(r["end_day"])) for r in rows}


_QUARTERS = {
    "Q1": (-12, 3), "Q2": (3, 6), "Q3": (6, 9), "Q4": (9, 12), "H1": (-12, 6), "H2": (6, 12),
    "": (-12, 12),
}  # fmt: skip
_MID_MONTH = 15


def span_of_period(code: str) -> tuple[dt.date, dt.date] | None:
    """First and last day that data of a period can speak of, None where there is no such period.

    Both the reform year, which begins on 15 December, and the calendar are allowed: offices use
    one or the other.
    """
    year_text, _, part = code.partition("-")
    if not year_text.isdecimal():
        return None
    year = int(year_text)
    if part.isdecimal() and 1 <= int(part) <= 12:
        month = int(part)
        before = dt.date(year, month, 1) - dt.timedelta(days=1)
        return before.replace(day=_MID_MONTH), _last_day(year, month)
    if part.startswith("W") and part[1:].isdecimal() and _is_week(year, int(part[1:])):
        monday = dt.date.fromisocalendar(year, int(part[1:]), 1)
        return monday, monday + dt.timedelta(days=6)
    if part not in _QUARTERS:
        return None
    first, last = _QUARTERS[part]
    begins = dt.date(year - 1 if first < 0 else year, abs(first), _MID_MONTH)
    return begins, _last_day(year, last)


def _last_day(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def end_of_period(code: str) -> dt.date:
    """The last day that a period's data speak of (Công văn 581/BNV-CCHC for quarters and years).

    Args:
        code: of ``read_period``. Quarters 2 and 4, which that letter does not have, end with the
            half year and the year.
    """
    year, _, part = code.partition("-")
    if part.isdigit():
        return dt.date(int(year), int(part), calendar.monthrange(int(year), int(part))[1])
    if part.startswith("W"):
        return dt.date.fromisocalendar(int(year), int(part[1:]), 5)
    kind = {"": "Y", "Q2": "H1", "Q4": "Y"}.get(part, part)
    month, day = _cutoffs()[kind]
    return dt.date(int(year), month, day)
