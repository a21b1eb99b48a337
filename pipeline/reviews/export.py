"""Files of ``reviews/`` -> rows of raw.review_decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.progress.rules import Rule
from pipeline.reviews.dated_rows import MOMENT, read_dated_rows
from pipeline.support.reference import load_reference

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.support.problems import Problem
    from pipeline.tables.recognise import RecognisedSheet

_COMPARATORS = ("eq", "gte", "lte", "decrease_gte", "decrease_eq", "increase_gte")
_LEVELS = ("province", "district", "commune", "")
# What a correction may say, per kind of content; numbers take a decimal comma too.
_NUMBER = r"^-?[0-9]+(?:[.,][0-9]+)?$"
# "1.600" may be one thousand six hundred or one point six: it must be written 1600 or 1,6.
_AMBIGUOUS = r"^-?[1-9][0-9]{0,2}\.[0-9]{3}$"
_YEAR = r"^20[0-9][0-9]$"
_FIELD = r"^[0-7]$"

# What is accepted or rejected as it stands, never corrected.
_JUDGED = ("reading", "owner", "condition", "restated", "addition")


def _is(what: str) -> pl.Expr:
    return pl.col("what") == what


def _bad_correction() -> pl.Expr:
    new = pl.col("new_value").fill_null("")
    wrong = (
        (_is("value") & (~new.str.contains(_NUMBER) | new.str.contains(_AMBIGUOUS)))
        | (_is("due_year") & ~new.str.contains(_YEAR))
        | (_is("field_code") & ~new.str.contains(_FIELD))
        | (_is("comparator") & ~new.is_in(_COMPARATORS))
        | (_is("scope_level") & ~new.is_in(_LEVELS))
        | (pl.col("what").is_in(["unit", "lead_agency"]) & (new == ""))
        | (_is("split") & ~new.str.contains(r"\S\s*\|\|\s*\S"))
        | (_is("merge") & ~new.str.contains("#"))
    )
    unsaid = _is("addition") & (pl.col("decision") != "undo") & (new.str.strip_chars() == "")
    return ((pl.col("decision") == "correct") & wrong) | unsaid


def decision_rules() -> list[Rule]:
    """Rules of one decision, in the order in which a row is judged."""
    codes = list(load_reference().indicators)
    links = _is("link") & pl.col("decision").is_in(["accept", "correct"])
    corrects = pl.col("decision") == "correct"
    judges = pl.col("decision").is_in(["accept", "reject"])
    return [
        Rule("bad_moment", "decided_at", pl.col(MOMENT).is_null()),
        Rule(
            "unknown_indicator.link",
            "new_value",
            links & ~pl.col("new_value").is_in(codes).fill_null(value=False),
        ),
        Rule(
            "decision_mismatch",
            "decision",
            (corrects & pl.col("what").is_in(_JUDGED))
            | (judges & ~pl.col("what").is_in(["link", *_JUDGED])),
        ),
        Rule("bad_correction", "new_value", _bad_correction()),
    ]


def read_decisions(
    sheets: Sequence[RecognisedSheet],
) -> tuple[dict[str, pl.DataFrame], list[Problem]]:
    """Read a file of decisions.

    Args:
        sheets: recognised sheets of layout ``review_decisions``.

    Returns:
        Frame for ``review_decisions`` (columns of ``RAW_TABLES``) and every problem found.
    """
    return read_dated_rows(sheets, "review_decisions", "decided_at", decision_rules())
