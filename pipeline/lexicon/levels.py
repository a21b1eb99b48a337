"""Administrative levels that a number is stated for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from pipeline.lexicon.rules import load_rules

if TYPE_CHECKING:
    from pipeline.lexicon.rules import Rule

Level = Literal["province", "district", "commune"]

# These name a thing or a range, not the level that the number stands for.
_NAMES_A_THING = re.compile(
    r"(?:(?:pham vi|dia gioi|don vi hanh chinh|ngan sach|chu tich|lanh dao|quy mo)"
    r"(?:\s+[a-z]+){0,3}"
    r"|(?:he thong thong tin|co so du lieu|csdl|cong (?:dich vu|thong tin))(?:\s+[a-z]+){0,7})\s*$"
)
# "cấp tỉnh, ngành và địa phương": whose things they are.
_NAMES_OWNERS = re.compile(r"\s*,?\s*(?:va )?(?:cac )?(?:nganh|dia phuong|so,? nganh)\b")


@dataclass(frozen=True)
class _Words:
    """Patterns for the names of levels.

    Attributes:
        group: levels named in one breath: "cấp tỉnh, huyện".
        span: "từ tỉnh đến xã", which names no level.
        separate: one level; with two names ("cấp huyện, quận") it is one.
        rules: which name is which level.
    """

    group: re.Pattern[str]
    span: re.Pattern[str]
    separate: re.Pattern[str]
    rules: tuple[Rule, ...]

    def find(self, name: str) -> Level:
        """Level of a name."""
        return next(r.says["level"] for r in self.rules if r.pattern.fullmatch(name))


@cache
def _compile(rules: tuple[Rule, ...]) -> _Words:
    name = "(?:" + "|".join(rule.pattern.pattern for rule in rules) + ")"
    return _Words(
        re.compile(rf"\bcap\s+{name}\b(?:\s*(?:,|/|va|hoac|;|-)\s*(?:cap\s+)?{name}\b)*"),
        re.compile(rf"\btu (?:cap )?{name} (?:den|toi) (?:cap )?{name}\b"),
        re.compile(rf"\b(?:cap\s+)?({name})\b"),
        rules,
    )


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
    words = _compile(load_rules("levels"))
    ranges = [m.span() for m in words.span.finditer(folded)]
    groups = []
    for match in words.group.finditer(folded):
        if _NAMES_OWNERS.match(folded[match.end() :]):
            continue
        if any(start <= match.start() < end for start, end in ranges):
            continue
        if _NAMES_A_THING.search(folded[max(0, match.start() - 60) : match.start()]):
            continue
        named = (words.find(m[1]) for m in words.separate.finditer(match[0]))
        groups.append(LevelGroup(match.start(), match.end(), tuple(dict.fromkeys(named))))
    return groups
