"""The outline of a document: numbered headings, items below them, and where we are."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from pipeline.plans.documents.fields import find_field
from pipeline.plans.quantities.measures import read_measures

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.documents.model import Block, Paragraph
    from pipeline.documents.trace import Traced

LabelKind = Literal["roman", "number", "letter", "bullet", "none"]

_ROMAN = re.compile(
    r"^(?:#+\s*)?(?:(?:phần|PHẦN|Phần)\s+)?([IVXl1|]{1,5})\s*[.)]\s*(?=\S)"
    r"|^(?:#+\s*)?(?:PHẦN|Phần)\s+([IVX]{1,5})\s*[:–-]\s*(?=\S)"
)
_NUMBER = re.compile(
    r"^(?:#+\s*)?\(?(\d{1,2}(?:\.\d{1,2}){0,3})(?:[.)]|(?<=\.\d)|(?<=\.\d\d))\s*(?=\S)"
)
_LETTER = re.compile(r"^(?:#+\s*)?\(?([a-zđ])[)]\s*(?=\S)")
_BULLET = re.compile(r"^([-–—−+•●▪◦*·])\s+(?=\S)")
# Typists and converters mix these dashes.
_SIGNS = {"–": "-", "—": "-", "−": "-"}
_PART = re.compile(r"^(?:#+\s*)?(?:phan|chuong)\s+([ivx]{1,5}|\d{1,2})\s*[.:)]?\s*$")
_HASHES = re.compile(r"^#+\s*")
_HEADING_LENGTH = 160
_SHORT_HEADING = 60
_TARGET_HEADING = re.compile(
    r"^(?:cac |nhung )?(?:muc tieu|chi tieu|m[uy]c ti[ec]u"
    r"|chi ti[ec]u)\b(?P<rest>[^:.]{0,90}?)\s*[:.]?\s*$"
)
_TARGET_LEAD_IN = re.compile(
    r"^(?:cac )?(?:muc tieu|chi tieu)(?:,? (?:chi tieu|cu the|chu yeu|can dat"
    r"|phan dau))*\s*:\s*(?=\S)"
)
_BARE_AIMS = re.compile(r"^(?:cac )?(?:muc tieu|chi tieu)\W*$")
_GENERAL = re.compile(r"\b(?:chung|tong quat|yeu cau|quan diem|muc dich)\b")
_SPECIFIC = re.compile(r"\bcu the|chu yeu|trong tam|chi tieu|can dat|den nam")
_TASK_HEADING = re.compile(
    r"^(?:cac )?(?:nhiem v[uy]|giai phap|noi dung|hoat dong|yeu cau|to chuc thuc hien|kinh phi"
    r"|phan cong|bien phap|muc dich|trach nhiem)\b"
)
_KEY_SENTENCE = re.compile(r"\bcac chi tieu (?:trong tam|chu yeu|co ban|sau)[^:]{0,60}:\s*(?=\S)")


@dataclass(frozen=True)
class Item:
    """A paragraph with its own number taken off.

    Attributes:
        kind: what kind of number or sign it carries.
        label: that number, Roman numbers mended, empty for a bullet.
        text: the rest.
        sign: of a bullet.
    """

    kind: LabelKind
    label: str
    text: Traced
    sign: str = ""

    @property
    def is_heading_like(self) -> bool:
        """Short, and no sentence."""
        text = self.text.text
        return len(text) <= _HEADING_LENGTH and not re.search(r"[;,]$|\.\s+\w", text)


def read_item(paragraph: Paragraph) -> Item:
    """Take number, letter or bullet off a paragraph."""
    text = paragraph.text
    source = paragraph.label or text.text
    for kind, pattern in _KINDS:
        match = pattern.match(source.rstrip() + " x")
        if match:
            rest = text if paragraph.label else text.cut(min(match.end(), len(text.text)))
            said = next(g for g in match.groups() if g)
            if kind == "roman" and not paragraph.label and not _is_roman(said, rest):
                continue
            sign = _SIGNS.get(said, said) if kind == "bullet" else ""
            return Item(kind, _mend(kind, said), rest, sign)
    hashes = _HASHES.match(text.text)
    return Item("none", "", text.cut(hashes.end()) if hashes else text)


_KINDS: tuple[tuple[LabelKind, re.Pattern[str]], ...] = (
    ("roman", _ROMAN),
    ("number", _NUMBER),
    ("letter", _LETTER),
    ("bullet", _BULLET),
)


def _is_roman(label: str, rest: Traced) -> bool:
    """``1. Mục tiêu`` is a number; ``I1. NHIỆM VỤ`` is a damaged Roman two."""
    return (
        "I" in label or "V" in label or "X" in label or (label != "1" and rest.text[:12].isupper())
    )


def _mend(kind: LabelKind, label: str) -> str:
    if kind == "roman":
        return re.sub("[l1|]", "I", label)
    return "" if kind == "bullet" else label


@dataclass(frozen=True)
class Position:
    """Where in the document a paragraph stands.

    Attributes:
        roman: label of the part.
        number: label of the section.
        letter: label below it.
        field_code: field of reform of the section, None outside of one.
        is_target_section: what stands here are targets.
        is_specific: the heading names targets, not the aims of a field.
        is_aims: below a bare "Mục tiêu", whose sections name the fields.
        heading: the heading last passed.
    """

    roman: str = ""
    number: str = ""
    letter: str = ""
    field_code: int | None = None
    is_target_section: bool = False
    is_specific: bool = False
    is_aims: bool = False
    heading: str = ""

    @property
    def path(self) -> str:
        """``II.2.1`` or ``II.2a``."""
        return ".".join(p for p in (self.roman, self.number) if p) + self.letter


@dataclass(frozen=True)
class Placed:
    """An item with its position; ``key_sentence`` is where a list of key targets begins."""

    item: Item
    position: Position
    is_heading: bool
    key_sentence: int | None = None
    lead_in: int | None = None


def _target_mode(folded: str, position: Position) -> Position | None:
    """The position if the heading says whether targets follow, else None."""
    match = _TARGET_HEADING.match(folded)
    if match and not (_GENERAL.search(folded) and not _SPECIFIC.search(folded)):
        rest = match["rest"]
        mixes = bool(re.search(r"nhiem vu|giai phap|yeu cau", rest))
        specific = bool(_SPECIFIC.search(folded)) and not mixes
        if position.field_code is not None or specific:
            return replace(position, is_target_section=not mixes or specific, is_specific=specific)
    if _TASK_HEADING.match(folded) or match:
        return replace(position, is_target_section=False, is_specific=False)
    return None


def _enter(position: Position, item: Item) -> Position:
    """The position behind a heading."""
    folded, label = item.text.folded, item.label
    if item.kind == "roman":
        position = Position(roman=label, heading=item.text.text)
    elif item.kind == "number":
        is_sub = "." in label
        keeps = is_sub or position.is_specific
        position = replace(
            position,
            number=label,
            letter="",
            field_code=position.field_code if is_sub else None,
            is_target_section=position.is_target_section and keeps,
            is_specific=position.is_specific and keeps,
            heading=item.text.text,
        )
    elif item.kind == "letter":
        position = replace(position, letter=label, heading=item.text.text)
    field = find_field(folded)
    mode = _target_mode(folded, position)
    if mode is not None:
        return replace(mode, is_aims=bool(_BARE_AIMS.match(folded)) and item.kind == "roman")
    if field is None:
        return replace(position, is_aims=False) if item.kind == "none" else position
    # "II. MỤC TIÊU", "1. Cải cách thể chế": what stands below are its targets.
    is_target = position.is_target_section or position.is_aims
    return replace(position, field_code=field, is_target_section=is_target)


def _states_target(item: Item, position: Position) -> bool:
    """``a) Tối thiểu 75% ...`` below "Chỉ tiêu:" of a field is a target, no heading."""
    if item.kind != "letter" or not position.is_target_section or position.field_code is None:
        return False
    text = item.text.text
    # "a) Cải cách thể chế." is a heading all the same.
    names_field = len(text) < _SHORT_HEADING and find_field(item.text.folded) is not None
    ends = text.endswith((".", ";")) and not names_field
    return ends or bool(read_measures(text))


def _is_heading(item: Item, paragraph: Paragraph, position: Position) -> bool:
    if _states_target(item, position):
        return False
    if item.kind == "bullet":
        # "* Chỉ tiêu:"
        return bool(_TARGET_HEADING.match(item.text.folded)) and item.text.text.endswith(":")
    if item.kind == "none":
        folded, text = item.text.folded, item.text.text
        leads_on = bool(_TASK_HEADING.match(folded)) and text.endswith(":")
        is_short = text[:1].isupper() and len(text) < 60
        bare = is_short and (leads_on or bool(_TARGET_HEADING.match(folded)))
        is_loud = text.isupper() and bool(_TASK_HEADING.match(folded) or find_field(folded))
        return paragraph.is_heading or bare or is_loud
    return item.is_heading_like


def walk(blocks: Sequence[Block]) -> Iterator[Placed]:
    """Every paragraph with the position it stands at.

    Args:
        blocks: of a document; rows of tables are passed over.
    """
    from pipeline.documents.model import Paragraph

    position = Position()
    for block in blocks:
        if not isinstance(block, Paragraph):
            continue
        part = _PART.match(block.text.folded)
        if part:
            # "Phần III" alone on its line; its title is the next paragraph.
            position = Position(roman=part[1].upper(), heading=block.text.text)
            continue
        item = read_item(block)
        if not item.text:
            continue
        if re.match(r"phu luc\b", item.text.folded):
            position = Position(heading=item.text.text)
        if _is_heading(item, block, position):
            position = _enter(position, item)
            yield Placed(item, position, is_heading=True)
            continue
        if item.kind in ("number", "letter") and not position.is_target_section:
            position = _enter_long(position, item)
        key = _KEY_SENTENCE.search(item.text.folded)
        lead_in = _TARGET_LEAD_IN.match(item.text.folded)
        yield Placed(
            item,
            position,
            is_heading=False,
            key_sentence=key.end() if key else None,
            lead_in=lead_in.end() if lead_in else None,
        )


def _enter_long(position: Position, item: Item) -> Position:
    """A numbered paragraph moves the path but opens no section."""
    if item.kind == "number":
        return replace(position, number=item.label, letter="")
    return replace(position, letter=item.label)
