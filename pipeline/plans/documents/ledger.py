"""A ledger of lines: every line and cell of a document is claimed once, or asked about.

What is part of a record, a heading, the head of a table or the tail of the paper is claimed by
the reader that used it; what demands nothing is claimed by a rule of the lexicon, by name; a line
that goes on a claimed one is claimed with it. The rest is a problem with its place, so that a row
or a sentence cannot vanish.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from pipeline.documents.model import Row
from pipeline.lexicon.rules import find_rule, has_words, load_rules
from pipeline.support.problems import Problem
from pipeline.support.trace import Traced

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pipeline.documents.model import Block, Document

Claim = Literal["record", "heading", "table_head", "continuation", "tail", "furniture", "said"]

# A sentence ends at a stop before a space, or at a semicolon; not at the stop of "1.2" or "TP.".
_END = re.compile(r"(?<=[a-zà-ỹ%)\d])[.;:!?](?=\s+\S)|\n")
_APART = re.compile(r"\s[-–]\s|[,;:]\s")
_NUMBER_OR_WORD = re.compile(r"\d|\b(?:mot nua|phan nua|phan (?:ba|tu|hai|tram)|gap (?:doi|ba))\b")
# A record that says the same already holds the numbers.
SAID_BEFORE = "said_before"
# As much of a sentence must be part of records for it to count as read.
_CLAIMED = 0.3
_SHOWN = 120
_WORD = re.compile(r"\w")
_PROSE_ONLY = ("work_without_owner", "past_result")
# Parts of records that hold no demand of their own: a number that demands something is lost there.
TIMES = "times"
_NO_DEMANDS = ("labels", TIMES)
_PAGE = "page_number"
# A line that begins as a row does.
_ORDERED = re.compile(r"\W*(\d{1,3})\s*[.;|)\s]\s*\S")


@dataclass(frozen=True)
class Entry:
    """A line or a cell.

    Attributes:
        text: as read.
        claim: what it is part of, None where nothing claims it.
        rule: of the lexicon that claims it, or of the reader.
        row: number of the table row that it stands in, None outside of tables.
        paragraph: number of the block that it stands in.
        is_first: it is the first cell of its row that holds anything.
    """

    text: Traced
    claim: Claim | None = None
    rule: str = ""
    row: int | None = None
    paragraph: int = 0
    is_first: bool = False


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


def _cut_deadline(folded: str) -> str:
    """A sentence without the day by which it wants something: that is no number to reach."""
    rule = next((r for r in load_rules("owed") if r.name == "deadline"), None)
    return rule.pattern.sub(" ", folded) if rule else folded


def _split(text: Traced) -> Iterator[Traced]:
    start = 0
    for match in _END.finditer(text.text):
        yield text.cut(start, match.end())
        start = match.end()
    yield text.cut(start)


def _list_texts(block: Block) -> list[Traced]:
    if isinstance(block, Row):
        return [c.text for c in block.cells if c.text and not c.is_spanned]
    return [block.text]


def _cut_lines(document: Document, text: Traced) -> Iterator[Traced]:
    """Lines of the document that a paragraph was made of."""
    begin = 0
    for n in range(1, len(text.offsets) + 1):
        is_end = n == len(text.offsets)
        if is_end or "\n" in document.text[text.offsets[n - 1] : text.offsets[n] + 1]:
            piece = text.cut(begin, n)
            if piece:
                yield piece
            begin = n


def _list_entries(document: Document) -> Iterator[Entry]:
    for number, block in enumerate(document.blocks):
        if isinstance(block, Row):
            seen: set[int] = set()
            for cell in block.cells:
                if cell.text and not cell.is_spanned and cell.text.start not in seen:
                    yield Entry(cell.text, row=number, paragraph=number, is_first=not seen)
                    seen.add(cell.text.start)
        else:
            for line in _cut_lines(document, block.text):
                yield Entry(line, paragraph=number)


def _list_outside(document: Document) -> Iterator[Traced]:
    """Lines of the document's text that no block holds."""
    inside = bytearray(len(document.text))
    for block in document.blocks:
        texts = [c.text for c in block.cells] if isinstance(block, Row) else [block.text]
        for text in texts:
            for offset in text.offsets:
                inside[offset] = 1
    place = 0
    for line in document.text.split("\n"):
        start, place = place, place + len(line) + 1
        if _WORD.search(line) and not any(inside[start : start + len(line)]):
            yield Traced(line, tuple(range(start, start + len(line))))


