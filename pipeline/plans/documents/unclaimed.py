"""Sentences that demand something in numbers and became no record: each is said, none is lost."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.documents.model import Row
from pipeline.plans.lexicon.rules import load_rules
from pipeline.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pipeline.documents.model import Document
    from pipeline.documents.trace import Traced

# A sentence ends at a stop before a space, or at a semicolon; not at the stop of "1.2" or "TP.".
_END = re.compile(r"(?<=[a-zà-ỹ%)\d])[.;:!?](?=\s+\S)|\n")
_NUMBER_OR_WORD = re.compile(r"\d|\b(?:mot nua|phan nua|phan (?:ba|tu|hai|tram)|gap (?:doi|ba))\b")
# As much of a sentence must be part of records for it to count as read.
_CLAIMED = 0.3
# A cell that is a figure and nothing else.
_FIGURE = re.compile(r"^\s*\d[\d.,]*\s*%?\s*$")
_SHOWN = 120
# So many are named one by one, the rest of them together.
_NAMED = 100


def judge_sentence(folded: str) -> str | None:
    """What a sentence that no record covers is.

    Args:
        folded: the sentence without marks, lower case.

    Returns:
        ``demand``, the name of a noise rule, or None where it holds nothing to ask about.
    """
    if not _NUMBER_OR_WORD.search(folded):
        return None
    found = [r for r in load_rules("noise") if r.pattern.search(folded)]
    named = next((r.name for r in found if r.says["kind"] == "noise"), None)
    return named or ("demand" if found else None)


def _split(text: Traced) -> Iterator[Traced]:
    start = 0
    for match in _END.finditer(text.text):
        yield text.cut(start, match.end())
        start = match.end()
    yield text.cut(start)


def _list_texts(document: Document) -> Iterator[Traced]:
    for block in document.blocks:
        if isinstance(block, Row):
            yield from (c.text for c in block.cells if c.text and not c.is_spanned)
        else:
            yield block.text


def _is_claimed(sentence: Traced, claimed: set[int]) -> bool:
    inside = sum(1 for offset in sentence.offsets if offset in claimed)
    return inside >= _CLAIMED * len(sentence.offsets)


def _find_rows(document: Document, claimed: set[int]) -> dict[int, list[Row]]:
    """Number of a table -> its rows that state a share and are part of no record."""
    rows: dict[int, list[Row]] = {}
    for block in document.blocks:
        if not isinstance(block, Row):
            continue
        cells = [c.text for c in block.cells if c.text]
        states = any("%" in c.text for c in cells) and any(_FIGURE.match(c.text) for c in cells)
        if states and not any(offset in claimed for c in cells for offset in c.offsets):
            rows.setdefault(block.table_no, []).append(block)
    return rows


def _describe_rows(document: Document, claimed: set[int]) -> list[Problem]:
    """One warning a table."""
    problems = []
    for rows in _find_rows(document, claimed).values():
        texts = [cell.text for row in (rows[0], rows[-1]) for cell in row.cells if cell.text]
        problems.append(
            Problem(
                "row_unclaimed",
                f"{len(rows)} hàng của bảng có con số theo % chưa thành chỉ tiêu hay nhiệm vụ, "
                f"hàng đầu: «{' | '.join(c.text.text for c in rows[0].cells if c.text)[:_SHOWN]}»",
                "nếu là chỉ tiêu, thêm vào bảng nhập kế hoạch; nếu không, bỏ qua",
                "warning",
                place=document.locate(texts[0].start, texts[-1].end),
            )
        )
    return problems


def find_unclaimed(document: Document, records: Iterable[Traced]) -> list[Problem]:
    """One warning per sentence or cell that demands a number and is part of no record.

    Args:
        document: as read.
        records: every stretch that a record was made of.

    Returns:
        Warnings with their places; of a great many the rest together.
    """
    claimed = {offset for text in records for offset in text.offsets}
    seen: set[int] = set()
    found: list[tuple[str, str]] = []
    for text in _list_texts(document):
        for sentence in _split(text):
            # A merged cell comes again in each of its columns.
            if not sentence or sentence.start in seen:
                continue
            seen.add(sentence.start)
            if judge_sentence(sentence.folded) == "demand" and not _is_claimed(sentence, claimed):
                found.append((document.locate(sentence.start, sentence.end), sentence.text))
    return [*_describe(found), *_describe_rows(document, claimed)]


def _describe(found: Sequence[tuple[str, str]]) -> list[Problem]:
    problems = [
        Problem(
            "number_unclaimed",
            f"câu có số chưa thành chỉ tiêu: «{' '.join(text.split())[:_SHOWN]}»",
            "nếu là chỉ tiêu, thêm vào bảng nhập kế hoạch; nếu không, bỏ qua",
            "warning",
            value=text,
            place=place,
        )
        for place, text in found[:_NAMED]
    ]
    if rest := found[_NAMED:]:
        problems.append(
            Problem(
                "number_unclaimed",
                f"và {len(rest)} câu có số nữa chưa thành chỉ tiêu, từ {rest[0][0]} đến "
                f"{rest[-1][0]}",
                "mở trang Kế hoạch để xem từng câu",
                "warning",
                place=f"{rest[0][0]} đến {rest[-1][0]}",
            )
        )
    return problems
