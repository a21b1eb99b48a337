"""Cells told from the flow of a text: agencies, times and products by how they begin.

A PDF export without ruling sets the cells of a row one after another, several on a line.
What a cell is can then only be told from its words: an agency begins with the name of an
office, a time with a time expression, a product with the name of a kind of document.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.documents.trace import NOTHING, Traced, join

if TYPE_CHECKING:
    from collections.abc import Sequence

# A capital at the start: inside a sentence the same words are written small.
_AGENCY = re.compile(
    r"(?:(?<=^)|(?<=\s)|(?<=\n))(?:Văn phòng(?: Sở|(?= ?[A-ZĐ])|$|(?=\s))|Các (?:phòng|ban"
    r"|cơ quan|đơn vị"
    r"|ĐVSN|sở|ngành|trung tâm)\b|Thanh tra\b|Phòng [A-ZĐ]|Trung tâm\b|ĐVSN\b|UBND\b"
    r"|Sở (?=[A-ZĐ])(?!Văn phòng|Các |Quý|Trong|Năm))"
)
# After these an agency goes on instead of beginning.
_GOES_ON = re.compile(
    r"(?:[,;(–-]|(?<!trực )\bthuộc|\b(?:và|của|với|giữa|tại|cho|do|mưu|trình|trưởng|đốc))\s*$"
)
_TIME = re.compile(
    r"(?:(?<=^)|(?<=\s))(?:- )?(?:Trước ngày|Quý\s+(?:[IV]+|\d)\b|Trong năm|Năm 20\d\d"
    r"|Theo kế\s+hoạch của"
    r"|Sau khi|Thường xuyên|Hàng (?:năm|quý|tháng)|Tháng \d|Định kỳ|Thực hiện định\s+kỳ|Khi có"
    r"|20\d\d\s*-\s*20\d\d$|20\d\d$)"
)
_PRODUCT_WORDS = (
    r"Kế hoạch|Báo cáo|Quyết định|Công văn|Chỉ thị|Văn bản|Các văn bản|Theo Quyết định|Tin\b"
    r"|Các tin|Các lớp|Quy chế|Danh mục|Video|Clip|video|Kết quả|Điểm chỉ số|Tiêu chí|Số lượng"
    r"|Các quy trình|Tờ trình|Nghị quyết|Hoàn thành|Cán bộ"
)
_PRODUCT = re.compile(rf"(?:{_PRODUCT_WORDS})")
_BULLET = re.compile(r"(?:^|\n)\s*- ")


@dataclass
class FlowCells:
    """Cells of one row.

    Attributes:
        text: what the row is about.
        product: products, line breaks kept.
        lead: first agency.
        coord: second agency.
        time: time expression.
    """

    text: Traced = NOTHING
    product: Traced = NOTHING
    lead: Traced = NOTHING
    coord: Traced = NOTHING
    time: Traced = NOTHING


def find_agencies(text: str) -> list[int]:
    """Places where an agency begins."""
    return [
        m.start()
        for m in _AGENCY.finditer(text)
        if not _GOES_ON.search(text[: m.start()].replace("\n", " "))
    ]


def _cut_time(text: Traced) -> tuple[Traced, Traced, Traced]:
    """Before the time, the time, and product bullets printed behind it."""
    agencies = find_agencies(text.text)
    reach = agencies[0] if agencies else len(text.text) // 3
    starts = [m.start() for m in _TIME.finditer(text.text.replace("\n", " ")) if m.start() > reach]
    if not starts:
        return text, NOTHING, NOTHING
    before, behind = text.cut(0, starts[0]), text.cut(starts[0])
    times, products = [], []
    for part in behind.split(r"\s(?=- )"):
        is_time = _TIME.match(part.text.replace("\n", " ")) or not part.text.startswith("- ")
        (times if is_time else products).append(flatten(part))
    return before, join(times, " "), join(products, "\n")


def _cut_product(text: Traced) -> tuple[Traced, Traced]:
    """Text of the row, and its products: bullets, else the line that begins with one."""
    bullet = _BULLET.search(text.text)
    if bullet:
        return text.cut(0, bullet.start()), text.cut(bullet.start())
    lines = [m.end() for m in re.finditer(r"\n", text.text)]
    for start in lines:
        if _PRODUCT.match(text.text, start):
            return text.cut(0, start), text.cut(start)
    inline = [
        m.start() for m in re.finditer(rf"(?<=\s)(?:{_PRODUCT_WORDS})", text.text) if m.start() > 10
    ]
    if inline:
        return text.cut(0, inline[-1]), text.cut(inline[-1])
    return text, NOTHING


def split_cells(lines: Sequence[Traced], *, with_product: bool) -> FlowCells:
    """Cells of a row from its lines.

    Args:
        lines: in reading order.
        with_product: the table has a column of products.
    """
    whole = join(lines, "\n")
    before, time, late_products = _cut_time(whole) if with_product else (whole, NOTHING, NOTHING)
    starts = find_agencies(before.text)
    cells = FlowCells(time=flatten(time))
    if starts:
        kept = starts[-2:]
        cells.lead = flatten(before.cut(kept[0], kept[1] if len(kept) > 1 else None))
        cells.coord = flatten(before.cut(kept[1])) if len(kept) > 1 else NOTHING
        before = before.cut(0, kept[0])
    if with_product:
        text, product = _cut_product(before)
        cells.text = flatten(text)
        cells.product = join((_wrap(product), late_products), "\n")
    else:
        cells.text = flatten(before)
    return cells


def _wrap(product: Traced) -> Traced:
    """Line breaks stay only before a bullet; the others are wraps."""
    letters = list(product.text)
    for position, letter in enumerate(letters):
        if letter == "\n" and not product.text[position + 1 :].lstrip().startswith("- "):
            letters[position] = " "
    return Traced("".join(letters), product.offsets)


def flatten(text: Traced) -> Traced:
    """One line."""
    return Traced(text.text.replace("\n", " "), text.offsets)
