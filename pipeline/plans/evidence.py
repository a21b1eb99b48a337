"""Documents already issued that a task row names: number and date."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from pipeline.support.text import strip_marks

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


# "số 09/KH-VPUB ngày 15/01/2025"; scans part the symbol and damage the day.
_CITED = re.compile(
    r"(?:\bs[o0b6]?\s*)?(?P<number>\d{1,5}(?:/20\d\d)?\s*/\s*[a-z]{2,}\d*(?:\s*-\s*[a-z0-9]+)*)?"
    r"[\s,]*n?gay\s+(?P<day>\S{1,3}?)\s*/\s*(?P<month>\d{1,2})\s*/\s*(?P<year>20\d\d)"
)
_ISSUED = re.compile(
    r"\b(?:d[aạã]|pa|pi|d2|d3|p4|ba|de|d;?a) ban hanh\b|\bda (?:ky|trinh|phe duyet)\b"
)
_STARTS = re.compile(r"^\W*(?:ke hoach|quyet dinh|bao cao|cong van|to trinh)\s+s?[o0]?\s*\d")
_DONE_BY = re.compile(r"^\W*(?:da )?(?:hoan thanh|xong)\b.{0,40}\bs[o0]?\s*\d")
_LONG_DATE = re.compile(r"\b(\d{1,2}) thang (\d{1,2}),? nam (20\d\d)")


def read_issued_documents(text: str, folded: str, document: str = "") -> list[IssuedDocument]:
    """Documents that a cell says are issued already.

    Args:
        text: the cell.
        folded: the same without marks, letter for letter as long.
        document: folded text of the whole document, where a damaged date may stand whole.

    Returns:
        Documents in order; empty where the cell does not speak of issued documents. A number
        or date that cannot be read is None.
    """
    if not (_ISSUED.search(folded) or _STARTS.match(folded) or _DONE_BY.match(folded)):
        return []
    found = []
    # As long as before, so that places stay.
    short = _LONG_DATE.sub(lambda m: f"{m[1]}/{m[2]}/{m[3]}".ljust(len(m[0])), folded)
    for match in _CITED.finditer(short):
        number = _clean_number(text, match)
        issued_on = _read_date(match["day"], match["month"], match["year"])
        if issued_on is None and number:
            issued_on = find_issued_date(number, document)
        if number or issued_on:
            found.append(IssuedDocument(number, issued_on))
    return found


def _clean_number(text: str, match: re.Match[str]) -> str | None:
    if not match["number"]:
        return None
    original = re.sub(r"\s+", "", text[match.start("number") : match.end("number")])
    number, _, symbol = original.partition("/")
    return f"{number}/{symbol.upper()}"


def _read_date(day: str, month: str, year: str) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


def read_issued_date(text: str) -> dt.date | None:
    """Date of ``ngay 15/01/2025``, None where a letter of it is damaged."""
    match = re.search(r"(\S{1,2})\s?/\s?(\d{1,2})/(20\d\d)", text)
    return _read_date(match[1], match[2], match[3]) if match else None


def find_issued_date(number: str, document: str) -> dt.date | None:
    """The same document cited where its date is legible.

    Args:
        number: number and symbol.
        document: folded text of the whole document.
    """
    pattern = re.escape(strip_marks(number).lower()) + r"\s+ngay\s+(\d{1,2})/(\d{1,2})/(20\d\d)"
    match = re.search(pattern, document)
    return _read_date(match[1], match[2], match[3]) if match else None
