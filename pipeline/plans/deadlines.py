"""Vietnamese time expressions of task tables, read as deadlines.

Each kind of expression is one small finder; ``read_deadlines`` runs them in order and each
one takes the part of the text that it understands away from the next. Matching is done on
text without marks, so that scans without diacritics read the same; positions are kept, so
that a note quotes the original.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from pipeline.support.text import strip_marks, tidy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DueKind = Literal[
    "quarter", "month", "date", "year", "range", "ongoing", "periodic", "conditional", "unknown"
]


@dataclass(frozen=True)
class Deadline:
    """One stated deadline.

    Attributes:
        kind: what sort of deadline.
        value: ``2022-Q2``, ``2022-01``, ``2025-01-30``, ``2025``, ``2021/2025``; for
            ``periodic`` the frequency (``year``, ``quarter``, ``month``) or None; for
            ``conditional`` the condition as it stands; else None.
        due_from: first day of the span, None where there is no date.
        due_to: last day of the span: the day after which it is late.
        note: what else the cell says about this deadline.
        months: of a deadline that comes back every year, the months at whose end it falls due;
            0 is December of the year before, -3 September.
        day: of those months, where one is stated.
        is_assumed: the day is our reading of words that name none ("thường xuyên").
    """

    kind: DueKind
    value: str | None = None
    due_from: dt.date | None = None
    due_to: dt.date | None = None
    note: str | None = None
    months: tuple[int, ...] = ()
    day: int | None = None
    is_assumed: bool = False

    def to_row(self, number: int) -> dict[str, Any]:
        """The columns of raw.task_dues that this deadline fills.

        Args:
            number: which deadline of its task, from 1.
        """
        values = asdict(self) | {"months": list(self.months)}
        names = {"due_from", "due_to", "is_assumed"}
        named = {k if k in names else f"due_{k}": v for k, v in values.items()}
        return {"due_no": number} | named


@dataclass(frozen=True)
class _Cell:
    """Text of one cell: as it stands, without marks, and the years of its plan."""

    original: str
    folded: str
    year_from: int | None
    year_to: int | None

    @property
    def plan_year(self) -> int | None:
        return self.year_from if self.year_from == self.year_to else None


_Finder = tuple[re.Pattern[str], "Callable[[re.Match[str], _Cell], Iterator[Deadline]]"]
_YEAR = r"(20\d\d)"
_MONTHS = {
    "month": tuple(range(1, 13)), "quarter": (3, 6, 9, 12), "half": (6, 12), "year": (12,),
}  # fmt: skip
# Scans read the Roman I as l, 1 or |.
_ROMAN = r"(?:[il1|]{1,3}v?|v[il1|]?|[2-4])"
_QUARTERS = rf"{_ROMAN}(?:\s*(?:,|-|;|\+|&|\bva\b)\s*(?:quy )?{_ROMAN})*"


def _quarter(year: int, number: int) -> Deadline:
    last = calendar.monthrange(year, 3 * number)[1]
    return Deadline(
        "quarter",
        f"{year}-Q{number}",
        dt.date(year, 3 * number - 2, 1),
        dt.date(year, 3 * number, last),
    )


def _year_span(first: int, last: int, note: str | None = None) -> Deadline:
    kind: DueKind = "year" if first == last else "range"
    value = str(first) if first == last else f"{first}/{last}"
    return Deadline(kind, value, dt.date(first, 1, 1), dt.date(last, 12, 31), note)


def _read_roman(text: str) -> int:
    if text.isdigit() and text not in ("1", "11", "111"):
        return int(text)
    return {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 4}.get(re.sub("[l1|]", "i", text), 0)


def _expand_quarters(text: str) -> list[int]:
    """``ii, iii`` -> [2, 3]; ``i-iii`` -> [1, 2, 3]."""
    numbers: list[int] = []
    for part in re.split(r"\s*(?:,|;|\+|&|\bva\b)\s*", text):
        ends = [_read_roman(r) for r in re.findall(_ROMAN, part.replace("quy", ""))]
        if "-" in part and len(ends) == 2:
            ends = list(range(ends[0], ends[1] + 1))
        numbers += [n for n in ends if 1 <= n <= 4]
    return numbers


def _find_quarters(match: re.Match[str], cell: _Cell) -> Iterator[Deadline]:
    year = int(match["year"]) if match["year"] else cell.plan_year
    for number in _expand_quarters(match["list"]):
        yield _quarter(year, number) if year else _yearly((3 * number,), is_assumed=True)


def _yearly(
    months: tuple[int, ...], day: int | None = None, *, is_assumed: bool = False
) -> Deadline:
    """What comes back every year of the plan at the end of these months, or on a day of them.

    A quarter, month or day that a plan of several years states without a year is taken so too.
    """
    return Deadline("periodic", "year", months=months, day=day, is_assumed=is_assumed)


def _find_yearly(match: re.Match[str], _: _Cell) -> Iterator[Deadline]:
    """Read "quý I, II hằng năm", "tháng 6 hằng năm", "trước ngày 15/6 hằng năm"."""
    shift = -12 if "truoc nam" in match["when"] else 0
    day = int(match["day"]) if match["day"] else None
    if match["quarters"]:
        months = [3 * n for n in _expand_quarters(match["quarters"])]
    else:
        months = [int(m) for m in re.findall(r"\d+", match["months"] or match["month"])]
    kept = tuple(m + shift for m in months if 1 <= m <= 12)
    if kept and (day is None or 1 <= day <= 31):
        yield _yearly(kept, day)


def _find_date(match: re.Match[str], _: _Cell) -> Iterator[Deadline]:
    day, month, year = (int(g) for g in match.groups())
    try:
        date = dt.date(year, month, day)
    except ValueError:
        return
    yield Deadline("date", date.isoformat(), None, date)


def _find_date_range(match: re.Match[str], _: _Cell) -> Iterator[Deadline]:
    numbers = [int(g) for g in match.groups()]
    try:
        first, last = (dt.date(*reversed(numbers[i : i + 3])) for i in (0, 3))
    except ValueError:
        return
    if first <= last:
        yield Deadline("range", f"{first}/{last}", first, last)


def _find_days_of_year(match: re.Match[str], _: _Cell) -> Iterator[Deadline]:
    """Read "01/3 đến 15/5/2026"."""
    first_day, first_month, last_day, last_month, year = (int(g) for g in match.groups() if g)
    with suppress(ValueError):
        last = dt.date(year, last_month, last_day)
        is_before = (first_month, first_day) <= (last_month, last_day)
        first = dt.date(year if is_before else year - 1, first_month, first_day)
        yield Deadline("range", f"{first}/{last}", first, last)


def _month(year: int, month: int, first_month: int | None = None) -> Deadline:
    last = calendar.monthrange(year, month)[1]
    return Deadline(
        "month",
        f"{year}-{month:02}",
        dt.date(year, first_month or month, 1),
        dt.date(year, month, last),
    )


def _find_months(match: re.Match[str], cell: _Cell) -> Iterator[Deadline]:
    year = int(match["year"]) if match["year"] else cell.plan_year
    for month in (int(m) for m in re.findall(r"\d+", match["list"])):
        if 1 <= month <= 12:
            yield _month(year, month) if year else _yearly((month,), is_assumed=True)


def _find_month_range(match: re.Match[str], cell: _Cell) -> Iterator[Deadline]:
    first, last = int(match["first"]), int(match["last"])
    said = match["year"] or match["since"]
    year = int(said) if said else cell.plan_year
    if year is None:
        yield from [_yearly((last,), is_assumed=True)] if 1 <= last <= 12 else []
        return
    since = int(match["since"] or year)
    if 1 <= first <= 12 and 1 <= last <= 12 and (since, first) < (year, last):
        span = replace(_month(year, last), due_from=dt.date(since, first, 1))
        yield replace(span, kind="range", value=f"{since}-{first:02}/{span.value}")


def _find_months_or_day(match: re.Match[str], _: _Cell) -> Iterator[Deadline]:
    """Read "10-11/2026", two signs: from one month to a later one, else a day of a month."""
    year, first, last = int(match["year"]), int(match["first"]), int(match["last"])
    if first < last <= 12 and match["said"] != "ngay":
        span = replace(_month(year, last), due_from=dt.date(year, first, 1))
        value = f"{year}-{first:02}/{span.value}"
        yield replace(span, kind="range", value=value, is_assumed=not match["said"])
    elif match["said"] in (None, "ngay"):
        with suppress(ValueError):
            date = dt.date(year, last, first)
            yield Deadline("date", date.isoformat(), None, date)


def _find_days(match: re.Match[str], _: _Cell) -> Iterator[Deadline]:
    """Read "20/6 và 20/12/2026": the year behind the last is that of all, or the one before it."""
    days = [(int(d), int(m)) for d, m in re.findall(r"(\d{1,2})/(\d{1,2})", match["days"])]
    year, found = int(match["year"]), []
    later: tuple[int, int] | None = None
    for day, month in reversed(days):
        year -= later is not None and (month, day) > later
        later = (month, day)
        try:
            date = dt.date(year, month, day)
        except ValueError:
            found.append(Deadline("unknown", note=f"{day}/{month}"))
        else:
            found.append(Deadline("date", date.isoformat(), None, date))
    yield from reversed(found)


def _find_short_date(match: re.Match[str], cell: _Cell) -> Iterator[Deadline]:
    """Read "15/9/26" where 2026 is a year of the plan."""
    day, month, year = (int(g) for g in match.groups())
    if cell.year_from and cell.year_to and cell.year_from <= 2000 + year <= cell.year_to:
        with suppress(ValueError):
            date = dt.date(2000 + year, month, day)
            yield Deadline("date", date.isoformat(), None, date)


def _find_day_of_plan_year(match: re.Match[str], cell: _Cell) -> Iterator[Deadline]:
    if cell.plan_year:
        try:
            date = dt.date(cell.plan_year, int(match[2]), int(match[1]))
        except ValueError:
            return
        yield Deadline("date", date.isoformat(), None, date)
    elif 1 <= int(match[1]) <= 31 and 1 <= int(match[2]) <= 12:
        yield _yearly((int(match[2]),), int(match[1]), is_assumed=True)


def _find_years(match: re.Match[str], _: _Cell) -> Iterator[Deadline]:
    for year in re.findall(_YEAR, match[0]):
        yield _year_span(int(year), int(year))


def _find_half(match: re.Match[str], cell: _Cell) -> Iterator[Deadline]:
    """The first or last n months of a year: due when the last of them ends."""
    year = int(match["year"]) if match["year"] else cell.plan_year
    count = int(match["count"])
    if not 1 <= count <= 11:
        return
    is_first = match["end"] == "dau"
    first, last = (1, count) if is_first else (13 - count, 12)
    if not year:
        yield _yearly((last,), is_assumed=True)
    else:
        span = _month(year, last, first)
        yield replace(span, kind="range", value=f"{year}-{first:02}/{span.value}")


def _skip(_: re.Match[str], __: _Cell) -> Iterator[Deadline]:
    """Takes its words away and states nothing: the date of a cited document is no deadline."""
    return iter(())


def _find_range(match: re.Match[str], _: _Cell) -> Iterator[Deadline]:
    if int(match[1]) <= int(match[2]):
        yield _year_span(int(match[1]), int(match[2]))


def _find_year(match: re.Match[str], _: _Cell) -> Iterator[Deadline]:
    yield _year_span(int(match[1]), int(match[1]))


def _find_year_beside(match: re.Match[str], cell: _Cell) -> Iterator[Deadline]:
    if match[1]:
        yield _year_span(int(match[1]), int(match[1]))
    else:
        yield from _find_within_year(match, cell)


def _find_within_year(_: re.Match[str], cell: _Cell) -> Iterator[Deadline]:
    found = _year_span(cell.plan_year, cell.plan_year) if cell.plan_year else _yearly((12,))
    yield replace(found, is_assumed=True)


def _find_ongoing(_: re.Match[str], cell: _Cell) -> Iterator[Deadline]:
    if cell.year_from and cell.year_to:
        span = _year_span(cell.year_from, cell.year_to)
        yield replace(span, kind="ongoing", value=None, is_assumed=True)
    else:
        yield Deadline("ongoing")


def _find_periodic(match: re.Match[str], _: _Cell) -> Iterator[Deadline]:
    words = match[0]
    frequencies = [
        f for f, word in (("month", "thang"), ("quarter", "quy"), ("year", "nam")) if word in words
    ]
    for frequency in frequencies or [None]:
        months = _MONTHS.get(frequency or "", ())
        # A year without a month, like a week, has no day of its own.
        yield Deadline("periodic", frequency, months=months, is_assumed=frequency == "year")


def _find_day_of_rhythm(match: re.Match[str], _: _Cell) -> Iterator[Deadline]:
    """Read "ngày 25 hằng tháng" and "ngày 15 của tháng cuối quý"."""
    frequency = "month" if match["monthly"] else "quarter"
    if 1 <= int(match["day"]) <= 31:
        yield Deadline("periodic", frequency, months=_MONTHS[frequency], day=int(match["day"]))


_FREQUENCIES = {"nam": "year", "quy": "quarter", "thang": "month"}
_STEPS = {"nam": 12, "quy": 3, "thang": 1}
_COUNTS = {"mot": 1, "hai": 2, "ba": 3, "sau": 6}


def _find_frequency(match: re.Match[str], _: _Cell) -> Iterator[Deadline]:
    """Read "mỗi quý một lần": each quarter; every six months is a rhythm without a name here."""
    times = int(match["times"]) if match["times"] else 1
    unit = match["unit"] or match["of"]
    count = match["count"] or "1"
    step = (int(count) if count.isdigit() else _COUNTS[count]) * _STEPS[unit]
    is_plain = (match["every"] or match["of"]) and times == 1 and step == _STEPS[unit]
    # Twice a year is every six months, every six months is twice a year.
    step, rest = divmod(step, times)
    months = tuple(range(step, 13, step)) if step and not rest and 12 % step == 0 else ()
    yield Deadline("periodic", _FREQUENCIES[unit] if is_plain else None, months=months)


def _find_condition(match: re.Match[str], cell: _Cell) -> Iterator[Deadline]:
    quoted = cell.original[match.start() : match.end()].strip(" .;,()")
    yield Deadline("conditional", quoted)


_CONDITION = (
    r"(?:ngay )?(?:sau khi|sau \d+ ngay ke tu|khi (?:co|nhan|duoc|trung uong|phat sinh"
    r"|chinh phu|quoc hoi|bo|tinh"
    r"|cap tren|ubnd)\b|theo (?:ke hoach|huong dan|chuong trinh"
    r"|lo trinh|de an|chi dao|tien do)|chuong trinh cong tac da|can cu tinh hinh)[^;()\0]*"
)
# The year beside a condition is a deadline of its own.
_YEAR_BESIDE = rf",\s*(?:hoan thanh )?trong nam(?: {_YEAR})?\s*$"
# Order matters: what is more exact comes first and takes its words away.
_FINDERS: list[_Finder] = [
    (
        re.compile(
            rf"\b\d{{1,6}}(?:/\d{{4}})?\s*/\s*[a-z][a-z-]*\d*(?:-\s+[a-z]+)?,?\s+ngay\s+\d{{1,2}}/\d{{1,2}}/{_YEAR}"
        ),
        _skip,
    ),
    (
        re.compile(
            rf"\b(\d{{1,2}})[/.-](\d{{1,2}})[/.-]{_YEAR}\s*(?:den(?: het)?|-)\s*(?:ngay )?"
            rf"(\d{{1,2}})[/.-](\d{{1,2}})[/.-]{_YEAR}\b"
        ),
        _find_date_range,
    ),
    (
        re.compile(
            rf"\b(\d{{1,2}})/(\d{{1,2}})\s*(?:den(?: het)?|-)\s*(?:ngay )?"
            rf"(\d{{1,2}})/(\d{{1,2}})/{_YEAR}\b"
        ),
        _find_days_of_year,
    ),
    (
        re.compile(
            r"(?:\b(?P<said>thang|ngay)\.? )?(?<!\d-)\b(?P<first>\d{1,2})-(?P<last>\d{1,2})"
            r"/(?P<year>20\d\d)\b"
        ),
        _find_months_or_day,
    ),
    (
        re.compile(
            r"\b(?P<days>\d{1,2}/\d{1,2}(?:\s*(?:,|;|\bva\b|\bhoac\b)\s*(?:(?:truoc )?ngay )?"
            r"\d{1,2}/\d{1,2})+)/(?P<year>20\d\d)\b"
        ),
        _find_days,
    ),
    (
        re.compile(rf"(?:truoc )?(?:ngay )?\b(\d{{1,2}})[/.-](\d{{1,2}})[/.-]{_YEAR}\b"),
        _find_date,
    ),
    (
        re.compile(r"(?<!so )(?<!muc )(?<!dieu )\b(\d{1,2})/(\d{1,2})/(\d\d)\b(?!/)"),
        _find_short_date,
    ),
    (
        re.compile(rf"(?:truoc )?ngay (\d{{1,2}}) thang (\d{{1,2}}),? nam {_YEAR}\b"),
        _find_date,
    ),
    (
        re.compile(
            r"(?P<count>\d{1,2}) thang (?P<end>dau|cuoi)(?: cua)? nam(?: (?P<year>20\d\d))?"
        ),
        _find_half,
    ),
    (
        re.compile(
            rf"(?:(?:quy|qui) (?P<quarters>{_QUARTERS})"
            r"|(?:ngay |truoc )?(?<!thang )\b(?P<day>\d{1,2})[/-](?P<month>\d{1,2})"
            r"|\bthang (?P<months>\d{1,2}(?:\s*(?:,|va)\s*(?:thang )?\d{1,2})*))"
            r",? (?P<when>(?:cua )?nam truoc nam ke hoach|(?:cua )?(?:hang|moi) nam)"
        ),
        _find_yearly,
    ),
    (
        re.compile(
            r"(?:truoc )?ngay (?P<day>\d{1,2}) (?:cua )?"
            r"(?:(?P<monthly>(?:hang|moi) thang)|thang cuoi (?:cua )?(?:moi |hang )?quy)"
        ),
        _find_day_of_rhythm,
    ),
    (
        re.compile(r"\b0?6 thang\s*(?:,|va|/)\s*(?:ca |hang )?nam\b"),
        lambda *_: iter([Deadline("periodic", months=_MONTHS["half"])]),
    ),
    (
        re.compile(r"(?:thuc hien )?dinh ky hang nam"),
        lambda *_: iter([replace(_yearly((12,)), is_assumed=True)]),
    ),
    (
        re.compile(
            rf"\b(?:quy|qui|q\.) ?"
            rf"(?P<list>{_QUARTERS})\b"
            rf"(?:\s*(?:/+|,?\s*nam)\s*(?P<year>20\d\d))?"
        ),
        _find_quarters,
    ),
    (
        re.compile(
            r"(?:tu )?thang\.? (?P<first>\d{1,2})"
            r"(?:\s*/\s*(?P<since>20\d\d))?\s*(?:-|den(?: het)?)\s*"
            r"(?:thang )?(?P<last>\d{1,2})\b"
            r"(?:(?:\s*/\s*|,? nam )(?P<year>20\d\d)|(?!\s*[/-]|\.\d|,? (?:nam|ngay)\b))"
        ),
        _find_month_range,
    ),
    (
        re.compile(
            r"thang\.? (?P<list>\d{1,2}(?:\s*(?:,|va|-)\s*(?:thang )?\d{1,2})*)"
            r"(?:\s*/\s*|,? nam )(?P<year>20\d\d)"
        ),
        _find_months,
    ),
    (re.compile(r"\bt(?P<list>\d{1,2})\s*/\s*(?P<year>20\d\d)"), _find_months),
    (
        re.compile(
            r"^\W*(?P<first>0?[1-9]|1[0-2])\s*/\s*(?P<since>20\d\d)\s*(?:-|den(?: het)?)\s*"
            r"(?P<last>0?[1-9]|1[0-2])\s*/\s*(?P<year>20\d\d)\b"
        ),
        _find_month_range,
    ),
    # "6/2026" in a time column is a month.
    (
        re.compile(
            r"(?:^\W*|[;,:]\s*|\b(?:truoc|den|het|trong|cuoi|xong|va) )"
            r"(?P<list>0?[1-9]|1[0-2])\s*/\s*(?P<year>20\d\d)\b"
        ),
        _find_months,
    ),
    (
        re.compile(
            r"\bthang (?P<list>\d{1,2}(?:\s*(?:,|va)\s*(?:thang )?\d{1,2})*)\s*(?P<year>)\.?$"
        ),
        _find_months,
    ),
    (
        re.compile(r"(?:\bngay |\btruoc |^\s*)(\d{1,2})[/-](\d{1,2})\s*\.?$"),
        _find_day_of_plan_year,
    ),
    (re.compile(rf"\b{_YEAR}\s*-\s*{_YEAR}\b"), _find_range),
    (re.compile(rf"\b(?:tu |nam )*{_YEAR} den (?:het )?(?:nam )?{_YEAR}\b"), _find_range),
    (re.compile(r"(?:\bnam |^\s*)20\d\d(?:\s*(?:,|;|va)\s*(?:nam )?20\d\d)+\b"), _find_years),
    (re.compile(_YEAR_BESIDE), _find_year_beside),
    (re.compile(rf"(?:\bnam |^\s*){_YEAR}\b"), _find_year),
    (
        re.compile(r"\b(?:trong|ca|suot) nam\b|\bcuoi nam\b(?! (?:hoc|truoc|ngoai|sau|toi)\b)"),
        _find_within_year,
    ),
    (re.compile(r"thuong xuyen|lien tuc|da va dang"), _find_ongoing),
    (
        re.compile(
            r"(?:hang|moi) (?:nam|quy|thang|tuan|ngay)(?! (?:mot |1 |01 )?lan)"
            r"(?:\s*(?:,|va)\s*(?:hang )?(?:quy|nam))?"
            r"|(?:theo )?quy\s*[/,]\s*nam|dinh ky nam"
        ),
        _find_periodic,
    ),
    (
        re.compile(
            r"\b(?P<every>moi )?(?P<count>mot|hai|ba|sau|\d{1,2})?\s?(?P<unit>nam|quy|thang)(?: |/)"
            r"(?:mot |1 |01 )?lan\b"
            r"|\b(?P<times>\d{1,2}) lan\s*/\s*(?:mot |1 )?(?P<of>nam|quy|thang)"
        ),
        _find_frequency,
    ),
    (re.compile(_CONDITION), _find_condition),
    (re.compile(r"dinh ky"), _find_periodic),
]
# A time that no finder understood, beside one that some did.
_TIME_LEFT = re.compile(
    r"\b\d{1,2}/\d{1,2}\b(?!/)|\bthang \d|\b\d{1,2} thang\b|\bquy (?:[ivx]{1,3}\b|\d)"
    r"|\b(?:giua|dau) nam\b|^\W*\d{1,2}\s*(?:,|\bva\b)\s*\0"
    r"|\0\s*(?:,|\bva\b)\s*\d{1,2}\s*(?:$|[,.;])"
)
# "Đã hoàn thành", alone or with the document that shows it in brackets.
_DONE = re.compile(r"^\s*(?:da (?:hoan thanh|xong)\W*(?:\([^)]*\)\W*)?|hoan thanh \([^)]*\)\W*)$")


def read_deadlines(text: str | None, year_from: int | None, year_to: int | None) -> list[Deadline]:
    """Every deadline that a cell states.

    Args:
        text: the cell as it stands, or None.
        year_from: first year of the plan, None where nobody knows it.
        year_to: last year of the plan; an annual plan gives "trong năm" its year.

    Returns:
        Deadlines in the order of the text; empty for an empty cell or one that only says the
        work is done; one of kind ``unknown`` where nothing in the text is understood.
    """
    if text is None or not text.strip():
        return []
    original = tidy(text)
    # Each of these dashes is one letter, so places stay.
    folded = re.sub("[–—−]", "-", strip_marks(original).lower())
    folded = re.sub(r"\bden(?= (?:quy|qui)\b)", " - ", folded)
    cell = _Cell(original, folded, year_from, year_to)
    if _DONE.match(cell.folded):
        return []
    dated, left = _run_finders(cell)
    found = [d for _, d in sorted(dated, key=lambda f: f[0])]
    if found and _TIME_LEFT.search(left):
        found.append(Deadline("unknown", note=original))
    # A bare "định kỳ" says nothing once a date or a frequency stands beside it.
    exact = any(d.due_to or d.months for d in found)
    kept = [d for d in found if not (exact and d == Deadline("periodic"))]
    # "Định kỳ 6 tháng/lần" says the same thing twice.
    return _join_yearly(list(dict.fromkeys(kept))) or [Deadline("unknown", note=original)]


def _join_yearly(found: list[Deadline]) -> list[Deadline]:
    """Quarters or months of every year that a cell lists are one deadline that comes back."""
    joined: list[Deadline] = []
    for due in found:
        last = joined[-1] if joined else None
        if last and due.months and (last.kind, last.value, last.day) == (
            due.kind, due.value, due.day,
        ):  # fmt: skip
            months = tuple(sorted({*last.months, *due.months}))
            joined[-1] = replace(last, months=months, is_assumed=last.is_assumed and due.is_assumed)
        else:
            joined.append(due)
    return joined


def _run_finders(cell: _Cell) -> tuple[list[tuple[int, Deadline]], str]:
    """Deadlines with their places, and the text without what was understood."""
    remaining = cell.folded
    found: list[tuple[int, Deadline]] = []
    for pattern, build in _FINDERS:
        for match in pattern.finditer(remaining):
            found += [(match.start(), d) for d in build(match, cell)]
        # A cited document stays part of the condition that names it.
        mask = "#" if build is _skip else "\0"
        remaining = pattern.sub(lambda m, mask=mask: mask * len(m[0]), remaining)
    return found, remaining
