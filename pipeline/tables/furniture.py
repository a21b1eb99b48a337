"""Rows of a table that are no record: totals, notes, signatures, units, numbers of columns."""

from __future__ import annotations

import itertools
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.support.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

_FILE = Path(__file__).with_name("furniture.toml")
# "(1)", "[2]", "3", "A": the line that numbers the columns of a form.
_COLUMN_NUMBER = re.compile(r"^[(\[]?(\d{1,2}|[A-Z])[)\]]?(?:\s*=.*)?$")
_FEWEST_NUMBERS = 3


@cache
def load_furniture() -> dict[str, dict[str, list[str]]]:
    """Kinds of rows with their words and examples."""
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(load_furniture()[kind]["words"])


def is_kind(text: str, kind: str) -> bool:
    """Whether a cell is such a word, alone or followed by a sign or a bracket.

    Args:
        text: the cell.
        kind: key of furniture.toml.
    """
    head = re.split(r"[:(\[;]", text.strip(" (*)-–+."), maxsplit=1)[0]
    return fold(text) in _words(kind) or (bool(fold(head)) and fold(head) in _words(kind))


def is_column_numbers(cells: Sequence[str | None]) -> bool:
    """The line (1) (2) (3) below a header: each filled cell numbers its column, in order."""
    filled = [c for c in cells if c]
    matches = [_COLUMN_NUMBER.match(c) for c in filled]
    if len(filled) < _FEWEST_NUMBERS or not all(matches):
        return False
    numbers = [int(m[1]) for m in matches if m and m[1].isdecimal()]
    steps = {b - a for a, b in itertools.pairwise(numbers)}
    return len(numbers) >= 2 and steps == {1}


def is_units(cells: Sequence[str | None]) -> bool:
    """A line that says what each column is measured in and nothing else."""
    filled = [c for c in cells if c]
    return bool(filled) and all(is_kind(c.strip("()[] "), "unit") for c in filled)


def name_furniture(cells: Sequence[str | None]) -> str | None:
    """Kind of a row that is no record, by what its first filled cells say.

    Returns:
        ``total``, ``note``, ``signature``, ``column_numbers``, ``units`` or None.
    """
    if is_column_numbers(cells):
        return "column_numbers"
    if is_units(cells):
        return "units"
    # The word may stand behind a row number or an empty merged cell.
    for cell in [c for c in cells if c][:2]:
        for kind in ("total", "note", "signature"):
            if is_kind(cell, kind):
                return kind
    return None
