"""Rows that a recogniser of another language printed line by line, with bars between some columns.

The columns of such a text run into each other and letters are damaged, so only what is sure is
taken: that a row is there, its first column as far as it can be told, offices with a short name
in capitals, numbers and dates of documents, and times of a fixed form. The rest is left empty and
named; every record of it waits for a person.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from pipeline.documents.model import Cell, Row
from pipeline.lexicon.roles import read_flow_head
from pipeline.lexicon.rules import find_rule
from pipeline.plans.documents.pieces import cut_line, find_acronyms, read_heading
from pipeline.plans.quantities.demands import names_work
from pipeline.support.reference import read_threshold
from pipeline.support.trace import Traced, join

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from pipeline.lexicon.roles import Role
    from pipeline.plans.documents.pieces import Piece

_MIN_BARRED = 8
# The number of a row; recognisers see signs where small numbers stood.
_NUMBER = re.compile(r"^(\d{1,2}|[oO;!°|Il])\s?(?:\|\s*|\s)(?=\S)")
_ROMAN_BAR = re.compile(r"^[IVXl1|]{1,5}\s*\|\s*(?=[A-ZĐ]{3})")
_DOCUMENT = re.compile(r"\b\d{1,4}/(?:[A-Z][A-Za-z]\s?-\s?[A-Z]{2,8}|[A-Z]{3,8}-?)\b")
_SYMBOL = re.compile(r"[A-Z]{3,8}$")
_DATE = re.compile(r"(?:ng.y\s+)?\b\S{1,2}\s?/\s?\d{1,2}/20\d\d\b")
_FIXED_TIME = re.compile(
    r"qu[yv] [ivl1|]{1,3}(?:\s*va quy)?[^;.]{0,12}?/20\d\d|th.ng 1?\d/20\d\d|.uy [ivl1]{1,3}/20\d\d"
    r"|thuong xuy.n|theo quy d.nh|.a hoan th.nh"
)
_LONG_CELL = 25
_AHEAD = 8
_OTHERS: tuple[Role, ...] = ("product", "coord")


def is_barred(lines: Sequence[Traced]) -> bool:
    """Many lines part their columns with bars, as recognisers write a table."""
    barred = sum("|" in line.text for line in lines)
    return barred >= _MIN_BARRED and barred >= read_threshold("barred_lines_min_share") * len(lines)


def _read_title(line: Traced) -> Traced | None:
    """Title of a section, the bar behind its label taken out."""
    match = _ROMAN_BAR.match(line.text)
    if match:
        bar = line.text.rindex("|", 0, match.end())
        label = line.cut(0, bar)
        mended = Traced(re.sub("[l1|]", "I", label.text), label.offsets)
        line = join((mended, line.cut(match.end())), " ")
    heading = read_heading(line)
    return heading.text if heading else None


def _find_numbers(lines: Sequence[Traced]) -> dict[int, tuple[int, int]]:
    """Line -> number of the row that it holds, and place behind it; some are misread."""
    found: dict[int, tuple[int, int]] = {}
    last = 0
    for position, line in enumerate(lines):
        if _read_title(line):
            last = 0
            continue
        match = _NUMBER.match(line.text)
        if not match:
            continue
        number = int(match[1]) if match[1].isdigit() else last + 1
        # A number misread is told by the one after it.
        is_next = number == last + 1 or any(
            (m := _NUMBER.match(x.text)) and m[1] == str(last + 2)
            for x in lines[position + 1 : position + 1 + _AHEAD]
        )
        is_sign = not match[1].isdigit() and "|" not in line.text[:5] and match[1] not in "!°"
        if is_next and not is_sign:
            last += 1
            found[position] = (last, match.end())
    return found


def _begins_row(line: Traced) -> bool:
    """Between two numbers: the work of the next row, or what it has issued, begins here."""
    rule = find_rule("times", line.folded)
    is_issued = rule is not None and rule.name == "issued"
    return is_issued or names_work(line.folded)


def _share_lines(
    lines: Sequence[Traced], numbers: dict[int, tuple[int, int]]
) -> Iterator[tuple[int, int, list[Traced]]]:
    """Place and number of each row, and its lines: the end of one, then the next begins."""
    places = sorted(numbers)
    begin = 0
    for index, at in enumerate(places):
        following = places[index + 1] if index + 1 < len(places) else len(lines)
        cut = next((p for p in range(at + 1, following) if _begins_row(lines[p])), following)
        own = [lines[p].cut(numbers[at][1]) if p == at else lines[p] for p in range(begin, cut)]
        yield at, numbers[at][0], [x for x in own if x and not _read_title(x)]
        begin = cut


def _first_column(pieces: Sequence[Piece]) -> Traced:
    """The first column as far as it can be told from the others."""
    kept: list[Traced] = []
    for line in dict.fromkeys(p.line for p in pieces):
        first = next(p for p in pieces if p.line == line)
        rule = find_rule("times", first.text.folded)
        if first.kinds & {"agency", "product"} or (rule and rule.name == "issued"):
            continue
        is_sure = len(first.text.text) >= _LONG_CELL or "work" in first.kinds
        if is_sure or first.line == pieces[0].line:
            kept.append(first.text)
    return join(kept, " ")


def _find_office(pieces: Sequence[Piece], acronyms: Collection[str]) -> Traced | None:
    nouns = [p.text for p in pieces if re.fullmatch(r"ph.ng", p.text.folded)]
    for piece in pieces:
        words = piece.text.text.split()
        if words and words[-1] in acronyms and "agency" in piece.kinds:
            alone = len(words) == 1 and nouns
            return join((nouns[0], piece.text), " ") if alone else piece.text
    centre = re.compile(r"trung t.m \S{2,6}( tin)?")
    found = ((p, m) for p in pieces if (m := centre.search(p.text.folded)))
    return next((p.text.cut(m.start(), m.end()) for p, m in found), None)


def _own_symbol(lines: Sequence[Traced]) -> str:
    """The symbol that most documents of the table carry: that of the office itself."""
    found = (m[0] for x in lines for n in _DOCUMENT.findall(x.text) if (m := _SYMBOL.search(n)))
    counts = Counter(found)
    return counts.most_common(1)[0][0] if counts else ""


def _drop_heads(lines: Sequence[Traced]) -> list[Traced]:
    """Without the heads that each page repeats, whole or in pieces."""
    kept = []
    for line in lines:
        words = line.folded.split(" ")
        is_head = words[0] == "stt" or (
            len(line.text) < _LONG_CELL
            and len(read_flow_head(line.folded)[0]) > 0
            and read_flow_head(line.folded)[2] >= len(line.folded.rstrip())
        )
        if not is_head:
            kept.append(line)
    return kept


def _find_time(lines: Sequence[Traced], symbol: str) -> Traced | None:
    """Documents with their dates where the row says what was issued, else a fixed form of time.

    Only documents of the office itself are its evidence; others are what it goes by.
    """
    issued = [x for x in lines if symbol and any(symbol in n for n in _DOCUMENT.findall(x.text))]
    if issued:
        said = next((x for x in lines if _begins_row(x) and "ban h" in x.folded), issued[0])
        marks = [
            (n, m.start(), x.cut(m.start(), m.end()))
            for n, x in enumerate(lines)
            for pattern in (_DOCUMENT, _DATE)
            for m in pattern.finditer(x.text)
        ]
        verb = re.search(r"\S{1,3} ban h.nh", said.folded)
        lead = [said.cut(verb.start(), verb.end())] if verb else []
        return join([*lead, *(t for _, _, t in sorted(marks, key=lambda m: m[:2]))], " ")
    for line in lines:
        match = _FIXED_TIME.search(line.folded)
        if match:
            return line.cut(match.start(), match.end())
    return None


def read_barred_rows(
    lines: Sequence[Traced], roles: Sequence[Role], table_no: int
) -> Iterator[Row | Traced]:
    """Rows of a damaged table, and the titles between them.

    Args:
        lines: behind the head, as the recogniser wrote them.
        roles: of the columns, in order.
        table_no: of the document.
    """
    lines = _drop_heads(lines)
    acronyms, symbol = find_acronyms(lines), _own_symbol(lines)
    titles = [(p, title) for p, x in enumerate(lines) if (title := _read_title(x))]
    for at, number, own in _share_lines(lines, _find_numbers(lines)):
        while titles and titles[0][0] < at:
            yield titles.pop(0)[1]
        pieces = [
            p for n, line in enumerate(own) for p in cut_line(line, n, roles, None, "", acronyms)
        ]
        text = _first_column(pieces)
        if not text:
            continue
        told = {"lead": _find_office(pieces, acronyms), "time": _find_time(own, symbol)}
        content = next((r for r in ("activity", "task", "target") if r in roles), roles[0])
        shown = Traced(str(number), (text.start,) * len(str(number)))
        cells = {"number": shown, content: text, **{r: t for r, t in told.items() if t}}
        unsure = {*_OTHERS, *(r for r, t in told.items() if not t)}
        yield Row(
            tuple(Cell(cells[r]) if r in cells else Cell() for r in roles),
            table_no,
            is_laid=True,
            unsure=frozenset(n for n, r in enumerate(roles) if r in unsure),
        )
