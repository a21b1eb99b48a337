"""Roles of the columns of a table whose head uses words that nobody wrote down yet."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.lexicon.roles import Columns, find_role, fold_header, place_values
from pipeline.lexicon.rules import has_words
from pipeline.plans.quantities.number_words import names_number

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pipeline.documents.model import Row
    from pipeline.lexicon.roles import Role

_ORDER = re.compile(r"\d{1,3}(?:\.\d{1,2})*[.)]?")
_PAPER = re.compile(r"\bso\s*:?\s*\d+")
_LONGEST_HEAD = 40
_LONGEST_TIME = 50
_FEWEST_ROWS = 2
_FEWEST_COLUMNS = 4
# Of the filled cells of a column so many must say what the column is taken for; a cell that says
# nothing known ("Trưởng thôn") must not hide what the others say.
_MOST = 0.6
# Work takes more words than a name.
_WORK_LENGTH = 15
_LONGEST_AMOUNT = 40
# A title or two may stand above the head.
_HEAD_ROWS = 3
_CONTENT = {"target", "task", "activity"}


def _is_order(folded: str) -> bool:
    return _ORDER.fullmatch(folded) is not None


def _is_agency(folded: str) -> bool:
    return has_words("agencies", folded)


def _is_time(folded: str) -> bool:
    return len(folded) < _LONGEST_TIME and has_words("times", folded)


def _is_head(row: Row) -> bool:
    texts = [c.text for c in row.cells]
    is_short = all(t and len(t.text) <= _LONGEST_HEAD for t in texts)
    return is_short and not any(re.search(r"\d", t.text) for t in texts)


def _says(column: Sequence[str], test: Callable[[str], bool]) -> bool:
    filled = [cell for cell in column if cell]
    said = sum(1 for cell in filled if test(cell))
    return said >= max(_FEWEST_ROWS, _MOST * len(filled))


def _tell(columns: Sequence[Sequence[str]], heads: Sequence[str]) -> dict[Role, int]:
    """Roles by what the cells say; a head that is known says it first."""
    named = {n: role for n, head in enumerate(heads) if (role := find_role(head))}
    told: dict[Role, int] = {role: n for n, role in reversed(named.items())}
    tests: tuple[tuple[Role, Callable[[str], bool]], ...] = (
        ("number", _is_order), ("lead", _is_agency), ("coord", _is_agency), ("time", _is_time),
    )  # fmt: skip
    for role, test in tests:
        free = (n for n in range(len(columns)) if n not in told.values())
        found = next((n for n in free if _says(columns[n], test)), None)
        if role not in told and found is not None:
            told[role] = found
    if not told.keys() & {"task", "activity", "target"}:
        lengths = {
            n: sum(map(len, column)) / max(1, sum(map(bool, column)))
            for n, column in enumerate(columns)
            if n not in told.values() and not _says(column, lambda c: bool(_PAPER.search(c)))
        }
        longest = max(lengths, key=lambda n: lengths[n], default=None)
        if longest is not None and lengths[longest] >= _WORK_LENGTH:
            told["task"] = longest
    return told


def _tell_targets(rows: Sequence[Row]) -> tuple[int, Columns] | None:
    """A table of numbers by years or levels whose words stand below a head that nobody knows."""
    for position, head in enumerate(rows[:_HEAD_ROWS]):
        width = len(head.cells)
        heads = [c.text.text for c in head.cells]
        positions, values = place_values(heads)
        below = [row for row in rows[position + 1 :] if len(row.cells) == width]
        if not values or positions.keys() & _CONTENT or len(below) < _FEWEST_ROWS:
            continue
        columns = [[row.cells[n].text.folded.strip() for row in below] for n in range(width)]
        taken = {*positions.values(), *(v.position for v in values)}
        free = [n for n in range(width) if n not in taken and _says(columns[n], _is_worded)]
        if len(free) == 1 and all(_says(columns[v.position], _is_amount) for v in values):
            told: dict[Role, int] = {**positions, "target": free[0]}
            folded = tuple(map(fold_header, heads))
            return position, Columns(width, told, tuple(values), folded, is_told=True)
    return None


def _is_worded(folded: str) -> bool:
    return len(folded) >= _WORK_LENGTH and not folded[0].isdigit()


def _is_amount(folded: str) -> bool:
    return len(folded) < _LONGEST_AMOUNT and (
        any(c.isdigit() for c in folded) or names_number(folded)
    )


def tell_columns(rows: Sequence[Row]) -> tuple[int, Columns] | None:
    """The head of a table, told from what stands below it.

    Args:
        rows: of one printed table.

    Returns:
        Position of the head and its columns, marked as told; None where the cells do not say
        who does what by when, nor what is to be reached in which year. Both are doubted: a list
        of results may look the same as a list of targets.
    """
    if found := _tell_targets(rows):
        return found
    head, *below = rows
    width = len(head.cells)
    below = [row for row in below if len(row.cells) == width]
    if width < _FEWEST_COLUMNS or len(below) < _FEWEST_ROWS or not _is_head(head):
        return None
    columns = [[row.cells[n].text.folded.strip() for row in below] for n in range(width)]
    heads = [c.text.text for c in head.cells]
    told = _tell(columns, heads)
    if not ("task" in told and {"lead", "time"} <= told.keys()):
        return None
    return 0, Columns(width, told, headers=tuple(map(fold_header, heads)), is_told=True)
