"""What the columns of a table hold, from the words of its header."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

Role = Literal[
    "number", "field", "target", "task", "activity", "product", "lead", "coord", "time",
    "budget", "note", "unit", "value",
]  # fmt: skip

# The first pattern that fits decides, so what is more exact comes first.
_PATTERNS: tuple[tuple[Role, str], ...] = (
    ("number", r"^(?:stt|tt|so tt|so thu tu|s tt|st t)$"),
    ("note", r"^ghi ?chu"),
    ("budget", r"kinh phi|du toan|nguon von"),
    ("unit", r"^(?:don vi tinh|dvt|don vi do|d v t)"),
    ("coord", r"ph[o6]?i h[o6]?p"),
    ("lead", r"chu tri|chiu trach nhiem|phu trach|don vi thuc hien|co quan thuc hien|tham muu"),
    ("time", r"thoi (?:gian|han|diem)|tien do|han hoan thanh|ngay hoan thanh|hoan thanh$"),
    ("product", r"san pham|ket qua dau ra|ket qua(?! nam| thuc hien nam| 20)|dau ra"),
    (
        "value",
        r"^(?:ke hoach|chi tieu|muc tieu|muc|so lieu|gia tri|muc phan dau|phan dau|muc dat"
        r"|muc tieu phan dau|chi tieu giao|chi tieu phan dau)?\s*(?:cua )?(?:den )?(?:nam )?20\d\d$"
        r"|^(?:gia tri|muc phan dau|muc giao|chi tieu giao|muc dat|ty le|so luong|muc tieu giao"
        r"|chi tieu phan dau|muc chi tieu)$",
    ),
    ("activity", r"hoat dong|giai phap|cong viec cu the"),
    ("field", r"noi dung cchc|linh vuc|nhom nhiem vu|noi dung cai cach"),
    ("task", r"nhiem vu|cong viec|noi dung (?:thuc hien|cong viec|cong tac)"),
    ("target", r"muc tieu|chi tieu|ten chi tieu"),
    ("task", r"^noi dung"),
)
_COMPILED = tuple((role, re.compile(pattern)) for role, pattern in _PATTERNS)
# A column of what was reached earlier is no demand.
_PAST = re.compile(r"thuc hien|ket qua|dat duoc|uoc")
_NUMBERED_HEADER = re.compile(r"^\d{1,2}[.)]\s*")
MIN_ROLES = 3


def fold_header(text: str) -> str:
    """Header cell as patterns compare it; OCR and line breaks inside words are evened out."""
    from pipeline.text import fold

    return fold(_NUMBERED_HEADER.sub("", text.strip()))


def find_role(header: str) -> Role | None:
    """Role of one header cell, None for a column that holds nothing we read."""
    folded = fold_header(header)
    if not folded:
        return None
    for role, pattern in _COMPILED:
        if pattern.search(folded):
            if role == "value" and _PAST.search(folded):
                return None
            return role
    return None


@dataclass(frozen=True)
class Columns:
    """Where each role stands.

    Attributes:
        width: cells of the header.
        positions: role -> position; the first column of a role counts.
        values: positions of the columns that hold the number demanded, with the year that
            their header names.
        headers: header texts, folded.
    """

    width: int
    positions: dict[Role, int]
    values: tuple[tuple[int, int | None], ...] = ()
    headers: tuple[str, ...] = field(default=())

    def __contains__(self, role: object) -> bool:
        return role in self.positions

    @property
    def content(self) -> int:
        """Column that says what a row is about."""
        for role in ("activity", "task", "target"):
            if role in self.positions:
                return self.positions[role]
        return min(1, self.width - 1)


def read_columns(headers: Sequence[str]) -> Columns | None:
    """Roles of a header row.

    Args:
        headers: texts of its cells.

    Returns:
        None where too few cells name a role: the row is no header.
    """
    positions: dict[Role, int] = {}
    values = []
    for position, header in enumerate(headers):
        role = find_role(header)
        if role == "value":
            year = re.search(r"20\d\d", header)
            values.append((position, int(year[0]) if year else None))
        elif role and role not in positions:
            positions[role] = position
        elif role == "task" and "activity" not in positions and "target" in positions:
            positions["activity"] = position
    if "target" not in positions and "task" not in positions and "activity" not in positions:
        return None
    if len(positions) + len(values) < MIN_ROLES:
        return None
    folded = tuple(fold_header(h) for h in headers)
    return Columns(len(headers), positions, tuple(values), folded)
