"""Rules for progress rows, checked on whole columns because exports can be large."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from pipeline.support.problems import Problem, Severity
from pipeline.support.reference import load_reference

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.layouts.model import SheetLayout
    from pipeline.support.reference import Reference


@dataclass(frozen=True)
class Rule:
    """A row breaks it where ``broken`` is true."""

    code: str
    column: str
    broken: pl.Expr
    severity: Severity = "row"


def _bad_share(reference: Reference) -> pl.Expr:
    """A share outside 0 to 100; a row without a unit has that of its indicator."""
    catalogue = pl.col("indicator_code").replace_strict(reference.indicators, default=None)
    is_share = pl.coalesce("unit", catalogue) == "%"
    return is_share & ~pl.col("value").is_between(0, 100)


def result_rules() -> list[Rule]:
    """Rules of indicator results, in the order in which a row is judged."""
    reference = load_reference()
    nothing = pl.all_horizontal(
        pl.col("value").is_null(),
        pl.col("numerator").is_null() | pl.col("denominator").is_null(),
        pl.col("missing_reason").is_null(),
        pl.col("rank").is_null(),
    )
    return [
        Rule(
            "unknown_indicator.result",
            "indicator_code",
            ~pl.col("indicator_code").is_in(list(reference.indicators)),
        ),
        Rule("bad_percentage", "value", _bad_share(reference)),
        Rule("nothing_reported", "value", nothing),
        Rule(
            "value_and_missing",
            "missing_reason",
            pl.col("missing_reason").is_not_null()
            & (
                pl.col("value").is_not_null()
                | (pl.col("numerator").is_not_null() & pl.col("denominator").is_not_null())
            ),
        ),
        Rule("bad_period", "period_code", pl.col("period_code").is_not_null() & ~_is_period()),
        *_time_rules(),
    ]


def _is_period() -> pl.Expr:
    return pl.col("period_code").str.contains(
        r"^20[0-9]{2}(-(Q[1-4]|H[12]|0[1-9]|1[0-2]|W[0-9]{2}))?$"
    )


def _time_rules() -> list[Rule]:
    return [
        Rule("not_dated", "received_on", pl.col("received_on").is_null()),
        Rule("received_too_early", "received_on", pl.col("received_on") < pl.col("as_of_date")),
    ]


def status_rules() -> list[Rule]:
    """Rules of task status reports."""
    return [
        Rule(
            "done_later_than_known", "completed_on", pl.col("completed_on") > pl.col("as_of_date")
        ),
        *_time_rules(),
    ]


def check_rules(
    layout: SheetLayout, frame: pl.DataFrame, rules: Sequence[Rule], sheet_name: str
) -> list[Problem]:
    """The first broken rule of every row.

    Args:
        layout: for the headers shown in messages.
        frame: typed rows with ``row_no``.
        rules: in order of judgement.
        sheet_name: name of the sheet in the file.

    Returns:
        At most one problem per row.
    """
    headers = {c.name: c.header for c in layout.columns}
    verdict = pl.coalesce(
        pl.when(rule.broken.fill_null(False)).then(i) for i, rule in enumerate(rules)
    )
    judged = frame.with_columns(verdict.alias("_rule")).filter(pl.col("_rule").is_not_null())
    problems = []
    for row in judged.iter_rows(named=True):
        rule = rules[row.pop("_rule")]
        shown = row[rule.column]
        problems.append(
            Problem(
                rule.code,
                rule.severity,
                sheet=sheet_name,
                row_no=row["row_no"],
                column_name=headers[rule.column],
                value=None if shown is None else str(shown),
                raw_row={k: str(v) for k, v in row.items() if v is not None and k != "row_no"},
            )
        )
    return problems
