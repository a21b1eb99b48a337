"""A progress export -> rows of raw.observations and raw.task_statuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.layouts.model import find_layout
from pipeline.progress.numbers import choose_counts, choose_values, doubt_values
from pipeline.progress.observation_facts import find_observation_facts
from pipeline.progress.portal import read_scores, read_trend
from pipeline.progress.rules import check_rules, result_rules, status_rules
from pipeline.progress.wide import read_papi, read_period_columns
from pipeline.support.problems import Problem
from pipeline.support.raw_tables import shape_frame
from pipeline.tables.body import list_filled_rows, list_left_out
from pipeline.tables.measure_units import unit_expr
from pipeline.tables.parse import parse_sheet
from pipeline.tables.periods import read_period
from pipeline.tables.typed import DTYPES, drop_rows, map_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.progress.provenance import Provenance
    from pipeline.tables.recognise import RecognisedSheet

_RESULTS = find_layout("indicator_results")
_RULES = {"observations": result_rules, "task_statuses": status_rules}


def _fill_provenance(frame: pl.DataFrame, provenance: Provenance) -> pl.DataFrame:
    """What the row does not say, the file says."""
    return frame.with_columns(
        pl.col("received_on").fill_null(pl.lit(provenance.received_on, dtype=pl.Date)),
        pl.col("data_kind").fill_null(provenance.data_kind),
        pl.col("citation").fill_null(pl.lit(provenance.citation, dtype=pl.String)),
    )


def _judge_numbers(frame: pl.DataFrame) -> pl.DataFrame:
    """Units and periods as one name each, numbers by the evidence of their row, doubts."""
    if "missing_word" in frame.columns:
        frame = frame.with_columns(
            pl.coalesce("missing_reason", "missing_word").alias("missing_reason")
        )
    frame = frame.with_columns(
        unit_expr("unit"),
        map_words("period_code", lambda text: read_period(text) or text),
    )
    return doubt_values(choose_values(choose_counts(frame)))


def _clean_refs(frame: pl.DataFrame) -> pl.DataFrame:
    if "task_ref" not in frame.columns:
        return _judge_numbers(frame)
    return frame.with_columns(pl.col("task_ref").str.replace(",", ".", literal=True))


def _place(frame: pl.DataFrame, sheet: str) -> pl.DataFrame:
    """Sheet and row; what holds several observations a row has named the column already."""
    return frame.with_columns(source_sheet=pl.lit(sheet), source_row="row_no")


def _read_sheet(
    sheet: RecognisedSheet, provenance: Provenance
) -> tuple[str, pl.DataFrame, list[Problem]]:
    frame, problems = parse_sheet(sheet, provenance.received_on)
    frame = _clean_refs(_fill_provenance(frame, provenance))
    table, name = sheet.layout.table, sheet.table.sheet
    broken = check_rules(sheet.layout, frame, _RULES[table](), name)
    good = _place(drop_rows(frame, broken), name)
    return table, shape_frame(table, good), problems + broken


# Layouts whose rows are no observations yet: how each becomes some.
OTHER_SHAPES = {
    "qd766_scores": read_scores,
    "qd766_trend": read_trend,
    "indicator_periods": read_period_columns,
    "papi_scores": read_papi,
}


def _read_other(
    sheet: RecognisedSheet, provenance: Provenance
) -> tuple[dict[str, pl.DataFrame], list[Problem]]:
    """A sheet of another layout, as if its observations stood one a row."""
    observations, units, problems = OTHER_SHAPES[sheet.layout.table](sheet, provenance)
    results = _RESULTS.sheets[0]
    name = sheet.table.sheet
    # Even an empty list of units would make the next build a whole one (pipeline/building/grow.py).
    listed = {} if units.is_empty() else {"units": units}
    if observations.is_empty():
        return listed, problems
    missing = [c.name for c in results.columns if c.name not in observations.columns]
    full = observations.with_columns(
        *(pl.lit(None, DTYPES[c.type]).alias(c.name) for c in results.columns if c.name in missing)
    )
    full = _clean_refs(_fill_provenance(full, provenance))
    broken = check_rules(results, full, result_rules(), name)
    good = _place(drop_rows(full, broken), name)
    frames = {"observations": shape_frame("observations", good)}
    return frames | listed, problems + broken


def _require_own_places(observations: pl.DataFrame) -> None:
    """Each number leads back to one place: a layout that gives two the same is read wrongly.

    Raises:
        ValueError: it is a fault of ours, so no analyst can mend it.
    """
    # Row numbers alone tell most files apart, and cost a tenth to compare.
    if observations["source_row"].is_unique().all():
        return
    if observations.select("source_sheet", "source_row", "source_column").is_duplicated().any():
        raise ValueError("hai dòng cùng một chỗ trong tệp")


def _name_empty_rows(
    sheet: RecognisedSheet, frames: dict[str, pl.DataFrame], problems: Sequence[Problem]
) -> list[Problem]:
    """Rows that gave no observation and no problem: a unit whose figures are all empty."""
    if sheet.layout.table not in OTHER_SHAPES:
        return []
    loaded: set[int] = set()
    if "observations" in frames:
        loaded = set(frames["observations"]["source_row"].unique())
    # A warning on a row counts it as nothing.
    named = {p.row_no for p in problems if p.severity == "row"} | list_left_out(sheet)
    return [
        Problem(
            "ignored_no_figure", "ignored", sheet=sheet.table.sheet, row_no=row_no, ignored_rows=1
        )
        for row_no in list_filled_rows(sheet)
        if row_no not in loaded and row_no not in named
    ]


def read_progress_export(
    sheets: Sequence[RecognisedSheet], provenance: Provenance
) -> tuple[dict[str, pl.DataFrame], list[Problem]]:
    """Read every recognised sheet of a progress file.

    Args:
        sheets: recognised sheets of any layout of the folder ``progress``.
        provenance: what the folder or sidecar says of the file.

    Returns:
        One frame per raw table met (columns of ``RAW_TABLES``, ``file_path`` null) and every
        problem found.
    """
    frames: dict[str, pl.DataFrame] = {}
    problems: list[Problem] = []
    for sheet in sheets:
        if sheet.layout.table in OTHER_SHAPES:
            read, found = _read_other(sheet, provenance)
        else:
            table, frame, found = _read_sheet(sheet, provenance)
            read = {table: frame}
        for table, frame in read.items():
            frames[table] = pl.concat([frames[table], frame]) if table in frames else frame
        problems += found
        problems += _name_empty_rows(sheet, read, found)
    if "observations" in frames:
        _require_own_places(frames["observations"])
        frames["observation_facts"] = find_observation_facts(frames["observations"])
    return frames, problems
