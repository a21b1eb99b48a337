"""How sure a reading is, and why not surer."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

from pipeline.support.reference import read_threshold

if TYPE_CHECKING:
    from collections.abc import Iterable

# Below this a record is loaded but marked, and stands in the review list.
THRESHOLD = read_threshold("review_confidence")
# Code of a doubt, as in seeds/sentences.csv -> how much of the confidence it leaves.
DOUBTS: dict[str, float] = {
    "carried_over": 0.9,
    "several_levels": 0.7,
    "digit_repaired": 0.5,
    "whole_as_100": 0.7,
    "counted_thing": 0.8,
    "share_in_words": 0.7,
    "share_of_parts": 0.8,
    "fraction_or_share": 0.5,
    "number_unread": 0.5,
    "share_above_100": 0.3,
    "field_guessed": 0.85,
    "field_differs": 0.9,
    "field_from_order": 0.95,
    "stage_inferred": 0.9,
    "column_shifted": 0.7,
    "text_from_next_column": 0.7,
    "last_of_marks": 0.7,
    "place_unusual": 0.7,
    "cells_told_from_text": 0.8,
    "columns_told": 0.7,
    "cell_unattributed": 0.7,
    "row_order_lost": 0.7,
    "text_damaged": 0.7,
    "from_scan": 0.6,
    "evidence_unread": 0.8,
}


def score(doubts: Iterable[str]) -> float:
    """Confidence between 0 and 1: what every doubt leaves, multiplied."""
    return round(prod((DOUBTS[d] for d in set(doubts)), start=1.0), 3)


def sort_doubts(doubts: Iterable[str]) -> list[str]:
    """The doubts once each, the gravest first."""
    return sorted(set(doubts), key=lambda d: (DOUBTS[d], d))
