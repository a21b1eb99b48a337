"""Periods of a report: from when to when its data are, and by when it is sent."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_DAY = re.compile(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})(?:/(?P<year>\d{4}))?")
_BEFORE, _YEAR_BEFORE, _YEAR_AFTER = "trước ", "năm trước", "năm sau"


@dataclass(frozen=True)
class Period:
    """One report that is due.

    Attributes:
        code: rule and year, as ``BNV-Q3-2025``; names its folder.
        name: of the period, as the rule writes it.
        name_en: the same in English.
        year: of the report.
        data_from: first day of its data.
        data_to: last day of its data.
        send_by: last day of sending.
        is_cumulative: counts from the start of the reform year.
        doc_no: document that says so.
    """

    code: str
    name: str
    name_en: str
    year: int
    data_from: dt.date
    data_to: dt.date
    send_by: dt.date
    is_cumulative: bool
    doc_no: str

    def name_in(self, language: str) -> str:
        """The name in ``vi`` or ``en``."""
        return self.name_en if language == "en" else self.name


def read_day(text: str | None, year: int) -> dt.date | None:
    """A day of a rule in a year: ``15/12 năm trước``, ``14/3``, ``10/9/2025``, ``trước 11/9``.

    Args:
        text: as the rule writes it.
        year: of the report.

    Returns:
        The day; of "trước" the day before it. None where the text names no day, or a day of
        another year than this report can speak of.
    """
    found = _DAY.search(text or "")
    if text is None or found is None:
        return None
    shift = (_YEAR_AFTER in text) - (_YEAR_BEFORE in text)
    written = int(found["year"]) if found["year"] else year + shift
    if abs(written - year) > 1:
        return None
    try:
        day = dt.date(written, int(found["month"]), int(found["day"]))
    except ValueError:
        return None
    # "15/12 năm trước" holds the word too, behind its day.
    is_before = text.strip().lower().startswith(_BEFORE)
    return day - dt.timedelta(days=1) if is_before else day


def list_periods(rules: Iterable[Mapping[str, Any]], year: int) -> list[Period]:
    """Reports of a year, the one that is due first comes first.

    Args:
        rules: rows of dim_reporting_rule that hold for an office.
        year: of the reports.

    Returns:
        Rules without days give no period; nor does a rule that names another year.
    """
    periods = []
    for rule in rules:
        days = [read_day(rule[name], year) for name in ("data_from", "data_to", "send_by")]
        first, last, send = days
        if first is None or last is None or send is None or last.year != year:
            continue
        periods.append(
            Period(
                f"{rule['rule_code']}-{year}", rule["period_vi"], rule["period_en"], year,
                first, last, send, bool(rule["is_cumulative"]), rule["doc_no"] or "",
            )
        )  # fmt: skip
    return sorted(periods, key=lambda period: (period.send_by, period.code))
