"""Which field of reform a heading names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

# In order: what names a field most surely comes first. Patterns bear the damage of scans.
_PATTERNS: tuple[tuple[int, str], ...] = (
    (0, r"chi [dp]ao,? (?:va )?[dp]i?[ei]u h[ao]nh|cong tac chi dao"),
    (7, r"\biso\b|tieu chuan quoc gia|tcvn"),
    (6, r"chinh (?:quyen|phu) (?:[dp]i[ec]n t|s[o0])|chinh quyen s\b|chuyen doi so|hien dai hoa"),
    (5, r"tai chinh cong"),
    (2, r"thu tuc hanh chinh|\btthc\b|mot cua|\bthu tuc\b"),
    (3, r"b[o0]?\.? ?m[ae]y|sap xep (?:to chuc|don vi)"),
    (4, r"cong vu|can bo,? ?cong chuc|doi ngu|cbccvc|\bcb, ?cc"),
    (1, r"the che|van ban quy pham|phap luat"),
)
_COMPILED = tuple((code, re.compile(pattern)) for code, pattern in _PATTERNS)
# Weaker words, for a target that stands under no heading of its own.
_GUESSES: tuple[tuple[int, str], ...] = (
    (2, r"tthc|thu tuc hanh chinh|ho so|dich vu cong|mot cua|hai long"),
    (5, r"ngan sach|tu chu|chi thuong xuyen|giai ngan|tai san cong"),
    (3, r"don vi su nghiep|bien che|dau moi|sap xep|to chuc"),
    (4, r"can bo|cong chuc|vien chuc|dao tao|vi tri viec lam"),
    (6, r"so hoa|dien tu|truc tuyen|du lieu|he thong thong tin|moi truong (?:so|mang)|an toan"),
    (1, r"van ban|qppl|the che|phap luat"),
    (0, r"kiem tra|tuyen truyen|chi so|ke hoach|bao cao"),
)
_COMPILED_GUESSES = tuple((code, re.compile(pattern)) for code, pattern in _GUESSES)


def find_field(folded: str) -> int | None:
    """Code of the field that a heading names, None where it names none."""
    return next((code for code, pattern in _COMPILED if pattern.search(folded)), None)


def guess_field(folded: str, among: Collection[int] = ()) -> int:
    """Code of the field that the words of a target point to; 7 where nothing does.

    Args:
        folded: text of the target.
        among: fields that it can be; any where empty.
    """
    scores = {
        code: len(p.findall(folded)) for code, p in _COMPILED_GUESSES if not among or code in among
    }
    if not scores:
        return min(among, default=7)
    best = max(scores, key=lambda code: scores[code])
    return best if scores[best] else 7
