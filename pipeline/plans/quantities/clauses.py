"""Which words of a sentence belong to which of its numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.plans.quantities.numbers import Number

# Where the number stood in its clause.
NUMBER_MARK = "…"
_NESTED = r"\b(?:trong (?:so )?(?:do|nay)|dong thoi|rieng)\b"
# What stands before belongs to another number, or to nothing that is measured.
_BEGINS_ANEW = re.compile(rf"[;:\n]|\.\s|{_NESTED}")
_ENDS = re.compile(rf"[;\n]|\.(?:\s|$)|{_NESTED}")
_LONGEST_LEAD = 45
# "giảm ít nhất 12%, biên chế sự nghiệp giảm ít nhất 10%": words that lead to the next number.
_LEADS_ON = re.compile(
    r"^\s*(?:[,;]|va\b).*\b(?:dat|la|tren|duoi|toi thieu|it nhat|toi da|giam|tang|khong duoi"
    r"|khong qua|tu|con|len|chiem)\s*$",
    re.DOTALL,
)
_LAST_JOINT = re.compile(r",\s+(?=\S+(?:\s\S+){0,3}$)|\bva\b(?!.*\bva\b)")
# Words that say how much and where, but not of what.
_SAYS_NOT_WHAT = re.compile(
    r"\b(?:cap|tinh|huyen|xa|so|nganh|dat|ty le|toi thieu|it nhat|tren|duoi|tu|tro len|la|va|o|tai"
    r"|doi voi|phan dau|tuong ung|lan luot|muc|nay|khong duoi|hon|bao dam|dam bao|den|nam|\d+)\b"
    r"|[^a-z ]"
)
_FEWEST_WORDS = 2
# An object without its verb: "70% phòng ban cấp huyện và ...".
_LONGEST_OBJECT = 10
_SAME_OBJECT_WORDS = 2
_NAMES_LEVEL = re.compile(r"\b(?:tinh|huyen|xa)\b")


@dataclass
class _Part:
    """A number's words: before it, behind it, and those behind it folded."""

    lead: str
    trail: str
    folded_trail: str

    @property
    def text(self) -> str:
        return f"{self.lead} {NUMBER_MARK} {self.trail}".strip(" ,;:.()")


def _cut_lead(text: str, folded: str, *, is_first: bool, is_led_to: bool) -> str:
    """The words before a number that speak of it."""
    cuts = [m.end() for m in _BEGINS_ANEW.finditer(folded)]
    if not (is_first or cuts or is_led_to):
        # "50% hồ sơ trực tuyến và tối thiểu 60% ...": what stands between two numbers is the
        # object of the first, unless a mark divides them.
        cuts = [m.end() for m in re.finditer(r",\s|\bva\b", folded)]
        if not cuts:
            return ""
    words = text[cuts[-1] if cuts else 0 :].split()
    return " ".join(words[-_LONGEST_LEAD:])


def _end_trail(folded: str, *, is_last: bool) -> int:
    """Where the words behind a number that speak of it end."""
    if not is_last and _LEADS_ON.match(folded):
        return 0
    if end := _ENDS.search(folded):
        return end.start()
    if not is_last and (joint := _LAST_JOINT.search(folded)):
        return joint.start()
    return len(folded)


def _begins_alike(one: str, other: str) -> bool:
    """Two objects of a list: "hồ sơ công việc tại cấp tỉnh", "hồ sơ công việc tại cấp xã"."""
    first, second = one.split(), other.split()
    return (
        0 < len(first) <= _LONGEST_OBJECT
        and bool(_NAMES_LEVEL.search(one))
        and first[:_SAME_OBJECT_WORDS] == second[:_SAME_OBJECT_WORDS]
    )


def _split_parts(text: str, folded: str, numbers: Sequence[Number]) -> list[_Part]:
    parts: list[_Part] = []
    is_led_to = False
    for position, number in enumerate(numbers):
        begin = numbers[position - 1].end if position else 0
        is_last = position + 1 == len(numbers)
        end = len(text) if is_last else numbers[position + 1].start
        lead = _cut_lead(
            text[begin : number.start],
            folded[begin : number.start],
            is_first=position == 0,
            is_led_to=is_led_to,
        )
        behind = folded[number.end : end]
        length = _end_trail(behind, is_last=is_last)
        is_led_to = not is_last and not length
        trail = text[number.end : number.end + length].strip(" ,;:.()")
        parts.append(_Part(lead, trail, behind[:length].strip(" ,;:.()")))
    return parts


def cut_clauses(text: str, folded: str, numbers: Sequence[Number]) -> list[str]:
    """The words that belong to each number of a sentence.

    Args:
        text: the sentence.
        folded: the same, folded letter by letter.
        numbers: its numbers in order.

    Returns:
        One clause per number: what stands before and behind it up to its neighbours, with
        ``NUMBER_MARK`` for the number. A clause that says only how much and where ("cấp xã
        70%") takes the opening of the sentence; one whose verb is said once, behind a later
        number, takes that number's words too.
    """
    parts = _split_parts(text, folded, numbers)
    opening = text[: numbers[0].start].strip(" ,;:.()") if numbers else ""
    clauses = []
    for part, number in zip(parts, numbers, strict=True):
        begin = number.start - len(part.lead)
        own = f"{folded[max(begin, 0) : number.start]} {part.folded_trail}"
        is_bare = len(_SAYS_NOT_WHAT.sub(" ", own).split()) < _FEWEST_WORDS
        clauses.append(f"{opening} {part.text}" if is_bare else part.text)
    for position in range(len(parts) - 2, -1, -1):
        if _begins_alike(parts[position].folded_trail, parts[position + 1].folded_trail):
            clauses[position] = f"{clauses[position]} {clauses[position + 1]}"
    return clauses
