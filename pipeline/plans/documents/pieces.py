"""Lines of a table whose parting is lost -> pieces, cut where the words show that a cell begins."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.lexicon.rules import has_words
from pipeline.plans.documents.fields import find_field
from pipeline.plans.quantities.demands import names_work
from pipeline.plans.quantities.spans import find_stage
from pipeline.support.text import UPPER

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from pipeline.lexicon.roles import Role
    from pipeline.support.trace import Traced

_WORD = re.compile(rf"(?:(?<=^)|(?<=\s)|(?<=\|))(?:- (?=[{UPPER}]))?(?=[{UPPER}0-9])")
# After these an agency, a time or a product goes on instead of beginning.
_GOES_ON = re.compile(
    r"(?:[,;(–/-]|^(?:cac )?(?:van phong|thanh tra|trung tam|phong|ban|uy ban|hoi|chi cuc)"
    r"|(?<!truc )\bthuoc|\b(?:va|cua|voi|giua|tai|cho|do|muu|trinh|truong|doc|tu|den|ve|theo"
    r"|tren|trong|cac|khi|nam|ky|quy|thang|ngay|giai doan|duoc|bang|la|noi|dia ban|chanh"
    r"|nguoi|nganh|can bo|thay|dat|gui|bo|xay dung|ban hanh|thuc hien|trien khai|hoan thanh"
    r"|^\d{1,2}\.\d{1,2}\.?))\s*$"
)
_WAITING = re.compile(
    r"(?:[,(/–-]|\b(?:va|cua|cac|theo|ve|cho|voi|tu|tai|trong|so|duoc|den|thuoc|do|de|nhu"
    r"|ngay|(?<!hang )nam|toi thieu|tren|dat|luat|nghi dinh|nghi|cap|he thong|tham|khi|phap"
    r"|thu tuc|giai doan|muc|hoac|bang|la|khong|ban))\s*$"
)
_ENDED = re.compile(r"[.;!?:]['\"”)]*\s*$")
_ORDER = re.compile(rf"^(\d{{1,3}})[.)]?(?:$|\s+(?=[{UPPER}]|\d+\s?%|[-–] ))")
ITEM = re.compile(rf"(?:^|(?<=\s))(\d{{1,2}}\.\d{{1,2}})\.?\s+(?=[{UPPER}])")
_ROMAN = re.compile(r"^([IVX]{1,5}|[A-H])\s*(?:[.)|]\s*|\s+|$)")
_STAGE = re.compile(r"^(?:[a-h]\s+)?(?:den nam|giai doan) 20\d\d(?:\s*[-–]\s*20\d\d)?\s*$")
_BULLET = re.compile(r"(?:^|(?<=\s))[-–+•]\s+(?=\S)")
_QUANTITY = re.compile(
    r"^(?:[<>≥≤=]+\s*|khong qua |toi thieu |it nhat |tren |duoi |tu |khong duoi )?"
    r"\d[\d.,]*(?:\s*[-–]\s*\d[\d.,]*)?\s*%?$"
)
_UNIT = re.compile(
    r"^(?:%|phut|gio|ngay(?: lam viec)?|diem|bac|hang|nguoi|lop|van ban|ho so|xa|don vi|trieu dong"
    r"|ty dong|lan|luot|cuoc|thu tuc|tthc|bo|cai|% .{1,20})$"
)
# "Đến năm 2025, có tối thiểu 20% ..." begins like a time and is none.
_DEMANDS = re.compile(r"%|\bnam 20\d\d, [a-z]")
_ACRONYM = re.compile(r"(?<![\w/.-])[A-Z]{5,9}(?![\w/-])")
_TIME_FRAGMENT = re.compile(r"(?:[IVX]{1,3}|\d{1,2})\s*/|[IVX]{1,3}\s*,")
_SHORT_FIELD = 60
_SHORT_TIME = 40
# Never the beginning of a cell.
_REST = re.compile(r"(?:Trong (?:đó|số đó)\b|\d+(?:[.,]\d+)?\s?%\.?$)")
_LOUD = 0.7
_OFTEN = 3
_FULL_LINE = 24
_FULL_SHARE = 0.85
_REACH = 15


@dataclass
class Piece:
    """A stretch of a line that lies in one cell.

    Attributes:
        text: its words.
        line: number of its line.
        kinds: what it says of itself: agency, time, product, order, item, bullet.
        begins_line: nothing stands before it on its line.
        is_barred: a bar stands before it on its line.
        width: letters of the whole line.
    """

    text: Traced
    line: int
    kinds: frozenset[str] = field(default_factory=frozenset)
    begins_line: bool = True
    is_barred: bool = False
    width: int = 0

    @property
    def lowers(self) -> bool:
        """It begins in lower case, as the rest of a cell does."""
        return self.text.text[:1].islower() or self.text.text[:1] in ")("

    @property
    def is_acronym(self) -> bool:
        """It begins with a word in capitals, which may stand anywhere in a sentence."""
        return bool(re.match(rf"[{UPPER}]{{2,}}", self.text.text))

    @property
    def is_time_fragment(self) -> bool:
        """The rest of a quarter or a date that a narrow column broke: "IV/2025"."""
        return bool(_TIME_FRAGMENT.match(self.text.text))

    @property
    def is_ended(self) -> bool:
        """It ends a sentence."""
        return bool(_ENDED.search(self.text.text))

    @property
    def waits(self) -> bool:
        """Its last word calls for another."""
        # "Văn phòng Sở" is whole, "số" and "sở" in a sentence are not.
        return not self.text.text.endswith(("Sở", "So")) and bool(_WAITING.search(self.text.folded))


def goes_on(run: Sequence[Piece], piece: Piece) -> bool:
    """Whether a piece is more of the sentence that the run before it says."""
    last = run[-1]
    if piece.lowers or last.waits or _REST.match(piece.text.text):
        return True
    if last.is_ended:
        return False
    widest = max(p.width for p in run)
    fills = last.width >= _FULL_SHARE * widest and widest > _FULL_LINE
    return (piece.is_acronym and last.width > _FULL_LINE) or (fills and len(run) > 1)


@dataclass(frozen=True)
class Heading:
    """A row that is a title: label and text, either may be empty."""

    text: Traced


def find_order(lines: Sequence[Traced]) -> dict[int, int]:
    """Lines that begin with the order number of a row: line -> place behind the number.

    Numbers rise by one; a gap of two is bridged where the number between does not come soon, and
    one begins again below a title, or where a two follows it. Page numbers fit no such chain.
    """
    found: dict[int, int] = {}
    last = 0
    candidates = [(n, m) for n, line in enumerate(lines) if (m := _ORDER.match(line.text))]
    titles = [n for n, line in enumerate(lines) if read_heading(line)]
    for position, (number, match) in enumerate(candidates):
        value = int(match[1])
        before = candidates[position - 1][0] if position else -1
        is_first = any(before < title < number for title in titles)
        ahead = [int(m[1]) for n, m in candidates[position + 1 : position + 4] if n - number < 60]
        follows = value == last + 1 and (value > 1 or 2 in ahead or last == 0)
        skips = last + 1 < value <= last + 3 and last + 1 not in ahead and last > 0
        restarts = value == 1 and (2 in ahead or is_first)
        if follows or skips or restarts:
            found[number] = match.end()
            last = value
    return found


def _is_time(folded: str, following: str) -> bool:
    """A time may be told only with the line that follows: "Theo kế", "hoạch của tỉnh"."""
    whole = f"{folded} {following}" if len(folded) < _SHORT_TIME else folded
    is_short = len(folded) < 3 * _SHORT_TIME and not _DEMANDS.search(folded)
    return is_short and (has_words("times", folded) or has_words("times", whole))


def _kind_of(text: Traced, roles: Collection[Role], following: str) -> frozenset[str]:
    """What a piece says of itself; of a kind that no column of the table holds it says nothing."""
    folded, columns = text.folded, set(roles)
    is_time, is_name = _is_time(folded, following), not _is_lower(text)
    said = {
        "time": is_time,
        "work": not is_time and names_work(folded),
        "agency": is_name and bool({"lead", "coord"} & columns) and has_words("agencies", folded),
        "product": is_name and "product" in columns and has_words("products", folded),
        "value": bool({"value", "past", "budget"} & columns) and bool(_QUANTITY.match(folded)),
        "budget": "budget" in columns and has_words("budgets", folded),
        "unit": "unit" in columns and bool(_UNIT.match(folded)),
        "field": "field" in columns and len(folded) < _SHORT_FIELD and _names_field(folded),
        "bullet": bool(_BULLET.match(text.text)),
        "item": bool(ITEM.match(text.text)),
    }
    return frozenset(kind for kind, is_said in said.items() if is_said)


def _names_field(folded: str) -> bool:
    return find_field(folded) is not None


def _is_lower(text: Traced) -> bool:
    letter = next((c for c in text.text if c.isalpha()), "")
    return letter.islower()


def find_acronyms(lines: Sequence[Traced]) -> frozenset[str]:
    """Words in capitals that stand again and again in a damaged table: short names of offices."""
    counts = Counter(word for line in lines for word in _ACRONYM.findall(line.text))
    return frozenset(word for word, count in counts.items() if count >= _OFTEN)


def _cut_places(text: Traced, roles: Collection[Role], acronyms: Collection[str]) -> list[int]:
    """Places in a line where another cell begins."""
    places: list[int] = [
        place
        for m in re.finditer(r"\b[A-Z]{5,9}\b", text.text)
        if m[0] in acronyms
        for place in (m.start(), m.end())
        if 0 < place < len(text.text)
    ]
    starts = [m.start() for m in _WORD.finditer(text.text) if m.start() > 0]
    agencies = []
    for start in starts:
        before, rest = text.folded[:start], text.folded[start:]
        goes_on = _GOES_ON.search(before) is not None
        if goes_on and not _BULLET.match(text.text[start:]):
            continue
        if {"lead", "coord"} & set(roles) and has_words("agencies", rest):
            agencies.append(start)
        elif "time" in roles and len(rest) < _SHORT_TIME and has_words("times", rest):
            # A year at the end of a sentence is no time cell; one behind an agency is.
            is_behind = bool(agencies) or has_words("agencies", text.folded)
            places += [start] if is_behind or not rest[:1].isdigit() else []
    if "product" in roles:
        limit = agencies[0] if agencies else len(text.text)
        inline = [
            s
            for s in starts
            if s < limit
            and has_words("products", text.folded[s:])
            and not _GOES_ON.search(text.folded[:s])
            and (agencies or re.search(r"[.;]\s+$", text.text[:s]))
        ]
        places += inline[-1:]
    items = [m.start() for m in ITEM.finditer(text.text) if m.start() > 0]
    return sorted({*places, *agencies, *items})


def _cut_bars(text: Traced) -> list[Traced]:
    return text.split(r"\s*\|\s*") if "|" in text.text else [text]


def cut_line(
    line: Traced,
    number: int,
    roles: Collection[Role],
    order_end: int | None,
    following: str = "",
    acronyms: Collection[str] = (),
) -> list[Piece]:
    """Pieces of a line.

    Args:
        line: its text.
        number: its place among the lines.
        roles: of the columns of its table.
        order_end: place behind the order number that it begins with, None where it has none.
        following: folded text of the next line.
        acronyms: short names of offices.
    """
    pieces: list[Piece] = []
    width = len(line.text)
    if order_end is not None:
        order = line.cut(0, order_end)
        pieces.append(Piece(order, number, frozenset({"order"}), width=width))
        line = line.cut(order_end)
    for position, part in enumerate(_cut_bars(line) if line else ()):
        places = _cut_places(part, roles, acronyms)
        bounds = [0, *places, len(part.text)]
        for start, end in pairwise(bounds):
            text = part.cut(start, end)
            if text:
                pieces.append(
                    Piece(
                        text,
                        number,
                        frozenset({"agency"})
                        if text.text in acronyms
                        else _kind_of(text, roles, following if end == len(part.text) else ""),
                        begins_line=not pieces,
                        is_barred=position > 0 and start == 0,
                        width=width,
                    )
                )
    return pieces


def read_heading(line: Traced) -> Heading | None:
    """A line that is the title of a section of the table, or names its stage."""
    text = line.text
    roman = _ROMAN.match(text)
    title = text[roman.end() :] if roman else text
    letters = [c for c in title if c.isalpha()]
    is_loud = bool(letters) and sum(c.isupper() for c in letters) > _LOUD * len(letters)
    if roman and (is_loud or (re.match(r"^[IVX]+\s*[.)]", text) and find_field(line.folded))):
        return Heading(line)
    if re.fullmatch(r"(?:I{1,3}|IV|VI{0,3}|IX|X)[.)]?", text):
        return Heading(line)
    if is_loud and len(letters) > _REACH and find_field(line.folded) is not None:
        return Heading(line)
    stage = _STAGE.match(line.folded)
    is_stage = stage is not None and text[:1].isupper() and find_stage(line.folded) is not None
    return Heading(line) if is_stage or re.fullmatch(r"[A-D]", text) else None