class Ledger:
    """Claims of one document.

    Args:
        document: as read.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self._claims: dict[int, tuple[Claim, str]] = {}
        self._records: set[int] = set()

    def claim(self, texts: Iterable[Traced], claim: Claim, rule: str = "") -> None:
        """Claim stretches of the document; what was claimed before stays as it was.

        Args:
            texts: the stretches.
            claim: what they are part of.
            rule: by which.
        """
        for text in texts:
            for offset in text.offsets:
                self._claims.setdefault(offset, (claim, rule))
            if (claim == "record" and rule not in _NO_DEMANDS) or rule == SAID_BEFORE:
                self._records.update(text.offsets)

    def list_entries(self) -> list[Entry]:
        """Every line and cell, with its claim."""
        entries = [self._settle(entry) for entry in _list_entries(self.document)]
        rows = {e.row for e in entries if e.claim == "record" and e.row is not None}
        blocks = {e.paragraph: e.claim for e in entries if e.claim and e.row is None}
        listed = _find_lists(entries)
        settled = []
        for entry in entries:
            if entry.claim is None and entry.row in rows and not _holds_demand(entry.text):
                # A remark of a row that is a record.
                settled.append(Entry(entry.text, "record", "row", entry.row, entry.paragraph))
            elif (
                entry.claim is None
                and entry.row is None
                and entry.paragraph in blocks
                # Rows of a table that nobody read go on nothing.
                and not (entry.paragraph in listed and blocks[entry.paragraph] != "record")
            ):
                settled.append(Entry(entry.text, "continuation", "", None, entry.paragraph))
            else:
                settled.append(entry)
        outside = [Entry(t, *_judge_words(t)) for t in _list_outside(self.document)]
        return [*_ask_headings(settled), *outside]

    def _settle(self, entry: Entry) -> Entry:
        found = [self._claims[o] for o in entry.text.offsets if o in self._claims]
        if found:
            claim, rule = max(found, key=lambda f: f[0] == "record")
            return Entry(entry.text, claim, rule, entry.row, entry.paragraph)
        if _is_caption(entry):
            return Entry(entry.text, "heading", "caption", entry.row, entry.paragraph)
        if _is_narrative(entry):
            return Entry(entry.text, "said", "narrative", None, entry.paragraph)
        claim, rule_name = _judge_words(entry.text)
        # A cell of a table in unknown words may hold a task: that it names work proves nothing.
        if entry.row is not None and rule_name in _PROSE_ONLY:
            return entry
        # Nor is a number in a cell that of a page; in the first cell it is that of the row.
        if entry.row is not None and rule_name == _PAGE and not entry.is_first:
            return entry
        return Entry(entry.text, claim, rule_name, entry.row, entry.paragraph)

    def list_unread(self) -> list[tuple[Traced, str]]:
        """Words that no record holds though they may demand something, with the reason's code."""
        entries = self.list_entries()
        asked = self._find_numbers()
        named = {offset for text in asked for offset in text.offsets}
        lost = [
            e for e in entries
            if e.claim is None and not named.intersection(e.text.offsets)
        ]  # fmt: skip
        return [
            *((text, "number_unclaimed") for text in asked),
            *((text, "line_unclaimed") for text in _join_places(lost)),
        ]

    def list_owed(self) -> list[tuple[Traced, str]]:
        """What of ``list_unread`` demands a number, or says who leads or by when."""
        return [
            (text, rule)
            for text, rule in self.list_unread()
            if rule == "number_unclaimed" or has_words("owed", text.folded)
        ]

    def describe(self, unread: Iterable[tuple[Traced, str]]) -> list[Problem]:
        """Warnings for words of ``list_unread``."""
        return [self._describe(text, rule) for text, rule in unread]

    def _find_numbers(self) -> list[Traced]:
        found = []
        seen: set[int] = set()
        for block in self.document.blocks:
            for text in _list_texts(block):
                for sentence in _split(text):
                    # A merged cell comes again in each of its columns.
                    if not sentence or sentence.start in seen:
                        continue
                    seen.add(sentence.start)
                    judged = judge_sentence(_cut_deadline(sentence.folded))
                    if judged == "demand" and not self._is_read(sentence):
                        found.append(sentence)
        return found

    def _is_read(self, sentence: Traced) -> bool:
        inside = sum(1 for offset in sentence.offsets if offset in self._records)
        return inside >= _CLAIMED * len(sentence.offsets)

    def _describe(self, text: Traced, rule: str) -> Problem:
        shown = " ".join(text.text.split())[:_SHOWN]
        place = self.document.locate(text.start, text.end)
        return Problem(rule, "warning", {"words": shown}, value=text.text, place=place)


