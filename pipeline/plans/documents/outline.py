"""The outline of a document: headings, what each opens, and what passes down from them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pipeline.documents.model import Paragraph
from pipeline.lexicon.levels import find_levels
from pipeline.lexicon.rules import find_rule, has_words
from pipeline.plans.documents.fields import find_field
from pipeline.plans.quantities.measures import read_measures
from pipeline.plans.quantities.spans import find_stage

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.documents.model import Block
    from pipeline.lexicon.levels import Level
    from pipeline.support.trace import Traced

LabelKind = Literal["roman", "number", "letter", "bullet", "none"]
Opens = Literal["targets", "aims", "work", "tasks", "prose", "tail"]

_ROMAN = re.compile(
    r"^(?:#+\s*)?(?:(?:phần|PHẦN|Phần)\s+)?([IVXl1|]{1,5}|[A-H])\s*[.)]\s*(?=\S)"
    r"|^(?:#+\s*)?(?:PHẦN|Phần)\s+([IVX]{1,5})\s*[:–-]\s*(?=\S)"
    # A scan often loses the full stop.
    r"|^(?P<bare>[IVX]{1,5})\s+(?=\S)"
)
_NUMBER = re.compile(
    r"^(?:#+\s*)?\(?(\d{1,2}(?:\.\d{1,2}){0,3})(?:[.)]|(?<=\.\d)|(?<=\.\d\d))\s*(?=\S)"
)
# "A. Công tác chỉ đạo": a part in capitals is caught as a Roman number before.
_CAPITAL = re.compile(r"^(?:#+\s*)?([A-HKLMĐ])\s*[.)]\s+(?=[^\W\d_])")
_LETTER = re.compile(r"^(?:#+\s*)?\(?([a-zđ])[)]\s*(?=\S)")
_BULLET = re.compile(r"^([-–—−+•●▪◦*·])\s+(?=\S)")
# Typists and converters mix these dashes.
_SIGNS = {"–": "-", "—": "-", "−": "-"}
_PART = re.compile(
    r"^(?:#+\s*)?(?:phan|chuong)\s+(?:thu\s+)?([ivx]{1,5}|\d{1,2}|[a-z]{2,5})\s*[.:)]?\s*$"
)
_HASHES = re.compile(r"^#+\s*")
_HEADING_LENGTH = 160
_SHORT_HEADING = 60
_SHORT_LOUD = 12
_KEY_SENTENCE = re.compile(r"\bcac chi tieu (?:trong tam|chu yeu|co ban|sau)[^:]{0,60}:\s*(?=\S)")
_TARGET_LEAD_IN = re.compile(
    r"^(?:cac )?(?:muc tieu|chi tieu)(?:,? (?:chi tieu|cu the|chu yeu|can dat"
    r"|phan dau))*\s*:\s*(?=\S)"
)
_ANNEX = re.compile(r"^(?:phu luc|bieu(?: mau)?|bang)(?: (?:so )?[ivx\d]+)?\b")
# How deep a heading stands; a heading closes those that stand as deep or deeper.
_RANKS: dict[LabelKind, int] = {"roman": 1, "number": 3, "letter": 7, "none": 8, "bullet": 9}
_LOUD_RANK = 2


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
            if match.groupdict().get("bare") and not _is_loud(rest):
                continue
            if kind == "roman" and not _is_roman(said, rest, is_exact=bool(paragraph.label)):
                continue
            sign = _SIGNS.get(said, said) if kind == "bullet" else ""
            return Item(kind, _mend(kind, said), rest, sign)
    hashes = _HASHES.match(text.text)
    return Item("none", "", text.cut(hashes.end()) if hashes else text)


_KINDS: tuple[tuple[LabelKind, re.Pattern[str]], ...] = (
    ("roman", _ROMAN),
    ("number", _NUMBER),
    ("number", _CAPITAL),
    ("letter", _LETTER),
    ("bullet", _BULLET),
)


def _is_roman(label: str, rest: Traced, *, is_exact: bool) -> bool:
    """``1. Mục tiêu`` is a number; ``I1. NHIỆM VỤ`` is a damaged Roman two, ``H.`` another.

    A number that the word processor made is never damaged.
    """
    if is_exact:
        return re.fullmatch(r"[IVX]+|[A-H]", label) is not None
    if re.fullmatch(r"[A-H]", label):
        return _is_loud(rest)
    return (
        "I" in label or "V" in label or "X" in label or (label != "1" and rest.text[:12].isupper())
    )


def _mend(kind: LabelKind, label: str) -> str:
    if kind == "roman":
        return "II" if label == "H" else re.sub("[l1|]", "I", label)
    return "" if kind == "bullet" else label


@dataclass(frozen=True)
class Heading:
    """A heading and what it says of all that stands below it.

    Attributes:
        rank: how deep it stands.
        kind: of its number.
        label: its number.
        text: the rest.
        sign: where it is a bullet.
        opens: what stands below it, None where it says nothing new.
        is_specific: it names targets, not the aims of a field.
        rule: of the lexicon, empty where none fits.
    """

    rank: int
    kind: LabelKind
    label: str
    text: Traced
    sign: str = ""
    opens: Opens | None = None
    is_specific: bool = False
    rule: str = ""

    @property
    def field_code(self) -> int | None:
        """Field of reform that it names."""
        return find_field(self.text.folded)

    @property
    def due_year(self) -> int | None:
        """Year by which what stands below is due."""
        return find_stage(self.text.folded)

    @property
    def level(self) -> Level | None:
        """Administrative level that it names alone."""
        levels = [x for group in find_levels(self.text.folded) for x in group.levels]
        return levels[0] if len(levels) == 1 and len(self.text.text) < _SHORT_HEADING else None


@dataclass(frozen=True)
class Position:
    """Where in the document a paragraph stands: the headings above it, outermost first."""

    headings: tuple[Heading, ...] = ()
    number: str = ""
    letter: str = ""
    is_annex: bool = False

    @property
    def path(self) -> str:
        """``II.2.1`` or ``II.2a``."""
        roman = next((h.label for h in self.headings if h.kind == "roman"), "")
        return ".".join(p for p in (roman, self.number) if p) + self.letter

    @property
    def opens(self) -> Opens | None:
        """What the nearest heading that says so opens."""
        return next((h.opens for h in reversed(self.headings) if h.opens), None)

    @property
    def is_specific(self) -> bool:
        """Below a heading that names targets, not the aims of a field."""
        return next((h.is_specific for h in reversed(self.headings) if h.opens), False)

    @property
    def opening_rule(self) -> str:
        """Rule of the lexicon by which ``opens`` is known."""
        return next((h.rule for h in reversed(self.headings) if h.opens), "")

    @property
    def field_code(self) -> int | None:
        """Field of the nearest heading that names one."""
        return next((c for h in reversed(self.headings) if (c := h.field_code) is not None), None)

    @property
    def due_heading(self) -> Heading | None:
        """The nearest heading that names a year."""
        return next((h for h in reversed(self.headings) if h.due_year), None)

    @property
    def level(self) -> Level | None:
        """Level of the nearest heading that names one."""
        return next((level for h in reversed(self.headings) if (level := h.level)), None)

    def enter(self, heading: Heading) -> Position:
        """The position behind a heading."""
        kept = tuple(h for h in self.headings if h.rank < heading.rank and not _is_same(h, heading))
        number, letter = self.number, self.letter
        if heading.kind == "roman" or heading.rank == _LOUD_RANK:
            number = letter = ""
        elif heading.kind == "number":
            number, letter = heading.label, ""
        elif heading.kind == "letter":
            letter = heading.label
        return Position((*kept, heading), number, letter, self.is_annex)

    def pass_item(self, item: Item) -> Position:
        """A numbered sentence moves the path but opens no section; a bullet closes its likes."""
        kept = self.headings
        if item.kind == "bullet":
            kept = tuple(h for h in kept if h.kind != "bullet" or h.sign != item.sign)
        if item.kind in ("number", "letter") and self.opens not in ("targets", "aims"):
            if item.kind == "number":
                return Position(kept, item.label, "", self.is_annex)
            return Position(kept, self.number, item.label, self.is_annex)
        return Position(kept, self.number, self.letter, self.is_annex)


def _is_same(known: Heading, heading: Heading) -> bool:
    return heading.kind == "bullet" and known.kind == "bullet" and known.sign == heading.sign


@dataclass(frozen=True)
class Placed:
    """An item with its position; ``key_sentence`` is where a list of key targets begins."""

    item: Item
    position: Position
    is_heading: bool
    key_sentence: int | None = None
    lead_in: int | None = None


def _read_opening(folded: str) -> tuple[Opens | None, bool, str]:
    """What a heading opens, whether it names targets, and the rule that says so."""
    rule = find_rule("headings", folded)
    if rule is None:
        return None, False, ""
    return rule.says["opens"], rule.says.get("specific", False), rule.name


def _is_loud(text: Traced) -> bool:
    letters = [c for c in text.text if c.isalpha()]
    return len(letters) >= _SHORT_LOUD // 2 and text.text.upper() == text.text


def _make_heading(item: Item, position: Position) -> Heading:
    opens, specific, rule = _read_opening(item.text.folded)
    rank = _RANKS[item.kind]
    if item.kind == "number":
        rank += item.label.count(".")
    elif item.kind == "roman" and re.fullmatch(r"[A-G]", item.label):
        # "A. MỤC TIÊU" holds "I. ...", as a part does.
        rank = 0
    elif item.kind == "bullet":
        rank += item.sign != "-"
    elif item.kind == "none" and _is_loud(item.text):
        rank = _LOUD_RANK
    if opens == "targets" and not specific and position.field_code is None and item.kind == "none":
        # "Mục tiêu:" outside of a field, such as the general aims of a preamble.
        specific = bool(position.is_specific)
    return Heading(rank, item.kind, item.label, item.text, item.sign, opens, specific, rule)


def _states_target(item: Item, position: Position) -> bool:
    """``a) Tối thiểu 75% ...`` and ``1. 100% cán bộ ...`` are targets, no headings."""
    if item.kind not in ("letter", "number"):
        return False
    text = item.text.text
    if text.endswith(":"):
        # "a) Hồ sơ đúng hạn đạt từ 98%, trong đó:" demands a number before its parts do.
        return bool(read_measures(text)) and position.opens in ("targets", "aims")
    in_targets = position.opens in ("targets", "aims", "work")
    # "a) Cải cách thể chế." is a heading all the same.
    names_field = len(text) < _SHORT_HEADING and find_field(item.text.folded) is not None
    if in_targets and not names_field and text.endswith((".", ";")):
        return True
    # A title does not end as a sentence does.
    ends = text.endswith((".", ";"))
    return bool(read_measures(text)) and (
        in_targets or ends or has_words("demands", item.text.folded)
    )


def _is_stage_line(text: Traced) -> bool:
    """``Giai đoạn 2026-2028`` alone on its line."""
    rest = re.sub(
        r"\b(?:giai doan|den|het|cuoi|nam|dinh huong|muc tieu|tam nhin|tu|phan dau)\b|20\d\d|\W",
        "",
        text.folded,
    )
    return not rest and find_stage(text.folded) is not None


def _is_heading(item: Item, paragraph: Paragraph, position: Position) -> bool:
    if _is_stage_line(item.text):
        return True
    if _states_target(item, position):
        return False
    folded, text = item.text.folded, item.text.text
    opens = _read_opening(folded)[0]
    if item.kind == "bullet":
        # "* Chỉ tiêu:"
        return opens is not None and text.endswith(":") and len(text) < _HEADING_LENGTH
    if item.kind == "none":
        leads_on = opens not in (None, "targets", "aims") and text.endswith(":")
        names_targets = opens in ("targets", "aims") and not read_measures(text)
        is_short = text[:1].isupper() and len(text) < _SHORT_HEADING
        is_tail = opens == "tail"
        bare = is_short and (leads_on or names_targets) and not re.search(r"[.;,]$", text)
        named = opens is not None or find_field(folded) is not None
        return paragraph.is_heading or bare or is_tail or (_is_loud(item.text) and named)
    return item.is_heading_like


def walk(blocks: Sequence[Block]) -> Iterator[Placed]:
    """Every paragraph with the position it stands at.

    Args:
        blocks: of a document; rows of tables are passed over.
    """
    position = Position()
    for block in blocks:
        if not isinstance(block, Paragraph):
            continue
        part = _PART.match(block.text.folded)
        if part:
            # "Phần III" alone on its line; its title is the next paragraph.
            position = Position((Heading(0, "roman", part[1].upper(), block.text),))
            continue
        item = read_item(block)
        if not item.text:
            continue
        if _ANNEX.match(item.text.folded) and len(item.text.text) < _HEADING_LENGTH:
            heading = Heading(0, "none", "", item.text, rule="annex")
            position = Position((heading,), is_annex=True)
            yield Placed(item, position, is_heading=True)
            continue
        if _is_heading(item, block, position):
            position = position.enter(_make_heading(item, position))
            yield Placed(item, position, is_heading=True)
            continue
        position = position.pass_item(item)
        key = _KEY_SENTENCE.search(item.text.folded)
        lead_in = _TARGET_LEAD_IN.match(item.text.folded)
        yield Placed(
            item,
            position,
            is_heading=False,
            key_sentence=key.end() if key else None,
            lead_in=lead_in.end() if lead_in else None,
        )
