"""A scanned task table read by a recogniser of another language: rows told by their numbers.

The columns of such a text run into each other and letters are damaged, so only what is sure
is taken: that a row is there, the first column as far as it can be told, offices with a short
name of capitals, documents already issued, and times of a fixed form. The rest is left empty
and named; every task waits for a person.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.documents.trace import Traced, join
from pipeline.plans.documents.fields import find_field
from pipeline.plans.documents.tasks import TaskReading
from pipeline.plans.evidence import IssuedDocument, find_issued_date, read_issued_date
from pipeline.reference import read_threshold
from pipeline.text import UPPER

if TYPE_CHECKING:
    from collections.abc import Sequence

_HEADER = re.compile(r"\bstt\b.*(?:gian|noi dung)")
_HEADER_PART = re.compile(
    r"^(?:stt|noi dung cong vi.c|san ph.m .au ra|phong,? l?,?.?ban,?.*|don vi ch. tr.|vi ph.i h.p"
    r"|th.i gian|ghi|ch.?)$"
)
_SECTION = re.compile(rf"^([IVXl1|]{{1,5}})\s*\|\s*(?=[{UPPER}]{{3}})")
# The number of a row; recognisers see signs where small numbers stood.
_NUMBERED = re.compile(r"^(\d{1,2}|[o;!°|])\s?(?:\|\s*|\s)(?=\S)")
_BEGINS = re.compile(
    r"^(?:ban hanh|tri.n khai|ki.m tra|cap nhat|tham m.u|x.y d.{1,3}ng|th.c hi.n|ra so.t|nang cao"
    r"|t.ng c..?ng|t. danh gi|nhap|c.{1,2}n c..?|ti.p tuc|quy.t .inh ban|quy.t .inh c.a|b.o c.o t"
    r"|b.o c.o c|c.c van ban ch|k. ho.ch ki.m|c[tu]r? c)"
)
_ISSUED_LINE = re.compile(r"^\W*\w{0,2}\s?\w{1,3} ban h.nh\b")
_NEXT_COLUMN = re.compile(
    r"\s(?=\|\s|K. ho.ch[;; ]|B.o c.o k.t|B.o c.o t|Quy.t .inh c.a V|Phong\b|C.c ph.ng,"
    r"|C.c s.,|C.ng v.n c)"
)
_OFFICE = re.compile(r"\b(TCHC[A-Z]{2}|KSTTHC|TCHCQT|[A-Z]{5,9})\b")
_OFFICE_NOUN = re.compile(r"\bPhong\b")
_CENTRE = re.compile(r"\bTrung t.m (?:TT|Th.ng tin)\b")
_NUMBER = re.compile(r"\b\d{1,4}/(?:[A-Z][A-Za-z]\s?-\s?[A-Z]{2,8}|[A-Z]{3,8}-?)\b")
_SYMBOL = re.compile(r"[A-Z]{3,8}$")
_DATE = re.compile(r"(?:ng.y\s+)?\b\S{1,2}\s?/\s?\d{1,2}/20\d\d\b")
_TIME = re.compile(
    r"Qu[yý] [IVl1|]{1,3}(?:\s*va quy)?[^;.]{0,12}?/20\d\d|Th.ng 1?\d/20\d\d|.uy [IVl1]{1,3}/20\d\d"
    r"|thang 1?\d/20\d\d|Thuong xuy.n|[Tt]heo quy d.nh|.a hoan th.nh"
)
_LONG_CELL = 25


@dataclass
class _ScanRow:
    number: int
    section: str
    field_code: int
    lines: list[Traced] = field(default_factory=list)
    at: int = 0


def looks_scanned(lines: Sequence[Traced]) -> bool:
    """Many lines part their columns with bars, as recognisers write a table."""
    barred = sum("|" in line.text for line in lines)
    return barred >= 8 and barred >= read_threshold("barred_lines_min_share") * len(lines)


def _clean(lines: Sequence[Traced]) -> list[Traced]:
    return [
        line
        for line in lines
        if not (_HEADER.search(line.folded) or _HEADER_PART.match(line.folded))
    ]


def _find_rows(lines: Sequence[Traced]) -> list[_ScanRow]:
    rows: list[_ScanRow] = []
    section, code, last = "I", 0, 0
    for position, line in enumerate(lines):
        upper = (line.text.upper() == line.text and len(line.text) > 12) or (
            _SECTION.match(line.text) is not None and line.text[8:].isupper()
        )
        heading = _SECTION.match(line.text) if upper else None
        if heading or upper:
            title = line.cut(heading.end()) if heading else line
            named = find_field(title.folded)
            if named is not None:
                section = _roman(heading[1]) if heading else section
                code, last = named, 0
                continue
        match = _NUMBERED.match(line.text)
        if not match:
            continue
        number = int(match[1]) if match[1].isdigit() else last + 1
        # A number misread is told by the one after it.
        is_next = number == last + 1 or _follows_soon(lines[position + 1 :], last + 2)
        if not is_next or (
            not match[1].isdigit() and "|" not in line.text[:5] and match[1] not in "!°"
        ):
            continue
        number = last + 1
        row = _ScanRow(number, section, code, at=position)
        rows.append(row)
        last = number
    return rows


def _follows_soon(lines: Sequence[Traced], number: int) -> bool:
    return any(
        (m := _NUMBERED.match(line.text)) is not None and m[1] == str(number) for line in lines[:8]
    )


def _roman(label: str) -> str:
    return re.sub("[l1|]", "I", label)


def _share_lines(rows: list[_ScanRow], lines: Sequence[Traced]) -> None:
    """Lines between two numbers: the end of one row, then the beginning of the next."""
    begin = 0
    for index, row in enumerate(rows):
        following = rows[index + 1].at if index + 1 < len(rows) else len(lines)
        cut = following
        for position in range(row.at + 1, following):
            folded = lines[position].folded
            if _BEGINS.match(folded) or _ISSUED_LINE.match(folded):
                cut = position
                break
        row.lines = [x for x in lines[begin:cut] if not _SECTION.match(x.text)]
        begin = cut


def _text_of(row: _ScanRow, lines: Sequence[Traced]) -> Traced:
    """The first column as far as it can be told from the others."""
    pieces = []
    for line in row.lines:
        piece = line
        number = _NUMBERED.match(line.text)
        if number and line is lines[row.at]:
            piece = line.cut(number.end())
        if _ISSUED_LINE.match(piece.folded) and not _BEGINS.match(piece.folded):
            continue
        cut = _NEXT_COLUMN.search(piece.text)
        if cut:
            piece = piece.cut(0, cut.start())
        is_first_column = len(piece.text) >= _LONG_CELL or line is lines[row.at]
        if is_first_column and piece:
            pieces.append(piece)
    return join(pieces, " ")


def _office_of(row: _ScanRow) -> Traced | None:
    noun = next(
        (x.cut(m.start(), m.end()) for x in row.lines for m in [_OFFICE_NOUN.search(x.text)] if m),
        None,
    )
    for line in row.lines:
        centre = _CENTRE.search(line.text)
        if centre and noun is None:
            return line.cut(centre.start(), centre.end())
        office = re.search(r"\b(?:TCHCQT|KSTTHC)\b", line.text)
        if office:
            name = line.cut(office.start(), office.end())
            return join((noun, name), " ") if noun else name
    return None


def _own_symbol(lines: Sequence[Traced]) -> str | None:
    """The symbol that most documents of the table carry: that of the office itself."""
    symbols = Counter(
        m[0] for x in lines for n in _NUMBER.findall(x.text) if (m := _SYMBOL.search(n))
    )
    return symbols.most_common(1)[0][0] if symbols else None


def _evidence_of(row: _ScanRow, symbol: str | None, document: str) -> list[IssuedDocument]:
    """Documents of the office itself that a row names, with the dates that follow them.

    Where numbers and dates do not pair off one to one, none is paired: a wrong pair is worse.
    """
    numbers, dates = [], []
    for line in row.lines:
        numbers += [n for n in _NUMBER.findall(line.text) if symbol and symbol in n]
        dates += [m[0] for m in _DATE.finditer(line.text)]
    own = [_mend_number(n) for n in numbers]
    if not own or len(own) != len(dates):
        return []
    return [
        IssuedDocument(number, read_issued_date(date) or find_issued_date(number, document))
        for number, date in zip(own, dates, strict=True)
    ]


def _mend_number(number: str) -> str:
    """``18/Qb-VPUB`` is a decision: recognisers lose the stroke of Đ."""
    return re.sub(r"/Q[DbB]-", "/QĐ-", re.sub(r"\s", "", number)).strip("-")


def _time_of(row: _ScanRow) -> Traced | None:
    """A time of a fixed form."""
    for line in row.lines:
        match = _TIME.search(line.text)
        if match:
            return line.cut(match.start(), match.end())
    return None


def read_scanned_tasks(lines: Sequence[Traced], document: str) -> list[TaskReading]:
    """Tasks of a scanned table.

    Args:
        lines: behind the header, as the recogniser wrote them.
        document: folded text of the whole document, where a damaged date may stand whole.
    """
    symbol = _own_symbol(lines)
    kept = _clean(lines)
    rows = _find_rows(kept)
    _share_lines(rows, kept)
    tasks = []
    for row in rows:
        text = _text_of(row, kept)
        if not text:
            continue
        lead, issued = _office_of(row), _evidence_of(row, symbol, document)
        time = None if issued else _time_of(row)
        unsure = {"product", "coord"} | ({"lead"} if lead is None else set())
        tasks.append(
            TaskReading(
                ref=f"{row.section}-{row.number}",
                field_code=row.field_code,
                text=text,
                lead=lead,
                time=time,
                issued=issued,
                unsure=unsure | ({"time"} if time is None and not issued else set()),
                doubts=("cells_told_from_text", "cell_unattributed"),
            )
        )
    return tasks