def _ask_headings(entries: Sequence[Entry]) -> list[Entry]:
    """Headings that say more than what they stand over are asked about.

    One over records that names who leads or by when: nobody inherits it. And a sentence that
    stands in a list of records as one of them.
    """
    below: Entry | None = None
    asked: list[Entry] = []
    for position in range(len(entries) - 1, -1, -1):
        entry = entries[position]
        if entry.claim != "heading":
            below = entry
            asked.append(entry)
            continue
        beside = (*entries[max(0, position - 1) : position], *entries[position + 1 : position + 2])
        is_item = _is_sentence(entry) and any(
            other.claim == "record" and _is_sentence(other) for other in beside
        )
        # Nor is one a heading that stands over nothing.
        is_over_records = below is None or below.claim in ("record", "tail", None)
        is_asked = is_item or (is_over_records and has_words("owed", entry.text.folded))
        asked.append(replace(entry, claim=None, rule="") if is_asked else entry)
    return asked[::-1]


def _is_sentence(entry: Entry) -> bool:
    """A numbered line that ends as a sentence does."""
    text = entry.text.text.rstrip()
    return entry.row is None and text.endswith((".", ";")) and bool(_ORDERED.match(text))


def _find_lists(entries: Sequence[Entry]) -> set[int]:
    """Paragraphs of which two lines or more begin with the numbers of a list."""
    numbers: dict[int, list[int]] = {}
    for entry in entries:
        match = _ORDERED.match(entry.text.text) if entry.row is None else None
        if match:
            numbers.setdefault(entry.paragraph, []).append(int(match[1]))
    return {
        paragraph
        for paragraph, found in numbers.items()
        if any(later == earlier + 1 for earlier, later in pairwise(found))
    }


def _is_caption(entry: Entry) -> bool:
    """A line in capitals that states nothing in numbers is a title."""
    text = entry.text
    is_loud = text.text.upper() == text.text and any(c.isalpha() for c in text.text)
    is_owed = has_words("owed", text.folded)
    return entry.row is None and is_loud and not is_owed and judge_sentence(text.folded) != "demand"


def _is_narrative(entry: Entry) -> bool:
    """Running text without a number, an agency or a time: nobody could follow it up."""
    folded = entry.text.folded
    names = any(has_words(topic, folded) for topic in ("agencies", "times", "labels", "owed"))
    # "... - Tổ hỗ trợ - Quý III": a time that stands apart inside of the line.
    names = names or any(has_words("times", part) for part in _APART.split(folded)[1:])
    return entry.row is None and not names and not _NUMBER_OR_WORD.search(folded)


def _holds_demand(text: Traced) -> bool:
    """More than the unit or a remark of a row."""
    folded = text.folded
    numbered = bool(_NUMBER_OR_WORD.search(folded))
    return numbered or has_words("agencies", folded) or has_words("times", folded)


def _judge_words(text: Traced) -> tuple[Claim | None, str]:
    rule = find_rule("furniture", text.folded) or find_rule("said", text.folded)
    if rule is None or ("unless" in rule.says and has_words(rule.says["unless"], text.folded)):
        return None, ""
    return ("furniture" if rule.topic == "furniture" else "said"), rule.name


def _join_places(entries: Iterable[Entry]) -> Iterator[Traced]:
    """Lines of one paragraph, and cells of one row, are one place."""
    by_block: dict[int | tuple[int, int], list[Traced]] = {}
    for entry in entries:
        key = entry.paragraph if entry.row is not None or entry.paragraph else entry.text.start
        by_block.setdefault(key, []).append(entry.text)
    for texts in by_block.values():
        words = " | ".join(t.text for t in texts)
        first, last = texts[0].offsets[0], texts[-1].offsets[-1]
        yield Traced(words, (*(first,) * (len(words) - 1), last))
