"""The plan itself: number, date, issuer, place, years, what it replaces and declares."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pipeline.documents.model import Paragraph, Row
from pipeline.lexicon.roles import read_columns
from pipeline.lexicon.rules import has_words
from pipeline.plans.documents.letterhead import read_issuer
from pipeline.plans.documents.titles import find_title, read_years
from pipeline.support.text import strip_marks
from pipeline.support.trace import NOTHING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.documents.model import Document
    from pipeline.support.trace import Traced

_HEAD = 40
_TAIL = 60
# Texts of a head that may be a letterhead.
_LETTERHEAD = 6
_AFTER_NUMBER = r"\s*(?P<number>\d{1,6})?\s*/\s*(?P<symbol>(?:20\d\d/)?[a-zđ][a-zđ0-9-]*)"
_OWN_NUMBER = re.compile(rf"^s[o06bốó]{{1,2}}\s*[:.]?{_AFTER_NUMBER}")
# A letterhead whose lines are one paragraph, in capitals before the number.
_NUMBER_BEHIND = re.compile(rf"\bs[o06bốó]{{1,2}}\s*:{_AFTER_NUMBER}")
_DATE = re.compile(
    r"ng[ay]{1,2}\s*(?P<day>\d{1,2})?\s*thang\s*(?P<month>\d{1,2})?\s*n[aă]m\s*(?P<year>20\d\d)"
)
_REPLACES = re.compile(
    r"thay the\s+(?:cho\s+)?"
    r"(?:ke hoach|quyet dinh|nghi quyet|chuong trinh|chi thi|ke hoach so|van ban)\s+"
    r"(?:s[o06e]{1,2}\s*)?"
    r"(?P<doc>\d{1,6}\s*/\s*(?:20\d\d/)?[a-zđ][a-z0-9đ-]*)"
)
_AMENDS = re.compile(
    r"(?:^|[(])\s*(?:(?:ke hoach|quyet dinh|nghi quyet|ve viec|ban hanh)\s+)*"
    r"(?:sua doi|bo sung|dieu chinh)\b"
)
_AMENDED = re.compile(
    r"(?:ke hoach|quyet dinh|nghi quyet|chuong trinh|van ban)\s+(?:s[o06e]{1,2}\s*)"
    r"(?P<doc>\d{1,6}\s*/\s*(?:20\d\d/)?[a-zđ][a-z0-9đ-]*)"
)
_ARTICLE = re.compile(r"^dieu 1\s*[.:]\s*")
_ISSUES = re.compile(r"\bban hanh (?:ke|chuong|lo)")
_TOTAL = re.compile(r"tong (?:cong|so)\s*:?")
_COUNT = re.compile(
    r"(\d{1,3})\s*(noi dung|linh vuc|muc tieu,? chi tieu|muc tieu|chi tieu|nhiem vu|hoat dong)"
)
_DECLARED_AS = {
    "noi dung": "declared_fields",
    "linh vuc": "declared_fields",
    "muc tieu": "declared_targets",
    "chi tieu": "declared_targets",
    "muc tieu, chi tieu": "declared_targets",
    "muc tieu chi tieu": "declared_targets",
    "nhiem vu": "declared_tasks",
    "hoat dong": "declared_tasks",
}


@dataclass
class PlanFacts:
    """Facts of the plan.

    Attributes:
        values: columns of raw.plans.
        places: column -> place in the document.
        doubts: what could not be read or was guessed, as codes.
        texts: what they were read from.
    """

    values: dict[str, Any] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)
    texts: list[Traced] = field(default_factory=list)


def slug(text: str) -> str:
    """Plan code from the name of a file: lower case, no marks, hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", strip_marks(text).lower()).strip("-") or "ke-hoach"


def _all_texts(document: Document) -> list[Traced]:
    texts: list[Traced] = []
    for block in document.blocks:
        if isinstance(block, Row):
            texts += [c.text for c in block.cells if c.text and not c.is_spanned]
        else:
            texts.append(block.text)
    return texts


