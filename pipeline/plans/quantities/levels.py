"""Administrative levels that a number is stated for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Level = Literal["province", "district", "commune"]

_NAMES: dict[str, Level] = {
    "tinh": "province",
    "thanh pho": "province",
    "huyen": "district",
    "quan": "district",
    "xa": "commune",
    "phuong": "commune",
    "co so": "commune",
}
_NAME = r"(?:tinh|thanh pho|huyen|quan|xa|phuong|co so)"
_GROUP = re.compile(rf"\bcap\s+{_NAME}\b(?:\s*(?:,|/|va|hoac|;|-)\s*(?:cap\s+)?{_NAME}\b)*")
# These name a thing or a range, not the level that the number stands for.
_NAMES_A_THING = re.compile(
    r"(?:(?:pham vi|dia gioi|don vi hanh chinh|ngan sach|chu tich|lanh dao|quy mo)"
    r"(?:\s+[a-z]+){0,3}"
    r"|(?:he thong thong tin|co so du lieu|csdl|cong (?:dich vu|thong tin))(?:\s+[a-z]+){0,7})\s*$"
)
# "cấp tỉnh, ngành và địa phương": whose things they are.
_NAMES_OWNERS = re.compile(r"\s*,?\s*(?:va )?(?:cac )?(?:nganh|dia phuong|so,? nganh)\b")
_RANGE = re.compile(rf"\btu (?:cap )?{_NAME} (?:den|toi) (?:cap )?{_NAME}\b")
# One level with two names ("cấp huyện, quận") is one level.
_SEPARATE = re.compile(rf"\b(?:cap\s+)?({_NAME})\b")


@dataclass(frozen=True)
class LevelGroup:
    """Levels named in one breath.

    Attributes:
        start: place in the sentence.
        end: place behind.
        levels: in the order of the text, each once.
    """

    start: int
    end: int
    levels: tuple[Level, ...]


def find_levels(folded: str) -> list[LevelGroup]:
    """Every group of levels of a sentence, in order.

    "các cấp" and "từ tỉnh đến xã" name no level; nor does a system or a boundary that only
    belongs to one.
    """
    ranges = [m.span() for m in _RANGE.finditer(folded)]
    groups = []
    for match in _GROUP.finditer(folded):
        if _NAMES_OWNERS.match(folded[match.end() :]):
            continue
        if any(start <= match.start() < end for start, end in ranges):
            continue
        if _NAMES_A_THING.search(folded[max(0, match.start() - 60) : match.start()]):
            continue
        named = (_NAMES[m[1]] for m in _SEPARATE.finditer(match[0]))
        groups.append(LevelGroup(match.start(), match.end(), tuple(dict.fromkeys(named))))
    return groups
