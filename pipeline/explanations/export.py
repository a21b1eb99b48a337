"""Files of ``explanations/`` -> rows of raw.explanations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.progress.rules import Rule
from pipeline.reviews.dated_rows import MOMENT, read_dated_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.support.problems import Problem
    from pipeline.tables.recognise import RecognisedSheet


def _is(step: str) -> pl.Expr:
    return pl.col("step") == step


def step_rules() -> list[Rule]:
    """Rules of one step, in the order in which a row is judged."""
    said = pl.col("note").fill_null("").str.strip_chars() != ""
    return [
        Rule("bad_moment", "written_at", pl.col(MOMENT).is_null()),
        Rule("request_without_day", "answer_due_on",
             _is("request") & pl.col("answer_due_on").is_null()),
        Rule("answer_due_before_request", "answer_due_on",
             _is("request") & (pl.col("answer_due_on") < pl.col(MOMENT).dt.date())),
        Rule("answer_without_words", "note", _is("answer") & ~said),
    ]  # fmt: skip


def read_steps(
    sheets: Sequence[RecognisedSheet],
) -> tuple[dict[str, pl.DataFrame], list[Problem]]:
    """Read a file of explanations.

    Args:
        sheets: recognised sheets of layout ``explanations``.

    Returns:
        Frame for ``explanations`` (columns of ``RAW_TABLES``) and every problem found. Which step
        belongs to which request is told of all files together, see ``mark_steps``.
    """
    return read_dated_rows(sheets, "explanations", "written_at", step_rules())
