"""Helpers that place labels and write numbers the Vietnamese way."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import altair as alt

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

VIETNAMESE_NUMBERS = {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", " ₫"]}
ENGLISH_NUMBERS = {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["", " ₫"]}

# Of an axis whose ends are those of the values: where all are one, Vega writes six zeros behind it.
PLAIN_TICKS = "~g"
# Months from one tick of an axis of time to the next.
_STEPS = (1, 2, 3, 6, 12, 24, 60, 120)


def number_locale(language: str) -> dict[str, Any]:
    """Vega configuration that writes numbers as the language does."""
    numbers = VIETNAMESE_NUMBERS if language == "vi" else ENGLISH_NUMBERS
    return {"number": numbers}


# How a demand for a change is written: a change has no scale in common with what is reached.
CHANGE_COMPARATORS = ("decrease_gte", "decrease_eq", "increase_gte")


def month_axis(days: Iterable[dt.date | None], most: int = 14) -> dict[str, Any]:
    """Format and ticks of an axis of time on which each month stands once.

    Args:
        days: what is drawn; nulls do not count.
        most: ticks that there is room for.

    Returns:
        Arguments of ``axis``; of a stretch without days those of a year.
    """
    known = [day for day in days if day is not None]
    first, last = min(known, default=dt.date(2000, 1, 1)), max(known, default=dt.date(2000, 12, 1))
    months = 12 * (last.year - first.year) + last.month - first.month + 1
    step = next((step for step in _STEPS if months <= most * step), _STEPS[-1])
    ticks = alt.TimeIntervalStep(interval="month", step=step)
    return {"format": "%m/%Y", "tickCount": ticks, "labelOverlap": True}


def spread_labels(values: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Positions for labels near their values, none closer than ``gap`` to the next.

    Args:
        values: where the labels would like to be.
        gap: smallest distance between two labels, in the unit of the values.
        low: smallest position allowed.
        high: largest position allowed.

    Returns:
        One position per value, in the order given; when they cannot all fit, evenly spread.
    """
    count = len(values)
    if count == 0:
        return []
    if count > 1 and gap * (count - 1) > high - low:
        gap = (high - low) / (count - 1)
    order = sorted(range(count), key=lambda i: values[i])
    placed = [0.0] * count
    previous = low - gap
    for i in order:
        placed[i] = max(values[i], previous + gap)
        previous = placed[i]
    # What ran over the top is pushed back down.
    limit = high
    for i in reversed(order):
        placed[i] = min(placed[i], limit)
        limit = placed[i] - gap
    return placed


def wrap_text(text: str, width: int) -> list[str]:
    """Lines of at most ``width`` characters, broken at spaces (Vega draws a list as lines)."""
    lines, line = [], ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return [*lines, line] if line else lines
