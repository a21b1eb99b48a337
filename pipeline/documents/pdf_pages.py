"""What must be known of a PDF page before its words are read: its direction, marks, pictures."""

from __future__ import annotations

import io
import statistics
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

# Fewer letters than this on a page: it is a picture of a page.
MIN_LETTERS = 25
# A page lies on its side where most of its letters do.
_MOST = 0.6
# A raised mark is set this much smaller, and stands this much of a letter higher.
_RAISED_SIZE = 0.8
_RAISED_BY = 0.15
_LEVEL = 0.5
_MARKS = frozenset("0123456789*†()")
# "km2", "m3": a raised figure behind a metre belongs to it.
_BEFORE_SQUARE = "m"


def count_letters(page: Any) -> int:  # noqa: ANN401 (pdfplumber is untyped)
    """Letters of a page that are no spaces."""
    return sum(1 for c in page.chars if not c["text"].isspace())


def _find_direction(char: dict[str, Any]) -> int:
    """Degrees by which a letter is turned: 0, 90 (upwards), 180 or 270 (downwards)."""
    a, b, *_ = char["matrix"]
    if abs(a) >= abs(b):
        return 0 if a >= 0 else 180
    return 90 if b > 0 else 270


def find_turn(page: Any) -> int:  # noqa: ANN401
    """Degrees by which the letters of a page are turned; 0 for an upright page."""
    directions = [_find_direction(c) for c in page.chars if not c["text"].isspace()]
    if len(directions) < MIN_LETTERS:
        return 0
    common = statistics.mode(directions)
    return common if directions.count(common) >= _MOST * len(directions) else 0


def turn_pages(path: Path, turns: dict[int, int]) -> io.BytesIO:
    """A copy of a file whose lying pages stand.

    Args:
        path: the file.
        turns: number of a page from 0 -> degrees of ``find_turn``.
    """
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    for index, degrees in turns.items():
        page = document[index]
        # Letters that run upwards are set right by turning the page clockwise.
        page.set_rotation((page.get_rotation() + degrees) % 360)
    buffer = io.BytesIO()
    document.save(buffer)
    document.close()
    buffer.seek(0)
    return buffer


def _is_raised(char: dict[str, Any], before: dict[str, Any] | None) -> bool:
    """A small figure above the line, right behind a letter of full size."""
    if before is None or char["text"] not in _MARKS or before["text"].isspace():
        return False
    is_small = char["size"] <= _RAISED_SIZE * before["size"]
    is_high = before["bottom"] - char["bottom"] >= _RAISED_BY * before["size"]
    is_near = -1 <= char["x0"] - before["x1"] <= before["size"]
    return is_small and is_high and is_near and before["text"] != _BEFORE_SQUARE


def find_raised(page: Any) -> set[tuple[float, float]]:  # noqa: ANN401
    """Corners of the letters that are marks of notes."""
    raised: set[tuple[float, float]] = set()
    before: dict[str, Any] | None = None
    for char in page.chars:
        if _is_raised(char, before):
            # The next figure of the same mark is held against the same letter.
            raised.add((char["x0"], char["top"]))
            before = {**before, "x1": char["x1"]} if before else None
        else:
            before = char
    return raised


def straighten_rules(page: Any) -> None:  # noqa: ANN401
    """Set ruled lines level or upright that miss it by less than half a point.

    A drawing that was turned leaves them off by a rounding error, and pdfplumber then takes a
    level line for an upright one.
    """
    for line in page.lines:
        for low, high in (("top", "bottom"), ("x0", "x1")):
            if 0 < abs(line[high] - line[low]) < _LEVEL:
                line[high] = line[low]


def drop_marks(page: Any) -> Any:  # noqa: ANN401
    """The page without marks of notes and without letters that stand askew."""
    raised = find_raised(page)
    has_askew = any(_find_direction(c) for c in page.chars)
    if not raised and not has_askew:
        return page

    def keep(item: dict[str, Any]) -> bool:
        if item["object_type"] != "char":
            return True
        return (item["x0"], item["top"]) not in raised and _find_direction(item) == 0

    return page.filter(keep)


def count_askew(page: Any) -> int:  # noqa: ANN401
    """Letters that are turned on a page that stands upright."""
    return sum(1 for c in page.chars if not c["text"].isspace() and _find_direction(c))
