"""What a file of observations is known to hold, written beside its rows.

Models that look for clashes and contradictions then read only the files that can have any, and
nobody reads millions of rows to learn which units they name. Each answer may say yes where the
models say no, never the other way round.
"""

from __future__ import annotations

import polars as pl

from pipeline.support.raw_tables import shape_frame

# Two rows that agree in these may be one fact; a period or a level may still tell them apart.
_FACT = ("unit_code", "indicator_code", "as_of_date", "received_on", "data_kind")
# Digits behind the point that a stated share may have; one with more is looked at anyway.
_DIGITS = range(7)
_SLACK = 1e-6


def _half_step() -> pl.Expr:
    """Half a step of the last digit that a value states: 80 stands for 79.5 to 80.5."""
    value = pl.col("value")
    steps = [pl.when(value.round(d) == value).then(0.5 * 10.0**-d) for d in _DIGITS]
    return pl.coalesce(*steps, pl.lit(0.0))


def _contradicts() -> pl.Expr:
    """Counts that make no share, no value, or another share than is stated."""
    numerator, denominator = pl.col("numerator"), pl.col("denominator")
    has_counts = numerator.is_not_null() & denominator.is_not_null()
    is_share = pl.col("unit").eq_missing("%")
    makes_none = (denominator <= 0) | (numerator < 0) | (numerator > denominator)
    apart = (pl.col("value") - 100 * numerator / denominator).abs() > _half_step() - _SLACK
    return has_counts & (~is_share | makes_none | apart.fill_null(value=False))


def find_observation_facts(observations: pl.DataFrame) -> pl.DataFrame:
    """Facts of the rows of one file.

    Args:
        observations: rows of ``raw.observations``.

    Returns:
        Rows of ``raw.observation_facts``, one per unit as the file calls it.
    """
    if observations.is_empty():
        return shape_frame("observation_facts", pl.DataFrame())
    # A published rank becomes an observation of its own, which another row may state too.
    may_repeat = (
        observations.select(_FACT).is_duplicated().any() or observations["rank"].is_not_null().any()
    )
    facts = observations.group_by("unit_code", maintain_order=True).agg(
        pl.col("received_on").min().alias("received_from"),
        pl.col("received_on").max().alias("received_to"),
        pl.lit(may_repeat).first().alias("may_repeat"),
        _contradicts().any().alias("may_contradict"),
    )
    return shape_frame("observation_facts", facts)
