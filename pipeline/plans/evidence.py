"""Documents already issued that a task row names: number and date."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

_NUMBER = re.compile(r"\d{1,6}(?:/\d{4})?/[A-ZĐa-zđ0-9-]+")
_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(20\d\d)")


@dataclass(frozen=True)
class IssuedDocument:
    """A document that a task produced.

    Attributes:
        doc_no: number and symbol, None where it cannot be read.
        issued_on: date, None where it cannot be read.
    """

    doc_no: str | None
    issued_on: dt.date | None


def read_issued_document(text: str) -> IssuedDocument | None:
    """Read ``09/KH-VPUB ngày 15/01/2025``; either part may be missing.

    Args:
        text: one list item of the evidence cell.

    Returns:
        The document, or None where the text holds neither a number nor a date.
    """
    date_match = _DATE.search(text)
    rest = _DATE.sub(" ", text)
    number_match = _NUMBER.search(rest)
    issued_on = None
    if date_match:
        day, month, year = (int(g) for g in date_match.groups())
        try:
            issued_on = dt.date(year, month, day)
        except ValueError:
            issued_on = None
    doc_no = number_match[0] if number_match else None
    return IssuedDocument(doc_no, issued_on) if doc_no or issued_on else None
