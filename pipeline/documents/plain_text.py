"""Read .txt and .md: pasted text, exports of converters, recognised scans."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from pipeline.documents.blank_columns import Part, TextLine
from pipeline.documents.model import Document
from pipeline.documents.text_tables import gather_blocks
from pipeline.support.guards import refuse_nul
from pipeline.support.problems import reject_file
from pipeline.support.trace import Traced, trace

if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTES = 20 * 1024 * 1024
_BLANKS = re.compile(r"\s{2,}|\t")


def _split_tabs(content: str, start: int, end: int) -> tuple[Traced, ...]:
    cells, begin = [], start
    for place in range(start, end + 1):
        if place == end or content[place] == "\t":
            cells.append(trace(content, begin, place))
            begin = place + 1
    return tuple(cells)


def _split_blanks(content: str, start: int, end: int) -> tuple[Part, ...]:
    """Pieces between two blanks or more, with their columns."""
    line = content[start:end]
    parts, last = [], 0
    for match in (*_BLANKS.finditer(line), None):
        stop = match.start() if match else len(line)
        if line[last:stop].strip():
            parts.append(Part(last, stop, trace(content, start + last, start + stop)))
        last = match.end() if match else stop
    return tuple(parts)


def _read_line(content: str, start: int, end: int) -> TextLine | None:
    text = trace(content, start, end)
    raw = content[start:end]
    if not text and not raw.strip():
        return None
    return TextLine(text, raw, _split_blanks(content, start, end), _split_tabs(content, start, end))


def _line_bounds(content: str) -> list[tuple[int, int]]:
    bounds, start = [], 0
    for line in content.split("\n"):
        bounds.append((start, start + len(line)))
        start += len(line) + 1
    return bounds


def read_text(content: str) -> Document:
    """Blocks of a text whose lines are all we have.

    Args:
        content: the text, any line ends, any normal form.
    """
    content = unicodedata.normalize("NFC", content.replace("\r\n", "\n").replace("\r", "\n"))
    content = content.replace("\f", " ")
    document = Document("text", content)
    bounds = _line_bounds(content)
    document.marks = [(start, f"dòng {n}") for n, (start, _) in enumerate(bounds, start=1)]
    document.blocks = gather_blocks([_read_line(content, *bound) for bound in bounds])
    return document


def read_text_file(path: Path) -> Document:
    """Read a text file.

    Raises:
        UnreadableFileError: too large, or the bytes are not UTF-8 or hold a NUL.
    """
    if path.stat().st_size > MAX_BYTES:
        raise reject_file("too_large.text", {"limit": MAX_BYTES // 2**20})
    try:
        content = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise reject_file("not_utf8.text") from error
    refuse_nul(content)
    return read_text(content)
