"""What Excel shows for a stored number: the part of its number format that applies.

A format has up to four sections parted by ``;``. A ``%`` that stands bare multiplies by 100; one
between quotes or behind a backslash is a letter (ECMA-376 part 1, section 18.8.31).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

_CONDITION = re.compile(r"^\[(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)\]$")
_TEST = {
    "<": float.__lt__, "<=": float.__le__, ">": float.__gt__,
    ">=": float.__ge__, "=": float.__eq__, "<>": float.__ne__,
}  # fmt: skip
# One unit of a format: a quoted text, an escaped or padded letter, a bracket, anything else.
_UNIT = re.compile(r'"([^"]*)"|\\(.)|_(.)|\*(.)|\[[^\]]*\]|.', re.DOTALL)
# As many digits as stand between the marks of thousands.
_GROUP = 3
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_CLOCK = re.compile(r"\s*h{1,2}(?:\s*[:.]\s*m{1,2})?(?:\s*[:.]\s*s{1,2}(?:\.0+)?)?", re.IGNORECASE)
_DAY_PARTS = re.compile(r"d{1,4}|m{1,5}|y{2,4}|h{1,2}|s{1,2}|AM/PM|A/P", re.IGNORECASE)


@dataclass(frozen=True)
class Section:
    """One section of a number format.

    Attributes:
        pattern: its marks of digits, days and percent, without letters that are only shown.
        literal: the letters that are only shown.
        condition: ``[>=1]`` as operator and number, None where there is none.
    """

    pattern: str
    literal: str
    condition: tuple[str, float] | None

    @property
    def is_percent(self) -> bool:
        """Excel multiplies what it shows by 100."""
        return "%" in self.pattern

    @property
    def shows_number(self) -> bool:
        """There is a place for digits, or the general form."""
        return bool(re.search(r"[0#?]|general|@", self.pattern, re.IGNORECASE))

    @property
    def decimals(self) -> int | None:
        """Digits behind the point, None for the general form."""
        if not re.search(r"[0#?]", self.pattern):
            return None
        _, _, behind = self.pattern.partition(".")
        return len(re.findall(r"[0#?]", behind))

    @property
    def has_fixed_decimals(self) -> bool:
        """The last digit behind the point is shown even where it is a nought."""
        return bool(re.search(r"\.[0#?]*0", self.pattern))


def _split(number_format: str) -> list[str]:
    parts, current = [], ""
    for match in _UNIT.finditer(number_format):
        if match[0] == ";":
            parts.append(current)
            current = ""
        else:
            current += match[0]
    return [*parts, current]


def _read_section(text: str) -> Section:
    pattern, literal, condition = "", "", None
    for match in _UNIT.finditer(text):
        unit = match[0]
        if found := _CONDITION.match(unit):
            condition = (found[1], float(found[2]))
        elif match[1] is not None or match[2] is not None:
            literal += match[1] or match[2] or ""
        elif unit[0] not in '"\\_*[':
            pattern += unit
    return Section(pattern, literal, condition)


@lru_cache(maxsize=1024)
def read_format(number_format: str) -> tuple[Section, ...]:
    """Sections of a number format, in order."""
    return tuple(_read_section(part) for part in _split(number_format))


def choose_section(value: float, number_format: str) -> Section:
    """The section that Excel uses for a number.

    >>> choose_section(0.864, '[>=1]0"%";0.0%').is_percent
    True
    """
    sections = read_format(number_format)
    if any(s.condition for s in sections):
        for section in sections:
            if section.condition is None:
                return section
            operator, limit = section.condition
            if _TEST[operator](float(value), limit):
                return section
        return sections[-1]
    if len(sections) > 2 and value == 0:
        return sections[2]
    return sections[1] if len(sections) > 1 and value < 0 else sections[0]


def show_number(value: float, number_format: str) -> str:
    """A number as text that reads back as what the eye sees.

    The decimal mark is a comma, and three decimals get a fourth, so that no later reader takes
    them for thousands. A literal percent sign is kept: it says that the number is no fraction.
    """
    section = choose_section(value, number_format)
    if not section.shows_number and section.literal.strip():
        return section.literal.strip()
    sign = "%" if section.is_percent or "%" in section.literal else ""
    if section.is_percent:
        value = round(value * 100, 10)
    text = f"{value:.10f}".rstrip("0").rstrip(".")
    whole, point, decimals = text.partition(".")
    decimals += "0" if len(decimals) == _GROUP else ""
    return whole + ("," if point else "") + decimals + sign


def show_code(value: float, number_format: str) -> str:
    """A number as it stands in a cell that names something: 1.10 stays 1.10."""
    section = choose_section(value, number_format)
    if section.has_fixed_decimals and not section.is_percent:
        return f"{value:.{section.decimals}f}"
    if float(value).is_integer() and re.fullmatch(r"0{2,}", section.pattern):
        return f"{int(value):0{len(section.pattern)}}"
    return f"{value:.10f}".rstrip("0").rstrip(".")


def _show_part(part: str, day: dt.date) -> str:
    """One mark of a date format."""
    shown = {
        "d": str(day.day), "dd": f"{day.day:02}",
        "m": str(day.month), "mm": f"{day.month:02}", "mmm": _MONTHS[day.month - 1],
        "mmmm": _MONTHS[day.month - 1],
        "yy": f"{day.year % 100:02}", "yyy": str(day.year), "yyyy": str(day.year),
    }  # fmt: skip
    return shown.get(part.lower(), "")


def show_day(day: dt.date, number_format: str) -> str:
    """A day as its format shows it: ``mm/yyyy`` is a month, ``d-mmm`` has no year."""
    shown = ""
    for match in _UNIT.finditer(_split(number_format)[0]):
        if match[1] is not None or match[2] is not None:
            shown += f"\0{match[1] or match[2]}\0"
        elif match[0][0] not in '"\\_*[':
            shown += match[0]
    # Minutes are written like months: what follows the hour is no part of the day.
    parts = _CLOCK.sub("", shown).split("\0")
    told = [
        _DAY_PARTS.sub(lambda m: _show_part(m[0], day), part) if n % 2 == 0 else part
        for n, part in enumerate(parts)
    ]
    return "".join(told).strip(" :-/,") or day.strftime("%d/%m/%Y")
