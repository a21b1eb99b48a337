"""Reporting periods as people write them, and the day each of them ends."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from functools import cache

from pipeline.reference import read_seed
from pipeline.text import fold

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_YEAR = r"(20\d\d)"
_SEPARATOR = r"[\s/.-]*(?:nam )?\s*"
_QUARTER = re.compile(rf"(?:quy|q)\s*(i{{1,3}}|iv|[1-4])\b{_SEPARATOR}{_YEAR}$")
_HALF = re.compile(rf"(?:6 thang(?: dau nam| dau)?|6t|h1){_SEPARATOR}{_YEAR}$")
_MONTH = re.compile(rf"(?:thang|t|month)\s*(1[0-2]|0?[1-9])\b{_SEPARATOR}{_YEAR}$")
_WHOLE_YEAR = re.compile(rf"(?:ca nam|nam)?\s*{_YEAR}$")
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
    folded = fold(stripped)
    if match := _QUARTER.match(folded):
        number = _ROMAN.get(match[1]) or int(match[1])
        return f"{match[2]}-Q{number}"
    if match := _HALF.match(folded):
        return f"{match[1]}-H1"
    if match := _MONTH.match(folded):
        return f"{match[2]}-{int(match[1]):02}"
    if match := _WHOLE_YEAR.match(folded):
        return match[1]
    return None


def _is_week(year: int, week: int) -> bool:
    """Whether the year has such a week; the 28th of December is always in the last one."""
    return 1 <= week <= dt.date(year, 12, 28).isocalendar().week


@cache
def _cutoffs() -> dict[str, tuple[int, int]]:
    rows = read_seed("reporting_periods")
    return {r["period_kind"]: (int(r["end_month"]), int(r["end_day"])) for r in rows}


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
