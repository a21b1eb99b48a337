"""Days as offices and programs write them; all cells of a sheet decide what comes first."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pipeline.support.text import fold
from pipeline.tables.model import DAY_ZERO_1900

if TYPE_CHECKING:
    from collections.abc import Iterable

Order = Literal["day_first", "month_first", "unknown"]
_YEARS = (2000, 2100)
_LAST_MONTH = 12
_TRIPLE = re.compile(r"^(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})$")
_ISO = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$")
_COMPACT = re.compile(r"^(20\d\d)(\d\d)(\d\d)$")
_WORDS = re.compile(r"^(?:ngay )?(\d{1,2}) (?:thang )?(\d{1,2}|[a-z]{3,9}) (?:nam )?(\d{4})$")
_SERIAL = re.compile(r"^(\d{5})(?:[.,]\d+)?$")
_WEEKDAY = re.compile(
    r"^(?:thứ\s+\w+|chủ\s+nhật|t[2-7]|cn|mon|tue|wed|thu|fri|sat|sun)[a-z]*[\s,.]+", re.IGNORECASE
)
# "T00:00:00", " 17h30", " 5:30 PM", "+07:00": the hour of a moment.
_HOUR = re.compile(
    r"(?:T|[\s,]+(?:lúc\s+)?)(\d{1,2})\s*(?:[:hg]\s*(\d{0,2}))?(?::\d{2}(?:[.,]\d+)?)?\s*"
    r"(AM|PM|SA|CH)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$",
    re.IGNORECASE,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# Vietnam is seven hours ahead of UTC all year.
_VIETNAM = dt.timezone(dt.timedelta(hours=7))


@dataclass(frozen=True)
class DayWriting:
    """How the days of a sheet are to be read.

    Attributes:
        order: of day and month where both could be either.
        day_zero: what a bare count of days counts from.
    """

    order: Order = "day_first"
    day_zero: dt.date = DAY_ZERO_1900


def _make_day(year: int, month: int, day: int) -> dt.date | None:
    try:
        made = dt.date(year, month, day)
    except ValueError:
        return None
    return made if _YEARS[0] <= made.year <= _YEARS[1] else None


def _split_hour(text: str) -> tuple[str, dt.timedelta]:
    """The day of a moment as text, and how far its zone lies behind Vietnam's day."""
    text = _WEEKDAY.sub("", text.strip())
    match = _HOUR.search(text)
    # The zone alone makes no hour: "10- 12-2025" is a day.
    clock = match[0][: match.start(4) - match.start() if match[4] else None] if match else ""
    if not match or not (clock.startswith("T") or re.search("[:hg]", clock, re.I) or match[3]):
        return text, dt.timedelta()
    shift = dt.timedelta()
    if match[4]:
        hour, minute = int(match[1]), int(match[2] or 0)
        zone = match[4].upper().replace("Z", "+00:00").replace("UTC", "+00:00")
        offset = dt.timedelta(hours=int(zone[:3]), minutes=int(zone[0] + zone[-2:]))
        if hour < 24 and minute < 60 and abs(offset) < dt.timedelta(days=1):
            moment = dt.datetime(2000, 1, 2, hour, minute, tzinfo=dt.timezone(offset))
            shift = moment.astimezone(_VIETNAM).date() - dt.date(2000, 1, 2)
    return text[: match.start()].strip(), shift


def _read_triple(text: str) -> tuple[int, int, int] | None:
    """Two numbers that are day and month in some order, and a year."""
    match = _TRIPLE.match(_split_hour(text)[0])
    return (int(match[1]), int(match[2]), int(match[3])) if match else None


def _read_words(text: str) -> dt.date | None:
    match = _WORDS.match(fold(text))
    if not match:
        return None
    month = int(match[2]) if match[2].isdecimal() else _number_month(match[2])
    return _make_day(int(match[3]), month, int(match[1])) if month else None


def _number_month(word: str) -> int | None:
    return _MONTHS.index(word[:3]) + 1 if word[:3] in _MONTHS else None


DAY_FIRST = DayWriting()


def read_day(text: str, writing: DayWriting = DAY_FIRST) -> dt.date | None:
    """A day, None where there is no such day or where it could be two.

    >>> read_day("2025-12-10T00:00:00"), read_day("30-Nov-2025")
    (datetime.date(2025, 12, 10), datetime.date(2025, 11, 30))
    """
    plain, shift = _split_hour(text)
    if triple := _read_triple(text):
        first, second, year = triple
        as_day, as_month = _make_day(year, second, first), _make_day(year, first, second)
        if writing.order == "unknown" and as_day and as_month and as_day != as_month:
            return None
        both = (as_month, as_day) if writing.order == "month_first" else (as_day, as_month)
        found = both[0] or (both[1] if writing.order == "unknown" else None)
    elif match := (_ISO.match(plain) or _COMPACT.match(plain)):
        found = _make_day(int(match[1]), int(match[2]), int(match[3]))
    elif match := _SERIAL.match(plain):
        day = writing.day_zero + dt.timedelta(days=int(match[1]))
        found = _make_day(day.year, day.month, day.day)
    else:
        found = _read_words(plain)
    return found + shift if found else None


def is_two_days(text: str, writing: DayWriting) -> bool:
    """Whether a cell was left unread only because it could be two days."""
    triple = _read_triple(text)
    return writing.order == "unknown" and triple is not None and max(triple[:2]) <= _LAST_MONTH


def decide_order(texts: Iterable[str], received_on: dt.date | None) -> Order:
    """Whether the day or the month comes first, by all cells together.

    A number above 12 proves it. Without proof the day comes first, as in Vietnam, unless that
    would put days behind the day of receipt; where cells prove both, nothing is certain.

    Args:
        texts: different cells of the columns of days.
        received_on: no figure speaks of a later day.
    """
    triples = [t for text in texts if (t := _read_triple(text))]
    proves_day = any(first > _LAST_MONTH for first, _, _ in triples)
    proves_month = any(second > _LAST_MONTH for _, second, _ in triples)
    if proves_day or proves_month:
        return (
            "unknown"
            if proves_day and proves_month
            else ("day_first" if proves_day else "month_first")
        )
    if received_on is None:
        return "day_first"
    days = [_make_day(year, second, first) for first, second, year in triples]
    if all(day is None or day <= received_on for day in days):
        return "day_first"
    months = [_make_day(year, first, second) for first, second, year in triples]
    if all(day is None or day <= received_on for day in months):
        return "month_first"
    return "day_first"
