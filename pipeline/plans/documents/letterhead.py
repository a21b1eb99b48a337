"""Who issued a paper: from its letterhead, its issuing clause or its signature, never by votes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from pipeline.lexicon.rules import find_rule, load_rules
from pipeline.support.reference import read_seed
from pipeline.support.text import fold, strip_marks
from pipeline.support.trace import NOTHING, Traced, join

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.lexicon.rules import Rule

_MOTTO = re.compile(
    r"cong hoa.{0,60}?viet nam|c.ng h.a x. h.i.{0,40}?nam|doc lap.{0,40}?phuc|[-_=*~]{2,}"
)
_NAMELESS = re.compile(r"^uy ban nhan dan (?:xa|phuong|dac khu|thi tran|huyen|quan|thi xa)$")
_NATION = re.compile(r"cong hoa xa hoi chu nghia viet nam")
_SIGNS = re.compile(r"^(?:tm|kt|tl|tuq)\.|^(?:thu tuong|bo truong|chu tich|giam doc)\b")
_ISSUES = re.compile(r"\b(?:ban hanh|xay dung|trien khai|de ra)\s+(?:ke|chuong|lo|de|quyet)\b")
_SMALL_WORDS = ("xã", "phường", "thị trấn", "đặc khu", "huyện", "quận", "thị xã")
# A sheet may hold the issuer and the title in one cell: "SỞ X - BIỂU CHỈ TIÊU NĂM 2026".
_BEHIND_NAME = re.compile(
    r"\s+(?:ban hành|xây dựng|triển khai|về|số|Số|SỐ|thực hiện)\b"
    r"|\s+[-–—:]\s+(?i:(?=(?:biểu|bảng|kế hoạch|chương trình|danh mục|chỉ tiêu|phụ lục)\b))"
)
_CITES = re.compile(r"\b(?:ve viec|cua|so \d|ngay \d|can cu|theo)\b")
_LONGEST_ISSUER = 90
_TAIL_BLOCKS = 40
_COUNTRYWIDE = ("government", "ministry")


@dataclass
class Issuer:
    """Who issued a paper.

    Attributes:
        level: as in raw.plans, None where nothing says it.
        name: full name, None where it cannot be told.
        province: name of the province, None for central papers and where nothing says it.
        place: text that the level was told from.
        province_place: text that the province was told from.
        doubts: codes.
    """

    level: str | None = None
    name: str | None = None
    province: str | None = None
    place: Traced = NOTHING
    province_place: Traced = NOTHING
    doubts: list[str] = field(default_factory=list)


@cache
def list_provinces() -> tuple[tuple[str, str], ...]:
    """Folded name and name, longest first, so that no name hides in another."""
    names = {r["province_name"] for r in read_seed("provinces")}
    return tuple(sorted(((fold(n), n) for n in names), key=lambda x: -len(x[0])))


@cache
def _cities() -> frozenset[str]:
    rows = read_seed("provinces")
    return frozenset(r["province_name"] for r in rows if r["province_type"] != "tỉnh")


def name_place(province: str) -> str:
    """``tỉnh Long An``, ``thành phố Hà Nội``."""
    return f"{'thành phố' if province in _cities() else 'tỉnh'} {province}"


def find_provinces(text: Traced) -> list[tuple[str, int, int]]:
    """Provinces that a text names as such: name and place in the text."""
    found = []
    for folded, name in list_provinces():
        for match in re.finditer(rf"\b(?:tinh|thanh pho|tp\.?)\s+{folded}\b", text.folded):
            if not any(a <= match.start() < b for _, a, b in found):
                found.append((name, match.start(), match.end()))
    return sorted(found, key=lambda f: f[1])


def _without_motto(text: Traced) -> Traced:
    kept, last = [], 0
    for match in _MOTTO.finditer(text.folded):
        kept.append(text.cut(last, match.start()))
        last = match.end()
    return join([*kept, text.cut(last)])


def _write_name(own: str, folded: str) -> str:
    """An agency as its name is written, from a letterhead in capitals or a damaged scan."""
    known = [n for rule in load_rules("agency_names") for n in rule.says["names"]]
    for name in sorted(known, key=len, reverse=True):
        if folded.startswith(strip_marks(name).lower()):
            return name
    if not own.isupper():
        return own.strip()
    for kind in _SMALL_WORDS:
        if own.lower().startswith(kind + " "):
            return f"{kind} {own[len(kind) :].strip().title()}"
    return own.strip().capitalize()


def _read(
    text: Traced, levels: Sequence[str], *, is_sentence: bool
) -> tuple[Rule, re.Match[str]] | None:
    """The rule that fits first, among those of the levels that the symbol allows.

    In a sentence only who stands first issues; others of no level are told or asked to do it.
    """
    # "KH-BTX" may be of a museum as well as of a ministry.
    allowed = [*levels, *([""] if [*levels] == ["ministry"] else [])]
    for rule in load_rules("issuers"):
        if levels and rule.says["level"] not in allowed:
            continue
        match = rule.pattern.search(text.folded)
        if match and (rule.says["level"] or not is_sentence or not match.start("own")):
            return rule, match
    return None


def _cut_own(text: Traced, match: re.Match[str]) -> tuple[str, str]:
    """Own name of the issuer as it stands, and folded."""
    if "own" not in match.groupdict():
        return "", ""
    if match["own"]:
        own = text.cut(match.start("own"), match.end("own"))
        name = _BEHIND_NAME.split(own.text)[0]
        return name, strip_marks(name).lower()
    return "", ""


def _find_commune(head: Sequence[Traced], place: str) -> str:
    """Name of a commune that its issuing clause leaves out: the date line and the title say it."""
    wanted = fold(place)
    for text in head:
        for match in re.finditer(
            r"\b(xã|phường|đặc khu|thị trấn)\s+(\S+(?: \S+){0,3})", text.text, re.I
        ):
            if wanted and fold(match[2]).startswith(wanted):
                return f"{match[1].lower()} {place}"
    return ""


def _read_province(issuer: Issuer, head: Sequence[Traced], place: str) -> None:
    """The letterhead's province; else the date line's; else the only one that the head names."""
    for text in (issuer.place, *head[:1]):
        named = find_provinces(text)
        if named:
            issuer.province, issuer.province_place = named[0][0], text
            return
    if issuer.level in ("province", "department", "office"):
        known = dict(list_provinces())
        if fold(place) in known:
            issuer.province = known[fold(place)]
            issuer.province_place = next((t for t in head if place in t.text), NOTHING)
            return
    named_in_head = {name: text for text in head for name, _, _ in find_provinces(text)}
    if len(named_in_head) == 1:
        ((issuer.province, issuer.province_place),) = named_in_head.items()
        issuer.doubts.append("province_from_text")


def read_issuer(
    head: Sequence[Traced], tail: Sequence[Traced], symbol: str, date_place: str, title_at: int
) -> Issuer:
    """Who issued a paper.

    Args:
        head: texts above the first part, in order.
        tail: last texts of the document, where the signature stands.
        symbol: behind the number, folded; it says which levels can be meant.
        date_place: place of the date line; never an issuer by itself.
        title_at: position of the title among ``head``.

    Returns:
        What these places say; what they do not say is None.
    """
    rule = find_rule("symbols", symbol.replace(" ", "")) if symbol else None
    levels = rule.says["levels"] if rule else []
    # A page of a site repeats the title above the letterhead, which the motto stands in.
    motto_at = next((n for n, text in enumerate(head) if _NATION.search(text.folded)), -1)
    letterhead = _without_motto(join(head[: max(title_at, motto_at + 1)]))
    clauses = [c for t in head[title_at:] if (c := _cut_issuer(t))]
    signatures = [t for t in tail[-_TAIL_BLOCKS:] if _SIGNS.match(t.folded)]
    issuer = Issuer()
    for source, doubts in ((letterhead, ()), *((c, ("issuer_from_clause",)) for c in clauses),
                           *((s, ("issuer_from_signature",)) for s in signatures)):  # fmt: skip
        found = _read(source, levels, is_sentence=source is not letterhead) if source else None
        if found:
            issuer.level, issuer.place = found[0].says["level"] or None, source
            issuer.doubts += doubts
            _name_issuer(issuer, *found, head, date_place, source)
            return issuer
    if len(levels) == 1:
        issuer.level = levels[0]
    return issuer


def _cut_issuer(text: Traced) -> Traced | None:
    """Who issues, of a clause that does ("..., Sở Nội vụ ban hành Kế hoạch ...").

    A line in capitals above the legal basis counts too; papers that are only cited issue nothing.
    """
    if text.text.isupper() and len(text.text) < _LONGEST_ISSUER:
        return text
    for match in _ISSUES.finditer(text.folded):
        before = text.folded[: match.start()]
        start = max((m.end() for m in re.finditer(r"[.;,]\s+", before)), default=0)
        segment = before[start:]
        if len(segment) < _LONGEST_ISSUER and not _CITES.search(segment):
            return text.cut(start, match.end())
    return None


def _name_issuer(
    issuer: Issuer, rule: Rule, match: re.Match[str], head: Sequence[Traced], place: str,
    text: Traced,
) -> None:  # fmt: skip
    if issuer.level not in _COUNTRYWIDE:
        _read_province(issuer, head, place)
    own, folded = _cut_own(text, match)
    # An institution of a kind that nobody lists is written as it stands.
    own = (_write_name(own, folded) if issuer.level else own.strip()) if own else ""
    if rule.says["says_name"].startswith("Ủy ban nhân dân {own}") and not own:
        own = _find_commune(head, place)
    province = name_place(issuer.province) if issuer.province else ""
    if own.lower().endswith(" tỉnh"):
        province = issuer.province or ""
    name = rule.says["says_name"].format(own=own, place=province)
    if ("{own}" in rule.says["says_name"] and not own) or (
        "{place}" in rule.says["says_name"] and not province
    ):
        issuer.name = own or None
    else:
        issuer.name = name
    if issuer.name and _NAMELESS.search(fold(issuer.name)):
        # "UBND xã ban hành": which one nobody says.
        issuer.name = None
