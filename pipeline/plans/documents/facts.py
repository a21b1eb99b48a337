"""The plan itself: number, date, issuer, place, years, what it replaces and declares."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from pipeline.documents.model import Line, Paragraph, Row
from pipeline.documents.trace import join
from pipeline.plans.documents.roles import read_columns
from pipeline.reference import read_seed
from pipeline.text import UPPER, fold, strip_marks

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.documents.model import Document
    from pipeline.documents.trace import Traced

_HEAD = 30
_TITLE_LENGTH = 300
_TITLE_LINE = 100
_OWN_NUMBER = re.compile(
    r"^s[o06bốó]{1,2}\s*[:.]?\s*(?P<number>\d{1,6})?\s*/\s*(?P<symbol>(?:20\d\d/)?[a-zđ][a-zđ0-9-]*)",
)
_DATE = re.compile(
    r"ng[ay]{1,2}\s*(?P<day>\d{1,2})?\s*thang\s*(?P<month>\d{1,2})?\s*n[aă]m\s*(?P<year>20\d\d)"
)
_TITLE_YEARS = re.compile(r"giai doan\s*(20\d\d)\s*[-–]\s*(20\d\d)|n[ai]m\s*(20\d\d)")
_REPLACES = re.compile(
    r"thay the\s+(?:cho\s+)?(?:ke hoach|quyet dinh|ke hoach so|van ban)\s+(?:s[o06e]{1,2}\s*)?"
    r"(?P<doc>\d{1,6}\s*/\s*(?:20\d\d/)?[a-zđ][a-z0-9đ-]*)"
)
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
# Departments as their names are written; a scan without marks is matched to them.
_DEPARTMENTS = (
    "Sở Nội vụ", "Sở Tư pháp", "Sở Tài chính", "Sở Y tế", "Sở Giáo dục và Đào tạo",
    "Sở Công Thương", "Sở Xây dựng", "Sở Khoa học và Công nghệ", "Sở Nông nghiệp và Môi trường",
    "Sở Nông nghiệp và Phát triển nông thôn", "Sở Tài nguyên và Môi trường",
    "Sở Văn hóa, Thể thao và Du lịch", "Sở Văn hóa và Thể thao", "Sở Du lịch",
    "Sở Thông tin và Truyền thông", "Sở Lao động - Thương binh và Xã hội",
    "Sở Kế hoạch và Đầu tư", "Sở Giao thông vận tải", "Sở Dân tộc và Tôn giáo", "Sở Ngoại vụ",
    "Thanh tra tỉnh", "Ban Dân tộc", "Ban Quản lý các khu công nghiệp", "Ban Quản lý Khu kinh tế",
)  # fmt: skip
_LEVEL_WORDS = (
    ("office", r"van phong (?:ubnd|uy ban nhan dan|hdnd|doan dai bieu)"),
    ("commune", r"(?:ubnd|uy ban nhan dan)\s+(?:xa|phuong|thi tran|dac khu)\b"),
    ("district", r"(?:ubnd|uy ban nhan dan)\s+(?:huyen|quan|thi xa)\b"),
    ("province", r"(?:ubnd|uy ban nhan dan)\s+(?:tinh|thanh pho)\b"),
)
_COMMUNE_NAME = re.compile(
    r"(?:UBND|[ỦU]y ban nhân dân|ỦY BAN NHÂN DÂN|UY BAN NHAN DAN)\s+"
    r"(xã|phường|thị trấn|đặc khu|huyện|quận|thị xã|XÃ|PHƯỜNG|THỊ TRẤN|ĐẶC KHU|HUYỆN|QUẬN"
    r"|THỊ XÃ)\s+"
    rf"((?:[{UPPER}][^\W\d_]*\s?){{1,4}})"
)
_OWN_COMMUNE = re.compile(
    r"^(XÃ|PHƯỜNG|THỊ TRẤN|ĐẶC KHU)\s+(?!HỘI)"
    rf"((?:[{UPPER}]{{2,}}\s?){{1,4}})(?=\s*$|\s*Độc lập)"
)


@dataclass
class PlanFacts:
    """Facts of the plan.

    Attributes:
        values: columns of raw.plans.
        places: column -> place in the document.
        doubts: what could not be read or was guessed, as codes.
    """

    values: dict[str, Any] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)


@cache
def _provinces() -> list[tuple[str, str]]:
    """Folded name and name, longest first, so that no name hides in another."""
    names = {r["province_name"] for r in read_seed("provinces")}
    return sorted(((fold(n), n) for n in names), key=lambda x: -len(x[0]))


def slug(text: str) -> str:
    """Plan code from the name of a file: lower case, no marks, hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", strip_marks(text).lower()).strip("-") or "ke-hoach"


