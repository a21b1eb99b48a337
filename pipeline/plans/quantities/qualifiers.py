"""How a number is compared: at least, at most, exactly, by how much less or more."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from pipeline.lexicon.rules import load_rules
from pipeline.plans.quantities.damage import damaged

if TYPE_CHECKING:
    from pipeline.lexicon.rules import Rule

Comparator = Literal["eq", "gte", "lte", "decrease_gte", "decrease_eq", "increase_gte"]
Change = Literal["decrease", "increase"]

# Words that may stand between a qualifier and its number.
_FILLER = (
    r"(?:\s|,|:|\bla\b|\bdat\b|\bduoc\b|\bo muc\b|\bmuc\b|\bty le\b|\btuong ung\b|\blan luot\b"
    r"|\bbinh quan\b|\btrung binh\b|\bkhoang\b|\bmoi (?:nam|quy|thang|tuan)\b"
    r"|\bhang (?:nam|quy|thang)\b|\bthem\b|\bco\b|\bden\b"
    r"|\bcon\b|\bxuong\b|\blen\b|\btu\b|\btren\b|\bvoi\b|\bdiem\b|\bcho\b|\bit\b|\b1a\b"
    r"|\bduoi\b|\bhon\b|\bdi\b|\bthiet\b|\bmot nua\b|\bmoc\b|\bsau\b|\bnguong\b"
    r"|\btuong duong\b|\bla tu\b|\bchung\b|\bdat ty le\b)*$"
)


@cache
def _compile(rules: tuple[Rule, ...]) -> dict[str, re.Pattern[str]]:
    """What the words of a comparison say -> a pattern for them; bounds stand before the number."""
    patterns = {}
    for rule in rules:
        words = [rule.pattern.pattern, *(damaged(word) for word in rule.says["spoilt"])]
        behind = _FILLER if rule.says["means"] in ("gte", "lte") else ""
        patterns[rule.says["means"]] = re.compile(rf"(?:{'|'.join(words)}){behind}")
    return patterns


# "không còn xã nào dưới 70 điểm": every one has at least 70.
_NONE_BEYOND = re.compile(
    r"\bkhong (?:con|co|de)\b[^,;.]{0,40}\bnao\b[^,;.]{0,15}\b(duoi|tren)\s*$"
)
_ADDED = re.compile(r"\b(?:tang|nang)\b[^,;.]{0,80}\bthem\s+(?:toi thieu |it nhat )?$")
_UPWARDS = re.compile(r"^\s*(?:[a-z]+\s){0,3}tro l[ec]n\b")
# "Từ 98% hồ sơ nộp qua mạng trở lên": with "từ" before, the end may stand further on.
_FROM = re.compile(r"\btu\s*$")
# "khai tử 100%" reads the same without marks; behind a verb it is "from".
_MADE_FROM = re.compile(
    r"\b(?:phat trien|co|dat|la|them|xay dung|to chuc|tang|duy tri|bao dam|dam bao|thu hut|cong bo"
    r"|hoan thanh|trien khai|hinh thanh|dao tao|thanh lap|chiem)\s+tu\s*$"
)
_FAR_UPWARDS = re.compile(r"^[^,;.()]{0,80}?\btro l[ec]n\b")
# "từ 30% xuống 20%", "từ 5 đến 10 lớp": the number only begins a span.
_LEADS_TO = re.compile(r"^[^,;.()]{0,60}?(?:\b(?:den|toi|len|xuong|con|thanh)\b|[-–])")
_DOWNWARDS = re.compile(r"^\s*(?:[a-z]+\s){0,3}tro xuong\b")
# After these the verb before no longer governs the number.
_RELEASE = re.compile(
    r"[(:]|\b(?:bao dam|dam bao|phan dau dat|dat|duoc|voi|de|con|xuong|len|co|hoan thanh|ty le"
    r"|dua|nang)\b"
)
_QUALIFIED_FILLER = re.compile(
    rf"(?:{damaged('toi thieu')}|{damaged('it nhat')}|toi da|khong qua|khong duoi|tren|duoi"
    r"|binh quan|trung binh|khoang|ngay|them|di|dat|duoc|tu|moi nam|hang nam|\s|,)+$"
)
_REACH = re.compile(
    r"\b(?:dat|bao dam|dam bao|phan dau|hoan thanh|la|co|duy tri|dat ty le|ty le)\W*$"
)


@dataclass(frozen=True)
class Qualifier:
    """What the words around a number say.

    Attributes:
        bound: ``gte`` or ``lte`` where a word or sign states one.
        change: the number is an amount of change.
        reaches: a verb of its own stands right before the number ("đạt 80%").
    """

    bound: Literal["gte", "lte"] | None = None
    change: Change | None = None
    reaches: bool = False

    @property
    def is_silent(self) -> bool:
        """Nothing is said; a list may carry over what its first number says."""
        return self.bound is None and self.change is None and not self.reaches

    @property
    def comparator(self) -> Comparator:
        """As the tables name it; there is no exact increase, so an increase is at least."""
        if self.change == "increase":
            return "lte" if self.bound == "lte" else "increase_gte"
        if self.change == "decrease":
            return "lte" if self.bound == "lte" else _DECREASES[self.bound == "gte"]
        return self.bound or "eq"


_DECREASES: dict[bool, Comparator] = {True: "decrease_gte", False: "decrease_eq"}


def _find_bound(lead: str, trail: str) -> Literal["gte", "lte"] | None:
    if _UPWARDS.match(trail) or (_FROM.search(lead) and _FAR_UPWARDS.match(trail)):
        return "gte"
    if _DOWNWARDS.match(trail):
        return "lte"
    denied = _NONE_BEYOND.search(lead)
    if denied:
        return "gte" if denied[1] == "duoi" else "lte"
    if _MADE_FROM.search(lead) and not _LEADS_TO.match(trail):
        return "gte"
    words = _compile(load_rules("comparators"))
    at_most, at_least = words["lte"].search(lead), words["gte"].search(lead)
    if at_most and at_least:
        # "không dưới" holds "dưới"; "tối thiểu dưới" is not written.
        return "gte" if at_least.start() <= at_most.start() else "lte"
    if at_most:
        return "lte"
    return "gte" if at_least else None


def _governs(lead: str, verb: re.Match[str]) -> bool:
    """Whether the verb is about the amount: right before it, or with its object between."""
    between = lead[verb.end() :]
    stripped = _QUALIFIED_FILLER.sub("", " " + between)
    if re.search(r"\b(?:con|xuong|len)\W*$", stripped) or re.match(
        r"\s*(?:xuong|con|len|thieu)\b", between
    ):
        return False
    return not stripped.strip() or not _RELEASE.search(stripped)


def _find_change(lead: str, trail: str, bound: str | None) -> Change | None:
    if _ADDED.search(lead):
        return "increase"
    words = _compile(load_rules("comparators"))
    verbs: list[tuple[int, Change, re.Match[str]]] = [
        *((m.start(), "decrease", m) for m in words["decrease"].finditer(lead)),
        *((m.start(), "increase", m) for m in words["increase"].finditer(lead)),
    ]
    for _, change, verb in sorted(verbs, key=lambda v: v[0], reverse=True):
        between = lead[verb.end() :]
        is_adjacent = not _QUALIFIED_FILLER.sub("", " " + between).strip()
        # With an object between, only a qualifier or a comparison makes it an amount.
        if _governs(lead, verb) and (is_adjacent or bound or re.match(r".{0,60}\bso v", trail)):
            return change
    return None


def read_qualifier(lead: str, trail: str) -> Qualifier:
    """What is said of a number.

    Args:
        lead: folded text from the number (or the start of the sentence) before it.
        trail: folded text behind it, to the next number or the end of the sentence.
    """
    clause = re.split(r"[;]", lead)[-1]
    bound = _find_bound(clause, trail)
    return Qualifier(bound, _find_change(clause, trail, bound), bool(_REACH.search(clause)))
