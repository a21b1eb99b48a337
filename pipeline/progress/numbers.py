"""What a number of a progress file means, judged from its own row: unit, maximum, counts, days.

Evidence that conflicts makes a number doubtful: it is kept beside the row, and gives no value.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from pipeline.support.reference import load_reference, read_seed
from pipeline.support.text import fold
from pipeline.tables.periods import span_of_period
from pipeline.tables.typed import OTHER, SIGNED, map_words

if TYPE_CHECKING:
    import datetime as dt

# Counts are rounded to a whole percent at most; what lies farther off is another number.
_SHARE_POINTS = 0.6
_FILE = Path(__file__).with_name("whole_units.toml")


@cache
def load_whole_units() -> frozenset[str]:
    """Units that are counted in whole numbers, without marks, from whole_units.toml."""
    return frozenset(fold(u) for u in tomllib.loads(_FILE.read_text(encoding="utf-8"))["units"])


def maximum_expr() -> pl.Expr:
    """The most that a row's indicator can be: of its own scale, or 100 for a share."""
    limits = {
        r["indicator_code"]: float(r["max_value"])
        for r in read_seed("indicators")
        if r.get("max_value")
    }
    known = pl.col("indicator_code").replace_strict(limits, default=None, return_dtype=pl.Float64)
    units = load_reference().indicators
    unit = pl.coalesce(
        "unit",
        pl.col("indicator_code").replace_strict(units, default=None, return_dtype=pl.String),
    )
    own = pl.col("indicator_code").replace_strict(units, default=None, return_dtype=pl.String)
    # The scale of an indicator holds for its own unit only.
    return pl.when(unit == "%").then(100.0).when(unit == own).then(known)


def _has(frame: pl.DataFrame, column: str) -> bool:
    name = column + OTHER
    return name in frame.columns and frame[name].null_count() < frame.height


def choose_counts(frame: pl.DataFrame) -> pl.DataFrame:
    """Numerator and denominator where a group of three could be thousands or decimals.

    A count is whole, and a numerator is not above its denominator.
    """
    if not (_has(frame, "numerator") or _has(frame, "denominator")):
        return frame
    for name in ("numerator", "denominator"):
        if name + OTHER not in frame.columns:
            frame = frame.with_columns(pl.lit(None, pl.Float64).alias(name + OTHER))

    def whole(name: str) -> pl.Expr:
        value, other = pl.col(name), pl.col(name + OTHER)
        return pl.when(other.is_not_null() & (value != value.floor())).then(other).otherwise(value)

    def part(name: str) -> pl.Expr:
        value, other = pl.col(name), pl.col(name + OTHER)
        return pl.when(other.is_not_null() & (value == value.floor())).then(other).otherwise(value)

    up = {n: whole(n) for n in ("numerator", "denominator")}
    down = {n: part(n) for n in ("numerator", "denominator")}
    pairs = [
        (up["numerator"], up["denominator"]),
        (down["numerator"], up["denominator"]),
        (up["numerator"], down["denominator"]),
    ]
    chosen = pl.lit(0)
    for number in (2, 1):
        numerator, denominator = pairs[number]
        fits = (numerator <= denominator) & ~(pairs[0][0] <= pairs[0][1])
        chosen = pl.when(fits).then(number).otherwise(chosen)
    frame = frame.with_columns(_pair=chosen)
    picked = [
        pl.when(pl.col("_pair") == 1)
        .then(pairs[1][at])
        .when(pl.col("_pair") == 2)
        .then(pairs[2][at])
        .otherwise(pairs[0][at])
        .alias(name)
        for at, name in enumerate(("numerator", "denominator"))
    ]
    return frame.with_columns(picked).drop("_pair")


def choose_values(frame: pl.DataFrame) -> pl.DataFrame:
    """Value where a group of three could be thousands or decimals; and a doubt where both fit.

    Args:
        frame: rows with ``value``, ``unit`` and ``indicator_code``; of ``numerator`` and
            ``denominator`` where they have them.

    Returns:
        The frame with ``value`` chosen and a column ``doubt`` (code or null).
    """
    frame = frame.with_columns(doubt=pl.lit(None, pl.String))
    if not _has(frame, "value"):
        return frame
    value, other = pl.col("value"), pl.col("value" + OTHER)
    top = maximum_expr()
    whole = load_whole_units()
    is_count = map_words("unit", lambda u: "1" if fold(u) in whole else None).is_not_null()
    share = 100.0 * pl.col("numerator") / pl.col("denominator")
    near = (value - share).abs() <= _SHARE_POINTS
    other_near = (other - share).abs() <= _SHARE_POINTS
    fits, other_fits = (value <= top).fill_null(True), (other <= top).fill_null(True)
    takes_other = (
        pl.when(other.is_null())
        .then(False)
        .when(other_near.fill_null(False) & ~near.fill_null(False))
        .then(True)
        .when(near.fill_null(False))
        .then(False)
        .when(fits != other_fits)
        .then(other_fits)
        # Of things that are counted the whole number is meant.
        .when(is_count)
        .then((other == other.floor()) & (value != value.floor()))
        .otherwise(False)
    )
    is_open = (
        other.is_not_null()
        & ~near.fill_null(False)
        & ~other_near.fill_null(False)
        & (fits == other_fits)
        & ~is_count
    )
    return frame.with_columns(
        value=pl.when(takes_other).then(other).otherwise(value),
        doubt=pl.when(is_open).then(pl.lit("ambiguous_number")),
    )


def _fraction_expr(frame: pl.DataFrame) -> pl.Expr:
    """A share that may be a fraction of one: "0,8" without a percent sign in its cell."""
    if "value" + SIGNED not in frame.columns:
        signed = pl.lit(value=False)
    else:
        signed = pl.col("value" + SIGNED).fill_null(value=False)
    units = load_reference().indicators
    own = pl.col("indicator_code").replace_strict(units, default=None, return_dtype=pl.String)
    is_share = pl.coalesce("unit", own) == "%"
    counted = pl.col("numerator").is_not_null() & pl.col("denominator").is_not_null()
    return (
        is_share & (pl.col("value") > 0) & (pl.col("value") <= 1) & ~signed & ~counted
    ).fill_null(value=False)


def doubt_values(frame: pl.DataFrame) -> pl.DataFrame:
    """Observations that contradict themselves: above the scale, or of a day outside their period.

    Args:
        frame: rows of indicator results after ``choose_values``.

    Returns:
        The frame with ``doubt`` filled and ``may_be_fraction`` added.
    """
    above = pl.col("value") > maximum_expr()
    codes = [code for code in frame["period_code"].unique() if code]
    spans: dict[str, tuple[dt.date, dt.date]] = {
        code: span for code in codes if (span := span_of_period(code))
    }
    first = {code: span[0] for code, span in spans.items()}
    last = {code: span[1] for code, span in spans.items()}
    day, period = pl.col("as_of_date"), pl.col("period_code")
    outside = (day < period.replace_strict(first, default=None, return_dtype=pl.Date)) | (
        day > period.replace_strict(last, default=None, return_dtype=pl.Date)
    )
    # What was published for a year carries the day of publication.
    is_dated = pl.col("data_kind") != "published"
    return frame.with_columns(
        may_be_fraction=_fraction_expr(frame),
        doubt=pl.coalesce(
            "doubt",
            pl.when(above.fill_null(value=False)).then(pl.lit("above_maximum")),
            pl.when((outside & is_dated).fill_null(value=False)).then(pl.lit("outside_period")),
        ),
    )
