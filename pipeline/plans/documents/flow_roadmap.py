"""A roadmap whose ruling was lost: aims, work, products, agencies and times in one flow.

Cells of one row follow each other; merged cells are printed elsewhere on the page, out of
order. What belongs to a row is read; what was displaced is read for its numbers only, and
marked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from pipeline.documents.trace import Traced, join
from pipeline.plans.documents.fields import find_field, guess_field
from pipeline.plans.documents.flow_cells import find_agencies, flatten
from pipeline.plans.documents.statements import Statement
from pipeline.plans.documents.tasks import TaskReading, split_products
from pipeline.plans.quantities.measures import read_measures
from pipeline.text import UPPER, fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Kind = Literal["number", "section", "stage", "agency", "time", "product", "text", "page"]

_HEADER = re.compile(
    r"^(?:stt\b|4\. ket qua|san pham$|5\. chu tri|muu/thuc hien|6\. phoi hop|1\. muc tieu)"
)
_NUMBER = re.compile(r"^\d{1,2}$")
_SECTION = re.compile(r"^([IVX]{1,5})(?:\s+(?=\S)|$)")
_STAGE = re.compile(r"^(?:[A-H]\s+)?Đến năm (20\d\d)$")
_TIME_END = re.compile(
    r"(?:^|\s)((?:Thực hiện )?[Đđ]ịnh(?: kỳ)?(?: hàng năm)?|Thường xuyên|Hàng năm|Hàng quý"
    r"|20\d\d\s*-\s*20\d\d|20\d\d|Quý \d(?: hàng năm| năm trước)?|kỳ hàng năm|hàng năm|năm)$"
)
_TIME = re.compile(
    r"^(?:(?:thuc hien )?dinh ky hang nam|thuong xuyen|hang (?:nam|quy)|20\d\d\s*-\s*20\d\d|20\d\d"
    r"|quy \d (?:hang nam|nam truoc nam ke hoach))$"
)
_TIME_PREFIX = re.compile(r"^(?:Thực hiện định|Định kỳ hàng|Quý \d(?: năm trước)?)$")
_PRODUCT = re.compile(
    r"^(?:Kế hoạch|Báo cáo|Quyết định|Công văn|Chỉ thị|Văn bản|Các văn bản thẩm|Tin\b"
    r"|Các tin, bài viết"
    r"|Các lớp|Quy chế|Danh mục|[Vv]ideo|Clip|Kết quả|Điểm chỉ số|Tiêu chí|Số lượng|Các quy trình"
    r"|Tờ trình|Nghị quyết|Hoàn thành í?tích hợp|Hoàn thành ích|Cán bộ, công)"
)
_INLINE_PRODUCT_WORDS = (
    r"Kế hoạch|Báo cáo|Quyết định|Công văn|Chỉ thị|Văn bản|Tin, bài|Video|Clip|Các quy trình"
    r"|Số lượng|video|Kết quả đánh giá|Danh mục"
)
_INLINE_PRODUCT = re.compile(rf"(?<=\s)(?:{_INLINE_PRODUCT_WORDS})")
_WAITING = re.compile(
    r"(?:[,(/–-]|\b(?:va|cua|cac|theo|ve|cho|voi|tu|tai|trong|so|duoc|den|thuoc|do|de|nhu"
    r"|ngay|(?<!hang )nam|toi thieu|tren|dat"
    r"|luat|nghi dinh|nghi|cap|he thong|tham|khi da|phap|thu tuc|giai doan|muc|ban chap hanh"
    r"|va ban))\s*$"
)
_ACRONYM = re.compile(rf"^[{UPPER}]{{2,}}")
_LONG_LINE = 24
_FULL_LINE = 0.85
_GLUED_TIME = re.compile(r"^(20\d\d-20\d\d)(\d{1,2})$")
_GLUED_NUMBER = re.compile(r"(?<=[^\W\d])(\d)$")
_STATES_TARGET = re.compile(r"^(?:Đến năm|Tối thiểu|\d+%|Mức độ hài lòng|Tích hợp \d)")
_GOES_ON = re.compile(r"^(?:Trong (?:đó|số đó)|\d+%\.?$)")
_TABLE_OF_FIELDS_DOUBT = "row_order_lost"


@dataclass
class _Chunk:
    kind: Kind
    text: Traced
    page: int = 0
    is_last_on_line: bool = True
    last_width: int = 0
    widest: int = 0

    def grow(self, line: Traced, *, is_last: bool) -> None:
        """Add a line that goes on."""
        self.text = join((self.text, line), " ")
        self.is_last_on_line = is_last
        self.last_width = len(line.text)
        self.widest = max(self.widest, self.last_width)

    @property
    def fills_its_column(self) -> bool:
        """The last line is as wide as the widest and does not end a sentence: more follows."""
        is_full = self.last_width >= _FULL_LINE * self.widest and self.widest > _LONG_LINE
        return is_full and not re.search(r"[.;:]\s*$", self.text.text)


@dataclass
class _Row:
    """What was gathered since the last row ended."""

    texts: list[Traced] = field(default_factory=list)
    products: list[Traced] = field(default_factory=list)
    agencies: list[Traced] = field(default_factory=list)
    times: list[Traced] = field(default_factory=list)
    number: str = ""
    page: int = 0

    @property
    def has_end(self) -> bool:
        return bool(self.products or self.agencies or self.times)


# -- lines to chunks ------------------------------------------------------------------


def _cut_line(line: Traced) -> list[tuple[Kind, Traced]]:
    """Cells that share a line."""
    text = line.text
    glued = _GLUED_TIME.match(text)
    if glued:
        return [("time", line.cut(0, glued.end(1))), ("number", line.cut(glued.start(2)))]
    loose = _GLUED_NUMBER.search(text) if len(text) > _LONG_LINE else None
    if loose:
        return [*_cut_cells(line.cut(0, loose.start())), ("number", line.cut(loose.start()))]
    if _NUMBER.match(text):
        return [("number", line)]
    stage = _STAGE.match(text)
    if stage:
        return [("stage", line)]
    section = _SECTION.match(text)
    if section and (section.end() == len(text) or text[section.end() :].isupper()):
        return [("section", line)]
    if text.isupper() and len(text) > 12 and find_field(line.folded) is not None:
        return [("section", line)]
    numbered = re.match(rf"^(\d{{1,2}})\s+(?=[{UPPER}\d])", text)
    if not numbered:
        return _cut_cells(line)
    return [("number", line.cut(0, numbered.end())), *_cut_cells(line.cut(numbered.end()))]


def _cut_cells(line: Traced) -> list[tuple[Kind, Traced]]:
    time = _TIME_END.search(line.text)
    tail: list[tuple[Kind, Traced]] = []
    # A year at the end of a sentence is no time cell; one behind an agency is.
    if time and _TIME.match(fold_time(time[1])):
        before = line.cut(0, time.start(1))
        if not before or find_agencies(before.text):
            tail.append(("time", line.cut(time.start(1))))
            line = before
    starts = find_agencies(line.text)
    bounds = [*starts, len(line.text)]
    agencies: list[tuple[Kind, Traced]] = [("agency", line.cut(a, b)) for a, b in pairwise(bounds)]
    head = line.cut(0, starts[0]) if starts else line
    return [*_cut_product(head, has_agency=bool(starts)), *agencies, *tail]


def _cut_product(head: Traced, *, has_agency: bool) -> list[tuple[Kind, Traced]]:
    if not head:
        return []
    if _PRODUCT.match(head.text):
        again = _INLINE_PRODUCT.search(head.text)
        if again and has_agency:
            return [("product", head.cut(0, again.start())), ("product", head.cut(again.start()))]
        return [("product", head)]
    behind_stop = re.search(rf"\.\s+(?=(?:{_INLINE_PRODUCT_WORDS}))", head.text)
    if behind_stop and behind_stop.end() < len(head.text):
        return [("text", head.cut(0, behind_stop.end())), ("product", head.cut(behind_stop.end()))]
    inline = [m.start() for m in _INLINE_PRODUCT.finditer(head.text)]
    if inline and has_agency:
        return [("text", head.cut(0, inline[-1])), ("product", head.cut(inline[-1]))]
    return [("text", head)]


def fold_time(text: str) -> str:
    """Folded with the dash of a range kept."""
    return re.sub(r"\s+", " ", fold(text.replace("-", " DASH ")).replace(" dash ", "-"))


def _goes_on(chunk: _Chunk, line: Traced, kind: Kind) -> bool:
    """Whether a line is the rest of the cell before it."""
    if chunk.kind in ("number", "section", "stage", "page", "time") or not chunk.is_last_on_line:
        return False
    if line.text[:1].islower() or line.text[:1] in "(":
        return True
    if kind in ("number", "section", "stage", "agency"):
        return False
    waits = bool(_WAITING.search(chunk.text.folded))
    if chunk.kind == "agency" or (kind == "product" and not waits):
        return False
    is_acronym = bool(_ACRONYM.match(line.text)) and chunk.last_width > (
        _LONG_LINE if chunk.kind == "text" else _LONG_LINE // 2
    )
    is_wrap = (chunk.fills_its_column and chunk.widest != chunk.last_width) or (
        chunk.fills_its_column and len(chunk.text.text) > chunk.widest
    )
    return waits or is_acronym or is_wrap or bool(_GOES_ON.match(line.text))


class _Chunker:
    """Joins wrapped lines to cells, across a header that a page repeats."""

    def __init__(self) -> None:
        self.chunks: list[_Chunk] = []
        self.page = 0
        self.open_time: Traced | None = None

    def take(self, line: Traced) -> None:
        if _HEADER.match(line.folded):
            self.page += line.folded.startswith("stt")
        elif not self._goes_into_time(line):
            self._take_cells(line)

    def _goes_into_time(self, line: Traced) -> bool:
        """Whether a line is half of a time expression that the column broke in two."""
        if self.open_time is not None:
            whole = join((self.open_time, line), " ")
            self.open_time = None
            if _TIME.match(fold_time(whole.text)):
                self.chunks.append(_Chunk("time", whole, self.page))
                return True
        if _TIME_PREFIX.match(line.text):
            self.open_time = line
            return True
        return False

    def _take_cells(self, line: Traced) -> None:
        cells = [(kind, text) for kind, text in _cut_line(line) if text]
        for position, (kind, text) in enumerate(cells):
            last = position == len(cells) - 1
            previous = self.chunks[-1] if self.chunks else None
            if position == 0 and previous and _goes_on(previous, text, kind):
                previous.grow(text, is_last=last)
            else:
                width = len(text.text)
                self.chunks.append(_Chunk(kind, text, self.page, last, width, width))


def _chunks(lines: Sequence[Traced]) -> list[_Chunk]:
    chunker = _Chunker()
    for line in lines:
        chunker.take(line)
    for chunk in chunker.chunks:
        is_cell = chunk.kind in ("agency", "text", "product")
        if is_cell and _TIME.match(fold_time(chunk.text.text)):
            chunk.kind = "time"
    return chunker.chunks


# -- chunks to rows -------------------------------------------------------------------


class _Walker:
    def __init__(self, chunks: Sequence[_Chunk]) -> None:
        self.chunks = chunks
        self.section = ""
        self.field_code: int | None = None
        self.stage: int | None = None
        self.number = ""
        self.running = 0
        self.row = _Row()
        self.targets: list[Statement] = []
        self.tasks: list[TaskReading] = []
        self.seen: set[str] = set()
        self.counts: dict[str, int] = {}
        self.page_fields = _page_fields(chunks)
        self.labels: dict[int, str] = {}

    def walk(self) -> None:
        for chunk in self.chunks:
            if self._ends_row(chunk):
                self.close(chunk.page)
            self._take(chunk)
        self.close(self.chunks[-1].page if self.chunks else 0)

    def _ends_row(self, chunk: _Chunk) -> bool:
        """What cannot stand behind what the open row already holds."""
        row = self.row
        return {
            "section": True,
            "stage": True,
            "number": row.has_end or bool(row.texts),
            "text": row.has_end,
            "product": bool(row.agencies or row.times),
            "agency": bool(row.times),
        }.get(chunk.kind, False)

    def _take(self, chunk: _Chunk) -> None:
        row, text = self.row, chunk.text
        if chunk.kind == "section":
            self.enter(text)
        elif chunk.kind == "stage":
            match = _STAGE.match(text.text)
            self.stage = int(match[1]) if match else None
        elif chunk.kind == "number":
            row.number = text.text.strip()
        else:
            row.page = row.page or chunk.page
            cells = {"text": row.texts, "product": row.products, "agency": row.agencies}
            cells.get(chunk.kind, row.times).append(text)

    def enter(self, text: Traced) -> None:
        match = _SECTION.match(text.text)
        title = text.cut(match.end()) if match else text
        if match:
            self.section, self.running, self.number, self.stage = match[1], 0, "", None
            self.field_code = find_field(title.folded) if title else _after(self.field_code)
            if self.field_code is not None:
                self.labels.setdefault(self.field_code, self.section)
        elif self.field_code is None:
            self.field_code = find_field(title.folded)

    def close(self, page: int) -> None:
        row, self.row = self.row, _Row()
        if not row.texts and not row.products:
            # A number alone waits for its text.
            self.row.number = row.number
            return
        self.number = row.number or self.number
        page = row.page or page
        activity, products = _split(row)
        is_row = activity is not None and bool(row.agencies or row.products)
        if activity is not None and _STATES_TARGET.match(activity.text):
            is_row = is_row and not read_measures(activity.text)
        aims = [t for t in row.texts if t is not activity] if is_row else row.texts
        if activity is not None and is_row:
            self.take_task(row, activity, products)
        for position, text in enumerate(aims):
            is_aim = position == 0 and bool(row.number)
            self.take_target(text, page, is_aim=is_aim, in_row=is_row, due=_due_of(row))

    def take_task(self, row: _Row, activity: Traced, products: list[Traced]) -> None:
        key = fold(activity.text)
        if key in self.seen and len(key) > 60:
            return
        self.seen.add(key)
        self.running += 1
        lead, coord = (*row.agencies, None, None)[:2]
        unsure = {
            name
            for name, cell in (("lead", lead), ("coord", coord), ("time", row.times))
            if not cell
        }
        self.tasks.append(
            TaskReading(
                ref=f"{self.section}-{self.running}" if self.section else str(self.running),
                field_code=self.field_code if self.field_code is not None else 7,
                text=flatten(activity),
                products=[p for x in products for p in split_products(x)],
                lead=lead,
                coord=coord,
                time=row.times[0] if row.times else None,
                unsure=unsure,
                doubts=("cells_told_from_text",),
            )
        )

    def take_target(
        self, text: Traced, page: int, *, is_aim: bool, in_row: bool, due: int | None
    ) -> None:
        measured = bool(read_measures(text.text))
        key = "aim " + fold(text.text)
        if not (measured or is_aim) or (key in self.seen and len(key) > 60 and not measured):
            return
        if len(text.text) < 15:
            return
        self.seen.add(key)
        code = self._field(text, page, in_row=in_row)
        section = self.labels.get(code, self.section)
        stem = f"{section}.{self.number}" if self.number else f"{section}.x"
        ref = stem
        if not is_aim:
            self.counts[stem] = self.counts.get(stem, 0) + 1
            ref = f"{stem}-nv{self.counts[stem]}"
        self.targets.append(
            Statement(
                ref,
                code,
                flatten(text),
                due_year=self.stage or due,
                doubts=("cells_told_from_text",) if in_row else (_TABLE_OF_FIELDS_DOUBT,),
            )
        )

    def _field(self, text: Traced, page: int, *, in_row: bool) -> int:
        on_page = self.page_fields.get(page, set())
        named = find_field(text.folded)
        if named is not None and named in on_page:
            return named
        if in_row and self.field_code is not None:
            return self.field_code
        return guess_field(text.folded, on_page)


def _page_fields(chunks: Sequence[_Chunk]) -> dict[int, set[int]]:
    """Fields whose rows stand on each page."""
    fields: dict[int, set[int]] = {}
    current: int | None = None
    for chunk in chunks:
        if chunk.kind == "section":
            match = _SECTION.match(chunk.text.text)
            title = chunk.text.cut(match.end()) if match else chunk.text
            code = find_field(title.folded) if title else None
            current = code if code is not None else (_after(current) if match else current)
        if current is not None:
            fields.setdefault(chunk.page, set()).add(current)
    return fields


def _after(code: int | None) -> int:
    """Sections follow the order of the fields; a title may be printed elsewhere."""
    return 0 if code is None else min(code + 1, 7)


def _due_of(row: _Row) -> int | None:
    """``2025-2030`` is due 2030; a year inside a stage says when work begins, not its end."""
    for time in row.times:
        match = re.fullmatch(r"20\d\d\s*-\s*(20\d\d)", time.text)
        if match and int(match[1]) % 5 == 0:
            return int(match[1])
    return None


def _split(row: _Row) -> tuple[Traced | None, list[Traced]]:
    """The activity of a row and its products."""
    # "Công văn" can be both what is done and what comes out of it.
    if row.number and len(row.texts) > 1 and len(row.products) > 1:
        return row.products[0], row.products[1:]
    if row.texts:
        return row.texts[-1], row.products
    if len(row.products) > 1:
        return row.products[0], row.products[1:]
    return None, row.products


def read_roadmap(lines: Sequence[Traced]) -> tuple[list[Statement], list[TaskReading]]:
    """Targets and tasks of a roadmap.

    Args:
        lines: of its table, in the order of the text.

    Returns:
        Targets with a number, or with the number of a row beside them; tasks as far as their
        cells stand together. Cells that were displaced are left out and named.
    """
    walker = _Walker(_chunks(lines))
    walker.walk()
    return walker.targets, walker.tasks


def show_chunks(lines: Sequence[Traced]) -> Iterator[str]:
    """For people who want to see how a flow was cut."""
    for chunk in _chunks(lines):
        yield f"{chunk.page} {chunk.kind:8} {chunk.text.text}"
