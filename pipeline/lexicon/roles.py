"""What the columns of a table hold, from the words of its header."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Literal

from pipeline.lexicon.levels import find_levels
from pipeline.lexicon.rules import load_rules

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from pipeline.lexicon.levels import Level
    from pipeline.lexicon.rules import Rule
    from pipeline.support.trace import Traced

Role = Literal[
    "number", "field", "target", "task", "activity", "product", "lead", "coord", "time",
    "budget", "note", "unit", "value", "past", "tick", "start",
]  # fmt: skip

_PAST = re.compile(r"(?<!lo trinh )thuc hien|dat duoc|uoc")
_NUMBERED_HEADER = re.compile(r"^\d{1,2}[.)]\s*")
_LEVEL_SUFFIX = re.compile(r"(?<=\S)\W+\(?cap (?:tinh|huyen|xa|phuong)\)?$")
_UNIT_IN_BRACKETS = re.compile(r"\(\s*(%|điểm)\s*\)")
MIN_ROLES = 3


def fold_header(text: str) -> str:
    """Header cell as patterns compare it; OCR and line breaks inside words are evened out."""
    from pipeline.support.text import fold

    return fold(_NUMBERED_HEADER.sub("", text.strip()))


def is_past(header: str) -> bool:
    """Whether a column holds what was reached earlier."""
    return any(r.name == "past_value" and r.pattern.search(fold_header(header))
               for r in load_rules("columns"))  # fmt: skip


def find_role(header: str, *, besides: Collection[str] = ()) -> Role | None:
    """Role of one header cell, None for a column that holds nothing we read.

    Args:
        header: its text.
        besides: roles of the other columns, for a head that means something only beside them.
    """
    # The level says whom the numbers below are for, not what the column holds.
    folded = _LEVEL_SUFFIX.sub("", fold_header(header))
    if not folded:
        return None
    for rule in load_rules("columns"):
        if rule.pattern.search(folded) and rule.says.get("besides", "") in ("", *besides):
            # A column of what was reached earlier is no demand.
            role = rule.says["role"]
            is_past = role == "past" or (role == "value" and bool(_PAST.search(folded)))
            return None if is_past else role
    return None


@dataclass(frozen=True)
class ValueColumn:
    """A column of numbers demanded.

    Attributes:
        position: among the cells.
        year: that its header names, None where it names none.
        level: administrative level that its header names, None where it names none.
        unit: that its header names in brackets, empty where it names none.
        is_last_mark: it is the last of several columns of parts of the year, taken for the year.
    """

    position: int
    year: int | None = None
    level: Level | None = None
    unit: str = ""
    is_last_mark: bool = False


@dataclass(frozen=True)
class TickColumn:
    """A column whose ticked cells say when something is done.

    Attributes:
        position: among the cells.
        period: as a time cell would say it: ``Tháng 5``, ``Quý II``.
    """

    position: int
    period: str


@dataclass(frozen=True)
class Columns:
    """Where each role stands.

    Attributes:
        width: cells of the header.
        positions: role -> position; the first column of a role counts.
        values: the columns that hold the number demanded.
        headers: header texts, folded.
        past: columns of what was reached earlier, which demand nothing.
        ticks: columns of months or quarters, of which the ticked ones count.
        is_told: the roles were told from the cells, since the head's words are not known.
    """

    width: int
    positions: dict[Role, int]
    values: tuple[ValueColumn, ...] = ()
    headers: tuple[str, ...] = field(default=())
    past: tuple[int, ...] = ()
    ticks: tuple[TickColumn, ...] = ()
    is_told: bool = False

    def __contains__(self, role: object) -> bool:
        return role in self.positions

    @property
    def content(self) -> int:
        """Column that says what a row is about."""
        for role in ("activity", "task", "target"):
            if role in self.positions:
                return self.positions[role]
        return min(1, self.width - 1)


def _read_value_column(position: int, header: str) -> ValueColumn:
    years = re.findall(r"20\d\d", header)
    levels = [level for group in find_levels(fold_header(header)) for level in group.levels]
    unit = _UNIT_IN_BRACKETS.search(header)
    return ValueColumn(
        position,
        int(years[-1]) if years else None,
        levels[0] if len(levels) == 1 else None,
        unit[1] if unit else "",
    )


_ROMANS = ("I", "II", "III", "IV")
_PERIOD = re.compile(r"(?:(t|th|thang)|quy|q)\.? ?(\d{1,2}|i{1,3}|iv)$")
# Fewer columns of periods are no calendar.
_FEWEST_TICKS = 3


def _read_tick_column(position: int, header: str) -> TickColumn | None:
    match = _PERIOD.search(fold_header(header))
    if match is None:
        return None
    said = match[2].upper()
    if match[1]:
        return TickColumn(position, f"Tháng {int(said)}") if said.isdigit() else None
    return TickColumn(position, f"Quý {_ROMANS[int(said) - 1] if said.isdigit() else said}")


def _is_group(headers: Sequence[str], position: int) -> bool:
    """Whether "Nội dung" beside a column of tasks names the group that they belong to."""
    return fold_header(headers[position]) == "noi dung" and any(
        re.match(r"(?:ten )?(?:nhiem vu|cong viec)", fold_header(h))
        for h in headers[position + 1 :]
    )


def _has_unit(headers: Sequence[str]) -> bool:
    """Whether a column states the unit of the numbers beside it."""
    folded = [fold_header(h) for h in headers]
    leads = any(find_role(h) == "lead" for h in headers)
    return any(find_role(h) == "unit" for h in headers) or ("don vi" in folded and leads)


def _find_role_among(header: str, headers: Sequence[str]) -> Role | None:
    if fold_header(header) != "don vi":
        return find_role(header, besides=("unit",) if _has_unit(headers) else ())
    # Beside the agency that leads, "Đơn vị" is the unit of measure.
    return "unit" if any(find_role(h) == "lead" for h in headers) else "lead"


def _place_roles(
    headers: Sequence[str],
) -> tuple[dict[Role, int], list[ValueColumn], list[TickColumn]]:
    """Where each role stands, and the columns of which there may be several."""
    positions: dict[Role, int] = {}
    values: list[ValueColumn] = []
    ticks: list[TickColumn] = []
    for position, header in enumerate(headers):
        role = _find_role_among(header, headers)
        if role == "value":
            values.append(_read_value_column(position, header))
        elif role == "tick":
            ticks += [t for t in (_read_tick_column(position, header),) if t]
        elif role == "task" and "field" not in positions and _is_group(headers, position):
            positions["field"] = position
        elif role and role not in positions:
            positions[role] = position
        elif role == "task" and "activity" not in positions and "target" in positions:
            positions["activity"] = position
    return positions, values, ticks


def place_values(headers: Sequence[str]) -> tuple[dict[Role, int], list[ValueColumn]]:
    """Where roles stand, and the columns of numbers demanded, whatever the others hold."""
    positions, values, _ = _place_roles(headers)
    return positions, values


def _name_content(
    headers: Sequence[str], positions: dict[Role, int], values: list[ValueColumn], *, beside: bool
) -> None:
    """``Chỉ tiêu phấn đấu`` beside columns of years or quarters names what is to be reached."""
    if not beside or any(role in positions for role in ("target", "task", "activity")):
        return
    for value in values:
        if value.year is None and names_target(headers[value.position]):
            values.remove(value)
            positions["target"] = value.position
            return


def names_target(header: str) -> bool:
    """Whether a head names targets, whatever else it says."""
    rule = next(r for r in load_rules("columns") if r.name == "target")
    return rule.pattern.search(fold_header(header)) is not None


def read_columns(headers: Sequence[str]) -> Columns | None:
    """Roles of a header row.

    Args:
        headers: texts of its cells.

    Returns:
        None where too few cells name a role: the row is no header.
    """
    positions, values, ticks = _place_roles(headers)
    _name_content(headers, positions, values, beside=len(values) > 1 or bool(ticks))
    if "target" not in positions and "task" not in positions and "activity" not in positions:
        return None
    ticks = ticks if len(ticks) >= _FEWEST_TICKS and "time" not in positions else []
    if len(positions) + len(values) + bool(ticks) < MIN_ROLES:
        return None
    folded = tuple(fold_header(h) for h in headers)
    past = tuple(n for n, header in enumerate(headers) if is_past(header))
    return Columns(len(headers), positions, tuple(values), folded, past, tuple(ticks))


@cache
def _phrases(rules: tuple[Rule, ...]) -> tuple[tuple[Role, re.Pattern[str]], ...]:
    return tuple(
        (rule.says["role"], re.compile(rf"(?:\d[.)]\s*)?(?:{rule.says['phrase']})(?!\w)"))
        for rule in rules
        if "phrase" in rule.says
    )


# Several columns may hold one of these.
_REPEATED = ("value", "past")


def read_flow_head(folded: str) -> tuple[list[Role], list[str], int]:
    """Roles of a head whose parting is lost, in order, their words, and where the head ends.

    Args:
        folded: text of the lines from the head on.

    Returns:
        Roles of the heads that follow each other from the beginning of the text; the first
        stretch that is no head ends it.
    """
    phrases = _phrases(load_rules("columns"))
    roles: list[Role] = []
    words: list[str] = []
    place = 0
    while True:
        skipped = re.match(r"[\s,/|.]*", folded[place:])
        start = place + (skipped.end() if skipped else 0)
        found = [
            (m.end(), role)
            for role, pattern in phrases
            if (m := pattern.match(folded, start)) and m.end() > start
        ]
        fresh = [f for f in found if f[1] not in roles or f[1] in _REPEATED]
        if not fresh:
            return roles, words, place
        place, role = max(fresh, key=lambda f: f[0])
        roles.append(role)
        words.append(folded[start:place])


def make_flow_columns(roles: Sequence[Role], words: Sequence[str]) -> Columns:
    """Columns of a head whose parting is lost."""
    positions: dict[Role, int] = {role: n for n, role in enumerate(roles) if role not in _REPEATED}
    values = tuple(
        _read_value_column(n, word)
        for n, (role, word) in enumerate(zip(roles, words, strict=True))
        if role == "value"
    )
    past = tuple(n for n, role in enumerate(roles) if role == "past")
    return Columns(len(roles), positions, values, tuple(words), past)


def count_flow_roles(lines: Sequence[Traced]) -> int:
    """How many heads of columns follow each other from the first of these lines on."""
    return len(read_flow_head(" ".join(line.folded for line in lines))[0])