def _head_texts(document: Document) -> list[Traced]:
    """Paragraphs before the first part, and those of a letterhead set as a table."""
    head: list[Traced] = []
    for block in document.blocks[:_HEAD]:
        if isinstance(block, Row):
            if read_columns([c.text.text for c in block.cells]):
                break
            # A letterhead is set as a table of two or three cells, merged ones counted once;
            # a wider one is an appendix.
            own = {c.text.folded: c.text for c in block.cells if c.text and not c.is_spanned}
            if len(own) <= 3:
                head += [line for text in own.values() for line in text.split(r"\n")]
        elif isinstance(block, Paragraph):
            if re.match(r"^(?:I|1)\s*[.)]\s", block.text.text) and len(head) > 3:
                break
            head.append(block.text)
    return head


def _is_letterhead(text: Traced) -> bool:
    """Whether who issues stands before the number, and stands there in capitals."""
    number = _NUMBER_BEHIND.search(text.folded)
    before = text.cut(0, number.start()) if number else NOTHING
    return before.text.isupper() and has_words("issuers", before.folded)


class _Reader:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.facts = PlanFacts()
        self.head = _head_texts(document)
        self.texts = _all_texts(document)
        self.title, self.title_at = NOTHING, 0

    def note(self, column: str, value: object, text: Traced, start: int, end: int) -> None:
        if value is not None:
            self.facts.values[column] = value
        self.facts.texts.append(text)
        first = text.offsets[start]
        last = text.offsets[min(end, len(text.offsets)) - 1] + 1
        self.facts.places[column] = self.document.locate(first, last)

    def read_number(self) -> None:
        behind = [text for text in self.head[:_LETTERHEAD] if _is_letterhead(text)]
        for text, pattern in (
            *((text, _OWN_NUMBER) for text in self.head),
            *((text, _NUMBER_BEHIND) for text in behind),
        ):
            match = pattern.search(text.folded)
            if match:
                number = match["number"]
                original = text.text[match.start("symbol") : match.end("symbol")].strip(" -")
                shown = original.upper() if original.islower() else original
                value = f"{number}/{shown}" if number else None
                self.note("doc_no", value, text, match.start(), match.end())
                self.facts.values["symbol"] = strip_marks(original).lower()
                return

    def read_date(self) -> None:
        for text in self.head:
            match = _DATE.search(text.folded)
            if not match or re.search(r"can cu|thuc hien|ban hanh kem", text.folded):
                continue
            value = None
            if match["day"] and match["month"]:
                try:
                    value = dt.date(int(match["year"]), int(match["month"]), int(match["day"]))
                except ValueError:
                    self.facts.doubts.append("bad_issue_date")
            self.note("issued_on", value, text, match.start(), match.end())
            self.facts.values["date_place"] = text.text[: match.start()].strip(" ,.")
            return

    def read_title(self) -> None:
        self.title_at, written, self.title = find_title(self.head)
        if written:
            self.note("plan_title", written, self.title, 0, len(self.title.text))

    def read_years(self) -> None:
        issued = self.facts.values.get("issued_on")
        for text in (self.title, *self._year_texts()):
            found = read_years(text, issued.year if issued else None) if text else None
            if found:
                first, last, start, end = found
                self.note("year_from", first, text, start, end)
                self.note("year_to", last, text, start, end)
                return
        self._years_from_times()
        if issued and self.facts.values.get("year_from") is not None:
            # What the text speaks of may lie before the plan.
            first = max(
                self.facts.values["year_from"], min(issued.year, self.facts.values["year_to"])
            )
            self.facts.values["year_from"] = first

    def _year_texts(self) -> Iterable[Traced]:
        """Where a title says no year: the clause that issues the plan, heads of its annexes."""
        issuing = [(t, _ISSUES.search(t.folded)) for t in self.head]
        cut = [text.cut(match.start()) for text, match in issuing if match]
        heads = [t for t in self.texts if t.folded.startswith(("phu luc", "nhiem vu cchc"))]
        aims = [
            t
            for t in self.texts
            if re.match(r"^[ivx\d.]*\s*muc tieu[^.;]{0,40}20\d\d\W*$", t.folded)
        ]
        return [*cut, *heads, *aims]

    def _years_from_times(self) -> None:
        """Without a title the years of the time cells say how long the plan runs."""
        years: Counter[int] = Counter()
        for text in self.texts:
            for match in re.finditer(
                r"^(20\d\d)\s*[-–]\s*(20\d\d)$|^(20\d\d)$|^den nam (20\d\d)$", text.folded
            ):
                years.update(int(g) for g in match.groups() if g)
        if not years:
            for text in self.texts:
                years.update(int(y) for y in re.findall(r"nam (20\d\d)", text.folded))
            if not years:
                self.facts.doubts.append("no_year")
                return
            year = years.most_common(1)[0][0]
            self.facts.values |= {"year_from": year, "year_to": year}
        else:
            self.facts.values |= {"year_from": min(years), "year_to": max(years)}
        self.facts.doubts.append("years_guessed")

    def read_issuer(self) -> None:
        tail = self.texts[-_TAIL:]
        issuer = read_issuer(
            self.head,
            tail,
            self.facts.values.get("symbol", ""),
            self.facts.values.get("date_place", ""),
            self.title_at if self.title else 0,
        )
        values = {
            "issuer_level": issuer.level,
            "issuer_name": issuer.name,
            "province_name": issuer.province,
        }
        places = {"issuer_name": issuer.place, "province_name": issuer.province_place}
        for column, value in values.items():
            text = places.get(column, issuer.place)
            if value is not None and text:
                self.note(column, value, text, 0, len(text.text))
            elif value is not None:
                self.facts.values[column] = value
        self.facts.doubts += issuer.doubts

    def read_replaced(self) -> None:
        for text in self.texts:
            match = _REPLACES.search(text.folded)
            if match:
                value = re.sub(r"\s+", "", text.text[match.start("doc") : match.end("doc")])
                self.note("replaces_doc_no", value.upper(), text, match.start(), match.end())
                return

    def read_amended(self) -> None:
        """The document that this one changes in part: of the title, else of what stands by it."""
        says_so = bool(self.title) and bool(_AMENDS.search(self.title.folded))
        for text in (self.title, *self.head, *self.texts):
            if not text:
                continue
            article = _ARTICLE.match(text.folded)
            start = article.end() if article else 0
            is_near = text is self.title or text in self.head or article is not None
            words = text.folded[start:]
            amends = is_near and _AMENDS.search(words)
            match = amends and _AMENDED.search(text.folded, start + amends.end())
            # An article amends whatever it does; that this plan is an amendment, its head says.
            if match and (says_so or not article):
                value = re.sub(r"\s+", "", text.text[match.start("doc") : match.end("doc")])
                self.note("amends_doc_no", value.upper(), text, match.start(), match.end())
                return
        if says_so:
            self.facts.doubts.append("amends_unnamed")

    def read_declared(self) -> None:
        for text in self.texts:
            total = _TOTAL.match(text.folded)
            if not total:
                continue
            sentence = re.split(r"\(|\.\s", text.folded[total.end() :])[0]
            for match in _COUNT.finditer(sentence):
                column = _DECLARED_AS[match[2]]
                if column not in self.facts.values:
                    start = total.end() + match.start()
                    self.note(column, int(match[1]), text, start, total.end() + match.end())


def read_facts(document: Document, stem: str) -> PlanFacts:
    """Facts of the plan that a document states.

    Args:
        document: as read.
        stem: name of the file without its ending; gives the plan its code.

    Returns:
        Values for raw.plans with their places; what the document leaves blank is left out.
    """
    reader = _Reader(document)
    reader.read_number()
    reader.read_date()
    reader.read_title()
    reader.read_years()
    reader.read_issuer()
    reader.read_replaced()
    reader.read_amended()
    reader.read_declared()
    facts = reader.facts
    facts.values["plan_code"] = slug(stem)
    for helper in ("symbol", "date_place"):
        facts.values.pop(helper, None)
    return facts
