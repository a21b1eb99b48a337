"""Wrapped lines -> paragraphs: which line goes on and which begins something new."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.documents.model import Paragraph
from pipeline.support.text import UPPER
from pipeline.support.trace import Traced, join

if TYPE_CHECKING:
    from collections.abc import Sequence

# A number, letter, roman number or bullet that begins a paragraph. Scans read the Roman I
# as l, 1 or |, and an added dash as a dot.
BULLET = re.compile(r"^(?:[-–—−+•●▪◦*·o]|\(?\*\)?)\s+(?=\S)")
NUMBER = re.compile(
    r"^(?:#{1,6}\s+)?(?:\(?\d{1,2}(?:\.\d{1,2}){0,3}(?:[.)]|(?<=\.\d)|(?<=\.\d\d))\s*(?=\S)(?!\d)"
    r"|\(?[a-hđk]\)\s*|(?:dieu|phan|chuong|muc)\s+[\divxl]+[.:])",
    re.IGNORECASE,
)
ROMAN = re.compile(rf"^(?:#{{1,6}}\s+)?[IVXl1|]{{1,5}}\s*[.)]\s*(?=[{UPPER}])")
_HASHES = re.compile(r"^#{1,6}\s")
_HEADINGS = re.compile(
    r"^(?:phu luc|noi nhan|ke hoach|quyet dinh|can cu|tong cong|kinh gui|bieu|bang)\b|^so\s*:"
)
_ENDED = re.compile(r"[.;:!?…]['\"”)\]]*\s*$|/\.$")
# A line that ends like this waits for its continuation, whatever letter that begins with.
_WAITING = re.compile(
    r"(?:[,(/–-]|\b(?:va|cua|cac|theo|ve|cho|voi|tu|tai|trong|so|nhung|duoc|den|(?<!son )la|thuoc"
    r"|boi|o|do|de|hoac|nhu|ngay|nam|thang|quy|luat|nghi dinh|cap|phong|doi|he thong"
    r"|thong tin|toi thieu|it nhat|khong (?:qua|duoi)|toi da|tren|duoi|dat|giam|tang|them"
    r"|khoang))\s*$"
)


def _wrap_width(lines: Sequence[Traced | None]) -> int:
    """Usual length of a full line; 0 where paragraphs stand on one line each."""
    lengths = sorted(len(x.text) for x in lines if x)
    if not lengths:
        return 0
    width = lengths[int(len(lengths) * 0.9)]
    return width if width <= 130 else 0


def begins_item(line: Traced) -> bool:
    """Whether the line opens with a number, a letter, a Roman number or a bullet."""
    return bool(BULLET.match(line.text) or ROMAN.match(line.text) or NUMBER.match(line.folded))


def _is_loud(line: Traced) -> bool:
    return line.text.upper() == line.text and any(c.isalpha() for c in line.text)


def _is_new(open_lines: list[Traced], line: Traced, width: int, *, after_blank: bool) -> bool:
    """Whether a line begins a paragraph of its own."""
    last = open_lines[-1]
    if _HASHES.match(last.text):
        return True
    ended = bool(_ENDED.search(last.text))
    lowers = line.text[:1].islower()
    if _is_loud(line) and _is_loud(last) and begins_item(open_lines[0]) and not after_blank:
        return begins_item(line) or bool(_HEADINGS.match(line.folded))
    if begins_item(line):
        # "- xã hội" at the start of a wrapped line is the second half of a compound word.
        rest = BULLET.sub("", line.text)
        return ended or not (rest != line.text and rest[:1].islower())
    if _HASHES.match(line.text) or (not lowers and _HEADINGS.match(line.folded)):
        return True
    if lowers and not ended:
        return False
    if last.text.endswith(";") and width and not after_blank and begins_item(open_lines[0]):
        return False
    if ended:
        return after_blank or width == 0 or len(last.text) < 0.8 * width or not lowers
    return _breaks_unfinished(open_lines, line, width, after_blank=after_blank)


def _breaks_unfinished(
    open_lines: list[Traced], line: Traced, width: int, *, after_blank: bool
) -> bool:
    """The line before has no full stop and this one does not begin in lower case."""
    last = open_lines[-1]
    is_short = width == 0 or len(last.text) < 0.8 * width
    if _WAITING.search(last.folded):
        return False
    if len(open_lines) == 1 and begins_item(last) and is_short and width:
        return True
    if line.text[:1].isdigit() or line.text[:1] in '(“"':
        return after_blank and is_short
    return after_blank or is_short


def _is_page_number(line: Traced) -> bool:
    return bool(re.fullmatch(r"[-–\s]*\d{1,3}[-–\s]*", line.text))


def gather_paragraphs(lines: Sequence[Traced | None]) -> list[Paragraph]:
    """Join wrapped lines.

    Args:
        lines: tidy lines in order, None for a blank one.

    Returns:
        Paragraphs in order; lines that hold only a page number are left out.
    """
    width = _wrap_width(lines)
    paragraphs: list[Paragraph] = []
    open_lines: list[Traced] = []
    after_blank = False

    def close() -> None:
        if open_lines:
            text = join(open_lines)
            paragraphs.append(Paragraph(text, is_heading=bool(_HASHES.match(text.text))))
            open_lines.clear()

    for line in lines:
        if not line:
            after_blank = True
            continue
        if _is_page_number(line):
            continue
        if open_lines and _is_new(open_lines, line, width, after_blank=after_blank):
            close()
        open_lines.append(line)
        after_blank = False
    close()
    return paragraphs
