"""Tables with a period or a province in each row or column -> observations of indicators."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.support.problems import Problem
from pipeline.support.raw_tables import empty_frame
from pipeline.support.reference import load_reference, read_seed
from pipeline.support.text import fold
from pipeline.tables.model import PERIOD, is_period
from pipeline.tables.parse import parse_sheet
from pipeline.tables.periods import end_of_period, is_turned_period
from pipeline.tables.typed import OTHER, SIGNED, number_expr, other_number_expr

if TYPE_CHECKING:
    from pipeline.progress.provenance import Provenance
    from pipeline.tables.recognise import RecognisedSheet


def _unread(row: dict, column: str, sheet: str) -> Problem:
    return Problem(
        "bad_number",
        parameters={"text": row["text"]},
        sheet=sheet,
        row_no=row["row_no"],
        column_name=column,
        value=row["text"],
        raw_row={k: str(v) for k, v in row.items() if v is not None},
    )


def read_period_columns(
    sheet: RecognisedSheet, provenance: Provenance
) -> tuple[pl.DataFrame, pl.DataFrame, list[Problem]]:
    """Read a sheet with one reporting period a column.

    Args:
        sheet: of layout ``indicator_periods``.
        provenance: a period that was not over when the file came in is known up to that day.

    Returns:
        One observation per filled cell, no units, and every problem; an empty cell says nothing.
    """
    name = sheet.table.sheet
    frame, problems = parse_sheet(sheet, provenance.received_on)
    periods = {
        k.removeprefix(PERIOD): p
        for k, p in sheet.positions.items()
        if is_period(k) and p not in sheet.table.hidden_columns
    }
    parts = []
    for code, position in periods.items():
        cells = _cells(sheet, position)
        part = frame.join(cells, on="row_no").with_columns(_read_cells(cells.schema["text"]))
        header = sheet.label_of(position)
        if is_turned_period(header):
            problems.append(_turned(header, code, name))
        bad = part.filter(pl.col("text").is_not_null() & pl.col("value").is_null())
        problems += [_unread(row, header, name) for row in bad.iter_rows(named=True)]
        parts.append(
            part.filter(pl.col("value").is_not_null())
            .drop("text")
            .with_columns(
                pl.lit(header).alias("source_column"),
                pl.lit(code).alias("period_code"),
                pl.lit(end_of_period(code), dtype=pl.Date).alias("as_of_date"),
            )
        )
    catalogue = load_reference().indicators
    stated = pl.concat(parts) if parts else pl.DataFrame()
    if stated.height:
        own = pl.col("indicator_code").replace_strict(catalogue, default=None)
        stated = stated.with_columns(unit=pl.coalesce("unit", own))
    return stated, empty_frame("units"), problems


def _read_cells(dtype: pl.DataType) -> list[pl.Expr]:
    """Value of a cell, what else it may be, and whether it shows a percent sign."""
    if dtype != pl.String:
        return [pl.col("text").cast(pl.Float64).alias("value")]
    return [
        number_expr("text").alias("value"),
        other_number_expr("text").alias("value" + OTHER),
        pl.col("text").str.ends_with("%").alias("value" + SIGNED),
    ]


def _turned(header: str, code: str, sheet: str) -> Problem:
    return Problem(
        "period_turned",
        "warning",
        {"header": header, "code": code},
        sheet=sheet,
        column_name=header,
    )


def _cells(sheet: RecognisedSheet, position: int) -> pl.DataFrame:
    """Text of one column with the numbers of its rows."""
    if sheet.table.columnar is not None:
        column = sheet.table.columnar.columns[position]
        text = sheet.table.columnar.with_row_index("row_no", 1).slice(sheet.header_row)
        cells = pl.col(column)
        if text.schema[column].is_float():
            cells = cells.fill_nan(None)
        elif not text.schema[column].is_numeric():
            cells = cells.cast(pl.String)
        return text.select(pl.col("row_no").cast(pl.Int64), cells.alias("text"))
    rows = range(sheet.header_row, len(sheet.table.rows))
    cells = [sheet.table.get(row, position) for row in rows]
    numbers = range(sheet.header_row + 1, sheet.header_row + 1 + len(cells))
    return pl.DataFrame(
        {"row_no": list(numbers), "text": cells}, schema={"row_no": pl.Int64, "text": pl.String}
    )


def read_papi(
    sheet: RecognisedSheet, provenance: Provenance
) -> tuple[pl.DataFrame, pl.DataFrame, list[Problem]]:
    """Read PAPI's yearly table: published results of the 63 provinces in their own indicators."""
    name = sheet.table.sheet
    frame, problems = parse_sheet(sheet, provenance.received_on)
    names = {
        r["province_code"]: fold(r["province_name"])
        for r in read_seed("provinces")
        if r["boundary_version"] == "63"
    }
    wrong = [
        row
        for row in frame.select("row_no", "province_code", "province_name").iter_rows(named=True)
        if names.get(row["province_code"]) != fold(row["province_name"])
    ]
    problems += [
        Problem(
            "unknown_province.code",
            parameters={"code": row["province_code"], "province": row["province_name"]},
            sheet=name,
            row_no=row["row_no"],
            column_name="old_code",
            value=row["province_code"],
            raw_row={k: str(v) for k, v in row.items()},
        )
        for row in wrong
    ]
    six = (pl.col("dimension") == "PAPI") & (pl.col("scale_max") == 60)
    observations = frame.filter(~pl.col("row_no").is_in([row["row_no"] for row in wrong])).select(
        "row_no",
        pl.format("VN63-{}", "province_code").alias("unit_code"),
        pl.when(six).then(pl.lit("PAPI_SIX")).otherwise("dimension").alias("indicator_code"),
        pl.col("year").cast(pl.String).alias("period_code"),
        pl.date("year", 12, 31).alias("as_of_date"),
        "value",
        *([f"value{OTHER}"] if f"value{OTHER}" in frame.columns else []),
        pl.lit("điểm").alias("unit"),
        pl.lit("published").alias("data_kind"),
        pl.concat_str("primary_source", "source_url", separator="; ", ignore_nulls=True)
        .replace("", None)
        .fill_null(pl.lit(provenance.citation, dtype=pl.String))
        .alias("citation"),
    )
    return observations, empty_frame("units"), problems
