"""Believable shapes of progress over a year."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random


@dataclass(frozen=True)
class Course:
    """How one indicator of one unit develops.

    Attributes:
        start: value before the first week, percent.
        end: value it would reach at the end of the year, percent.
        midpoint: share of the year after which half the way is done (an S-curve).
        steepness: how sudden the S is.
        noise: standard deviation of a week's wobble, points.
        denominator: number of cases that the share is taken of.
    """

    start: float
    end: float
    midpoint: float
    steepness: float
    noise: float
    denominator: int

    def value_at(self, share_of_year: float, wobble: float) -> float:
        """Percent at a point of the year, within 0 to 100."""
        way = 1 / (1 + math.exp(-self.steepness * (share_of_year - self.midpoint)))
        raw = self.start + (self.end - self.start) * way + wobble * self.noise
        return min(100.0, max(0.0, raw))


def draw_course(random: random.Random, target: float, path: str) -> Course:
    """Draw a course towards a target: most reach it, some fall short, a few stall.

    Args:
        random: source of chance, seeded by the caller.
        target: demanded percent.
        path: ``level``, ``ramp`` or ``cumulative``, as in the catalogue.
    """
    fate = random.random()
    reach = (
        random.uniform(1.0, 1.12)
        if fate < 0.6
        else random.uniform(0.85, 0.99)
        if fate < 0.88
        else random.uniform(0.45, 0.75)
    )
    start = 0.0 if path == "cumulative" else target * random.uniform(0.45, 0.8)
    if path == "level":
        start, reach = target * random.uniform(0.93, 1.02), min(reach, 1.04)
    return Course(
        start=min(100.0, start),
        end=min(100.0, target * reach),
        midpoint=random.uniform(0.35, 0.65),
        steepness=random.uniform(5, 9),
        noise=0.0 if path == "cumulative" else random.uniform(0.2, 0.9),
        denominator=random.choice((40, 65, 120, 240, 480, 900)),
    )


def list_fridays(first: dt.date, last: dt.date) -> list[dt.date]:
    """Every Friday from first to last, both counted."""
    day = first + dt.timedelta(days=(4 - first.weekday()) % 7)
    days = []
    while day <= last:
        days.append(day)
        day += dt.timedelta(days=7)
    return days