def _prose(document: Document) -> list[Traced]:
    """What stands outside of tables: agencies in cells do the work, they issue nothing."""
    return [b.text for b in document.blocks if isinstance(b, Paragraph | Line)]


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
        elif isinstance(block, Paragraph | Line):
            if re.match(r"^(?:I|1)\s*[.)]\s", block.text.text) and len(head) > 3:
                break
            head.append(block.text)
    return head


def _goes_on(title: Traced, following: Sequence[Traced]) -> bool:
    """A title without a year is ended by a short line that begins in lower case."""
    if not following or re.search(r"20\d\d", title.folded):
        return False
    line = following[0]
    names_year = bool(re.search(r"20\d\d\W*$", line.folded))
    return names_year and len(line.text) < _TITLE_LINE and line.text[:1].islower()


class _Reader:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.facts = PlanFacts()
        self.head = _head_texts(document)
        self.texts = _all_texts(document)

    def note(self, column: str, value: object, text: Traced, start: int, end: int) -> None:
        if value is not None:
            self.facts.values[column] = value
        first = text.offsets[start]
        last = text.offsets[min(end, len(text.offsets)) - 1] + 1
        self.facts.places[column] = self.document.locate(first, last)

    def read_number(self) -> None:
        for text in self.head:
            match = _OWN_NUMBER.match(text.folded)
            if match:
                number = match["number"]
                original = text.text[match.start("symbol") : match.end("symbol")].strip(" -")
                value = f"{number}/{original.upper()}" if number else None
                self.note("doc_no", value, text, match.start(), match.end())
                self.facts.values["symbol"] = fold(original)
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
        paragraphs = self.head
        for position, text in enumerate(paragraphs):
            folded = text.folded
            about = re.match(
                r"^(?:ve viec )?ban hanh (?=ke hoach)|^ve viec ban hanh (?=ke hoach)", folded
            )
            following = paragraphs[position + 1 : position + 2]
            if about and len(folded) < _TITLE_LENGTH:
                rest = text.cut(about.end())
                if _goes_on(rest, following):
                    rest = join((rest, *following), " ")
                self.note("plan_title", rest.text, rest, 0, len(rest.text))
                return
            if not re.match(r"^(?:ke hoach|ke ho?ach|lo trinh|chuong trinh)\b", folded):
                continue
            is_bare = len(folded) < 25 and position + 1 < len(paragraphs)
            rest = paragraphs[position + 1] if is_bare else None
            if rest is None and _goes_on(text, following):
                rest = paragraphs[position + 1]
            first = text.text.capitalize() if is_bare else text.text
            words = [text.text] if rest is None else [first, rest.text]
            title = " ".join(w for w in words if w)
            if (25 < len(title) < _TITLE_LENGTH and "CCHC" in title.upper()) or "cai cach" in fold(
                title
            ):
                self.note("plan_title", title, rest or text, 0, len((rest or text).text))
                return

    def read_years(self) -> None:
        for text in self._title_texts():
            match = _TITLE_YEARS.search(text.folded)
            if match:
                first = int(match[1] or match[3])
                last = int(match[2] or match[3])
                self.note("year_from", first, text, match.start(), match.end())
                self.note("year_to", last, text, match.start(), match.end())
                return
        self._years_from_times()

    def _title_texts(self) -> Iterable[Traced]:
        titled = [t for t in self.head if re.search(r"ke hoach|lo trinh|cai cach", t.folded)]
        own = [
            t
            for t in titled
            if not re.search(r"^can cu|quyet dinh s|nghi quyet s|^tiep tuc", t.folded)
            and len(t.text) < _TITLE_LENGTH
        ]
        return [*own, *[t for t in self.texts if t.folded.startswith(("phu luc", "nhiem vu cchc"))]]

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

    def read_province(self) -> None:
        votes: Counter[str] = Counter()
        first: dict[str, tuple[Traced, int, int]] = {}
        place = fold(self.facts.values.get("date_place", ""))
        for text in self.texts:
            folded = text.folded
            for name, shown in _provinces():
                for match in re.finditer(rf"(?:tinh|thanh pho|tp\.?)\s+{name}\b", folded):
                    votes[shown] += 3 if re.match(r"(?:ubnd|uy ban)", folded) else 2
                    first.setdefault(shown, (text, match.start(), match.end()))
        for name, shown in _provinces():
            if place == name:
                votes[shown] += 20
        if not votes:
            return
        best = votes.most_common(1)[0][0]
        self.facts.values["province_name"] = best
        if best in first:
            self.note("province_name", best, *first[best])

    def read_issuer(self) -> None:
        symbol = self.facts.values.get("symbol", "").replace(" ", "")
        province = self.facts.values.get("province_name")
        commune = self._find_commune()
        department = self._find_department()
        wide = " ".join(t.folded for t in self.head)
        kind = self._provincial_kind()
        if symbol.endswith(("vpubnd", "vpub", "vp")) or re.search(_LEVEL_WORDS[0][1], wide[:200]):
            self._set_issuer("office", f"Văn phòng UBND {kind} {province}" if province else None)
        elif symbol.endswith("ubnd") and commune:
            self._set_issuer(
                "commune" if commune[0] in _COMMUNES else "district",
                f"Ủy ban nhân dân {commune[0]} {commune[1]}",
            )
        elif re.search(_LEVEL_WORDS[3][1], wide) and not commune and not self._in_head(department):
            self._set_issuer("province", f"Ủy ban nhân dân {kind} {province}")
        elif department and not symbol.endswith("ubnd"):
            tail = f" {kind} {province}" if province and not department.endswith("tỉnh") else ""
            self._set_issuer("department", department + tail)
        elif commune and not re.search(_LEVEL_WORDS[3][1], wide):
            self._set_issuer(
                "commune" if commune[0] in _COMMUNES else "district",
                f"Ủy ban nhân dân {commune[0]} {commune[1]}",
            )
        elif province:
            self._set_issuer("province", f"Ủy ban nhân dân {kind} {province}")
            if not re.search(_LEVEL_WORDS[3][1], wide):
                self.facts.doubts.append("issuer_guessed")

    def _in_head(self, department: str | None) -> bool:
        folded = strip_marks(department).lower() if department else ""
        return bool(folded) and any(folded in t.folded for t in self.head)

    def _set_issuer(self, level: str, name: str | None) -> None:
        self.facts.values["issuer_level"] = level
        if name:
            self.facts.values["issuer_name"] = name

    def _provincial_kind(self) -> str:
        cities = {
            r["province_name"] for r in read_seed("provinces") if r["province_type"] != "tỉnh"
        }
        return "thành phố" if self.facts.values.get("province_name") in cities else "tỉnh"

    def _find_commune(self) -> tuple[str, str] | None:
        votes: Counter[tuple[str, str]] = Counter()
        for text in self.texts:
            for match in _COMMUNE_NAME.finditer(text.text):
                name = match[2].strip()
                shown = name.title() if name.isupper() else name
                votes[(match[1].lower(), shown)] += 1
        for text in self.head:
            # The second line of a letterhead, beside the national motto.
            own = _OWN_COMMUNE.match(text.text)
            if own:
                votes[(own[1].lower(), own[2].strip().title())] += 5
        place = self.facts.values.get("date_place", "")
        for text in self.head:
            match = (
                re.search(
                    rf"(?:hành chính|của|trên địa bàn)\s+(xã|phường|đặc khu"
                    rf"|thị trấn)\s+({re.escape(place)})",
                    text.text,
                )
                if place
                else None
            )
            if match:
                votes[(match[1], match[2])] += 10
        return votes.most_common(1)[0][0] if votes else None

    def _find_department(self) -> str | None:
        votes: Counter[str] = Counter()
        for weight, texts in ((5, self.head), (1, _prose(self.document))):
            wide = " ".join(t.folded for t in texts)
            for name in _DEPARTMENTS:
                folded = strip_marks(name).lower()
                count = len(re.findall(rf"{re.escape(folded)}\b", wide))
                own = len(
                    re.findall(
                        rf"{re.escape(folded)}(?: tinh| thanh pho)?[^.;]{{0,40}} ban hanh", wide
                    )
                )
                votes[name] += weight * (count + 5 * own)
        # A longer name holds a shorter one ("Sở Văn hóa và Thể thao").
        best = votes.most_common(1)
        return best[0][0] if best and best[0][1] else None

    def read_replaced(self) -> None:
        for text in self.texts:
            match = _REPLACES.search(text.folded)
            if match:
                value = re.sub(r"\s+", "", text.text[match.start("doc") : match.end("doc")])
                self.note("replaces_doc_no", value.upper(), text, match.start(), match.end())
                return

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


_COMMUNES = ("xã", "phường", "thị trấn", "đặc khu")


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
    reader.read_province()
    reader.read_issuer()
    reader.read_replaced()
    reader.read_declared()
    facts = reader.facts
    facts.values["plan_code"] = slug(stem)
    for helper in ("symbol", "date_place"):
        facts.values.pop(helper, None)
    return facts
