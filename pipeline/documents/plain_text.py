"""Read .txt and .md: pasted text, exports of converters, recognised scans."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from pipeline.documents.model import Block, Cell, Document, Line, Row
from pipeline.documents.paragraphs import gather_paragraphs
from pipeline.documents.trace import Traced, trace
from pipeline.problems import reject_file

if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTES = 20 * 1024 * 1024
_PIPE_ROW = re.compile(r"^\s*\|.*\|.*\|\s*$")
_PIPE_RULE = re.compile(r"^[\s|:+-]+$")
# The header of a table whose ruling was lost: its first word, and an agency column near by.
_HEADER_START = re.compile(r"^(?:stt|tt|so tt)\b")
_HEADER_WORD = re.compile(r"chu tri|phoi hop|san pham|thoi gian|chiu trach nhiem")
_HEADER_REACH = 14
_TABLE_END = re.compile(r"^(?:tong cong\b|phu luc\b|noi nhan\b)")


def _split_row(content: str, start: int, end: int) -> list[Traced] | None:
    """Cells of a line with tabs or pipes, None for a line of text."""
    line = content[start:end]
    if _PIPE_ROW.match(line):
        inner_start = start + line.index("|") + 1
        inner_end = start + line.rindex("|")
        separator = "|"
    elif line.count("\t") >= 2:
        inner_start, inner_end, separator = start, end, "\t"
    else:
        return None
    cells, begin = [], inner_start
    for place in range(inner_start, inner_end + 1):
        if place == inner_end or content[place] == separator:
            cells.append(trace(content, begin, place))
            begin = place + 1
    return cells


class _Reader:
    """Goes through the lines once; tables and running text take turns."""

    def __init__(self, content: str) -> None:
        self.content = content
        self.blocks: list[Block] = []
        self.pending: list[Traced | None] = []
        self.table_no = 0
        self.was_row = False
        self.in_flow_table = False

    def flush(self) -> None:
        if any(self.pending):
            self.blocks += gather_paragraphs(self.pending)
        self.pending = []

    def take_row(self, cells: list[Traced]) -> None:
        if any(self.pending) or not self.was_row:
            self.flush()
            self.table_no += 1
        self.blocks.append(Row(tuple(Cell(c) for c in cells), self.table_no))
        self.was_row, self.in_flow_table = True, False

    def take_text(self, line: Traced, following: list[Traced]) -> None:
        if self.in_flow_table and _TABLE_END.match(line.folded):
            self.in_flow_table = False
        elif not self.in_flow_table and _is_lost_header(line, following):
            self.flush()
            self.table_no += 1
            self.in_flow_table = True
        if self.in_flow_table:
            self.blocks.append(Line(line, self.table_no))
        else:
            self.pending.append(line)
        self.was_row = False


def _is_lost_header(line: Traced, following: list[Traced]) -> bool:
    if not _HEADER_START.match(line.folded):
        return False
    near = " ".join(x.folded for x in (line, *following[:_HEADER_REACH]))
    return len(set(_HEADER_WORD.findall(near))) >= 2 or _has_damaged_header(near)


def _has_damaged_header(near: str) -> bool:
    """A scan damages the words; enough of their skeletons remain."""
    skeletons = (r"c?hu? ?tr[il1]", r"ph[o6]i h", r"s[ae]n ph[ai]m", r"th[o6]i ?g[il1]an")
    return sum(bool(re.search(s, near)) for s in skeletons) >= 2


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
    reader = _Reader(content)
    lines = [trace(content, start, end) for start, end in bounds]
    for number, (start, end) in enumerate(bounds):
        cells = _split_row(content, start, end)
        if cells is not None:
            if not _PIPE_RULE.match(content[start:end]):
                reader.take_row(cells)
        elif not lines[number]:
            reader.pending.append(None)
        else:
            reader.take_text(lines[number], [x for x in lines[number + 1 : number + 30] if x])
    reader.flush()
    document.blocks = reader.blocks
    return document


def read_text_file(path: Path) -> Document:
    """Read a text file.

    Raises:
        UnreadableFileError: too large, or the bytes are not UTF-8.
    """
    if path.stat().st_size > MAX_BYTES:
        raise reject_file(
            "too_large",
            f"tệp văn bản lớn hơn {MAX_BYTES // 2**20} MB",
            "kiểm tra lại tệp; văn bản kế hoạch thường dưới 1 MB",
        )
    try:
        return read_text(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise reject_file(
            "not_utf8",
            "tệp không phải UTF-8, chữ Việt sẽ sai",
            "mở bằng Notepad, chọn Lưu thành, mã hóa UTF-8, rồi đưa vào lại",
        ) from error
