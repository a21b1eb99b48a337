"""A progress export -> rows of raw.indicator_results and raw.task_statuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.measure_units import unit_expr
from pipeline.progress.rules import check_rules, result_rules, status_rules
from pipeline.raw_tables import shape_frame
from pipeline.tables.parse import parse_sheet
from pipeline.tables.typed import drop_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.problems import Problem
    from pipeline.progress.provenance import Provenance
    from pipeline.tables.recognise import RecognisedSheet

_RULES = {"indicator_results": result_rules, "task_statuses": status_rules}


def _fill_provenance(frame: pl.DataFrame, provenance: Provenance) -> pl.DataFrame:
    """What the row does not say, the file says."""
    return frame.with_columns(
        pl.col("received_on").fill_null(pl.lit(provenance.received_on, dtype=pl.Date)),
        pl.col("data_kind").fill_null(provenance.data_kind),
        pl.col("citation").fill_null(pl.lit(provenance.citation, dtype=pl.String)),
    )


def _clean_refs(frame: pl.DataFrame) -> pl.DataFrame:
    if "task_ref" not in frame.columns:
        return frame.with_columns(unit_expr("unit"))
    return frame.with_columns(pl.col("task_ref").str.replace(",", ".", literal=True))


def _read_sheet(
    sheet: RecognisedSheet, provenance: Provenance
) -> tuple[str, pl.DataFrame, list[Problem]]:
    frame, problems = parse_sheet(sheet)
    frame = _clean_refs(_fill_provenance(frame, provenance))
    table, name = sheet.layout.table, sheet.table.sheet
    broken = check_rules(sheet.layout, frame, _RULES[table](), name)
    good = drop_rows(frame, broken).with_columns(
        pl.col("row_no").alias("source_row"),
        pl.format("trang {}, dòng {}", pl.lit(name), "row_no").alias("source_locator"),
    )
    return table, shape_frame(table, good), problems + broken


def read_progress_export(
    sheets: Sequence[RecognisedSheet], provenance: Provenance
) -> tuple[dict[str, pl.DataFrame], list[Problem]]:
    """Read every recognised sheet of a progress file.

    Args:
        sheets: sheets of layouts ``indicator_results`` and ``task_status``.
        provenance: what the folder or sidecar says of the file.

    Returns:
        One frame per raw table met (columns of ``RAW_TABLES``, ``file_path`` null) and every
        problem found.
    """
    frames: dict[str, pl.DataFrame] = {}
    problems: list[Problem] = []
    for sheet in sheets:
        table, frame, found = _read_sheet(sheet, provenance)
        frames[table] = pl.concat([frames[table], frame]) if table in frames else frame
        problems += found
    return frames, problems
