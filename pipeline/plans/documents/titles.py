"""The title of a plan and the years that it runs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.plans.documents.letterhead import list_provinces
from pipeline.support.text import fold
from pipeline.support.trace import NOTHING, Traced, join

if TYPE_CHECKING:
    from collections.abc import Sequence

_KIND = re.compile(
    r"^(?:ke ho?ach|lo trinh|chuong trinh|de an|phuong an|quyet dinh|nghi quyet|chi thi"
    r"|chien luoc)\b"
)
_ABOUT = re.compile(
    r"^(?:ve viec\s+)?(?:ban hanh|phe duyet)\s+"
    r"(?=(?:ke hoach|chuong trinh|lo trinh|de an|chien luoc)\b)"
    r"|^ve viec\s+"
)
_NO_TITLE = re.compile(
    r"^(?:can cu|thuc hien (?:nghi quyet|quyet dinh|ke hoach|chi thi|luat)|tiep tuc trien khai"
    r"|theo de nghi|kem theo|xet de nghi|so\s*:|[(\-*_=]|dieu \d|noi nhan|ngay\b"
    r"|uy ban nhan dan|ubnd|thu tuong|bo truong|chu tich)"
)
_DECISION = re.compile(r"^(?:quyet dinh|nghi quyet|chi thi)\b")
_BARE = 25
_LONGEST = 300
_LINES = 5
_SPAN = re.compile(
    r"giai doan\s*(?:tu\s+)?(?:nam\s+)?(20\d\d)\s*(?:[-–]|den)\s*(?:nam\s+)?(20\d\d)"
    r"|\b(20\d\d)\s*[-–]\s*(20\d\d)\b"
)
_UNTIL = re.compile(r"\b(?:den|tam nhin|dinh huong)\s+(?:het\s+)?(?:nam\s+)?(20\d\d)")
_YEAR = re.compile(r"\bn[ai]m\s*(20\d\d)")


def _is_loud(text: Traced) -> bool:
    letters = [c for c in text.text if c.isalpha()]
    return len(letters) > 2 and text.text.upper() == text.text


def _goes_on(lines: Sequence[Traced], line: Traced) -> bool:
    """Whether a line is more of the title above it."""
    if _NO_TITLE.match(line.folded) or re.match(r"^[IVX1]+\s*[.)]", line.text):
        return False
    last = lines[-1]
    if re.search(r"[.;:]$", last.text):
        return False
    if _is_loud(last):
        return _is_loud(line)
    is_open = not re.search(r"20\d\d\W*$", last.folded)
    return line.text[:1].islower() and is_open


def _write(text: str) -> str:
    """A title in capitals as a sentence; names of provinces keep their capitals."""
    if text.upper() != text:
        return text
    written = text.lower()
    words = fold(written)
    for folded, name in list_provinces():
        if re.search(rf"\b{folded}\b", words):
            written = re.sub(re.escape(name.lower()), name, written)
    return written[:1].upper() + written[1:]


def _gather(head: Sequence[Traced], position: int, *, is_bare: bool) -> list[Traced]:
    """Lines of a title; behind a bare "KẾ HOẠCH" the next line is its first."""
    lines = [head[position]]
    for line in head[position + 1 : position + _LINES]:
        is_first = is_bare and len(lines) == 1 and not _NO_TITLE.match(line.folded)
        if not is_first and not _goes_on(lines, line):
            break
        lines.append(line)
    return lines


def _read_title(head: Sequence[Traced], position: int) -> tuple[str, Traced]:
    """How the title that begins here is written, and its own text; empty where it is none."""
    text = head[position]
    is_bare = len(text.folded) < _BARE and not re.search(r"20\d\d", text.folded)
    lines = _gather(head, position, is_bare=is_bare)
    rest = join(lines[1:]) if is_bare else join(lines)
    if not rest or len(rest.text) > _LONGEST:
        return "", NOTHING
    about = _ABOUT.match(rest.folded)
    rest = rest.cut(about.end()) if about else rest
    written = _write(rest.text)
    if is_bare and not _DECISION.match(text.folded):
        if rest.text.upper() == rest.text:
            written = written[:1].lower() + written[1:]
        written = f"{text.text.capitalize()} {written}"
    return written, rest


def find_title(head: Sequence[Traced]) -> tuple[int, str, Traced]:
    """Where the title stands among the head's texts, how it is written, and its own text.

    Of a decision and the plan that it brings with it the plan's title counts, and the place of
    the decision, above which the letterhead stands.

    Returns:
        Position ``len(head)`` and empty texts where none is found.
    """
    best = (len(head), "", NOTHING)
    for position, text in enumerate(head):
        if not _KIND.match(text.folded) or len(text.text) > _LONGEST:
            continue
        written, rest = _read_title(head, position)
        is_decision = bool(_DECISION.match(text.folded))
        if written and not (is_decision and best[1]):
            best = (min(best[0], position), written, rest)
        if written and not is_decision:
            break
    return best


def read_years(text: Traced, issue_year: int | None) -> tuple[int, int, int, int] | None:
    """First and last year that a title names, and where.

    Args:
        text: the title, or another text that names the years.
        issue_year: a plan "until 2035" runs from the year in which it was issued.
    """
    spans = list(_SPAN.finditer(text.folded))
    until = list(_UNTIL.finditer(text.folded))
    if spans:
        found = spans[0]
        first, last = (int(g) for g in found.groups() if g)
        last = max([last, *(int(m[1]) for m in until)])
        return first, last, found.start(), found.end()
    if until:
        last = max(int(m[1]) for m in until)
        single = _YEAR.search(text.folded[: until[0].start()])
        first = int(single[1]) if single else min(issue_year or last, last)
        return first, last, until[-1].start(), until[-1].end()
    single = _YEAR.search(text.folded)
    return (int(single[1]), int(single[1]), single.start(), single.end()) if single else None
