"""Scores of QĐ 766 from the National Public Service Portal -> observations of indicators."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from pipeline.support.problems import Problem
from pipeline.support.raw_tables import empty_frame, shape_frame
from pipeline.support.reference import read_seed
from pipeline.support.text import fold
from pipeline.tables.parse import parse_sheet
from pipeline.tables.periods import end_of_period
from pipeline.tables.typed import OTHER

if TYPE_CHECKING:
    import datetime as dt

    from pipeline.progress.provenance import Provenance
    from pipeline.tables.recognise import RecognisedSheet

Frames = dict[str, pl.DataFrame]

_SCORE = "QD766_"
_POINTS = "điểm"
# "UBND xã Đông Thái - tỉnh An Giang": the province stands behind the last dash.
_PROVINCE_TAIL = re.compile(r"-\s*(?:tỉnh|thành phố|TP\.?)\s+([^-]+)$", re.IGNORECASE)
_PROVINCE_HEAD = re.compile(r"^UBND\s+(?:tỉnh|thành phố|TP\.?)\s+(.+)$", re.IGNORECASE)
_BOUNDARY_CHANGE = "2025-07-01"


def _province_codes(on: dt.date | None) -> dict[str, str]:
    """Folded province name -> unit code, in the boundaries of a day."""
    version = "63" if on and on.isoformat() < _BOUNDARY_CHANGE else "34"
    rows = [r for r in read_seed("provinces") if r["boundary_version"] == version]
    return {fold(r["province_name"]): f"VN{version}-{r['province_code']}" for r in rows}


def _find_units(frame: pl.DataFrame, provenance: Provenance) -> pl.DataFrame:
    """unit_code and parent_unit_code per row; null where the province is not known by name.

    The portal's codes (H01, H01.187) are not the statistical ones, so provinces are found by
    name, and units below them get codes of their own.
    """
    provinces = _province_codes(provenance.received_on)

    def find(name: str, pattern: re.Pattern[str]) -> str | None:
        match = pattern.search(name)
        return provinces.get(fold(match[1])) if match else None

    codes, parents = [], []
    for row in frame.iter_rows(named=True):
        if row["unit_kind"] == "province":
            codes.append(find(row["unit_name"], _PROVINCE_HEAD))
            parents.append("VN")
            continue
        parent = find(row["unit_name"], _PROVINCE_TAIL) or find(
            row["unit_name"], re.compile(r"(?:tỉnh|thành phố)\s+(.+)$")
        )
        codes.append(f"{parent}-{row['portal_code']}" if parent else None)
        parents.append(parent)
    return frame.with_columns(
        pl.Series("unit_code", codes, dtype=pl.String),
        pl.Series("parent_unit_code", parents, dtype=pl.String),
    )


def _unknown_units(frame: pl.DataFrame, sheet: str) -> list[Problem]:
    return [
        Problem(
            "unknown_province.unit",
            parameters={"unit": row["unit_name"]},
            sheet=sheet,
            row_no=row["row_no"],
            column_name="TEN",
            value=row["unit_name"],
            raw_row={k: str(v) for k, v in row.items() if v is not None},
        )
        for row in frame.filter(pl.col("unit_code").is_null()).iter_rows(named=True)
    ]


def _kind(provenance: Provenance) -> str:
    """The portal counts by itself; only a sidecar can say that the figures are something else."""
    return "official" if provenance.data_kind == "self_reported" else provenance.data_kind


def _find_period(sheet: str, received_on: dt.date | None) -> str | None:
    """The sheets of the month say so; the others hold the score of the year so far."""
    if received_on is None:
        return None
    is_month = "thang" in fold(sheet)
    return f"{received_on:%Y-%m}" if is_month else f"{received_on.year}"


def _melt(frame: pl.DataFrame, headers: dict[str, str]) -> pl.DataFrame:
    """One row per unit and group of the index; the rank is that of the total.

    Args:
        frame: one row per unit.
        headers: column -> what the file calls it.
    """
    scores = [c for c in frame.columns if c.startswith(_SCORE) and "__" not in c]
    index = ["row_no", "unit_code", "rank"]
    long = frame.unpivot(scores, index=index, variable_name="indicator_code", value_name="value")
    others = [c + OTHER for c in scores]
    if set(others) <= set(frame.columns):
        other = frame.unpivot(others, index=index, value_name="value" + OTHER)
        long = long.with_columns(other["value" + OTHER])
    is_total = pl.col("indicator_code") == "QD766_TOTAL"
    return long.filter(pl.col("value").is_not_null()).with_columns(
        rank=pl.when(is_total).then("rank"),
        unit=pl.lit(_POINTS),
        source_column=pl.col("indicator_code").replace_strict(headers),
    )


def read_scores(
    sheet: RecognisedSheet, provenance: Provenance
) -> tuple[pl.DataFrame, pl.DataFrame, list[Problem]]:
    """Read one sheet of scores.

    Args:
        sheet: of layout ``qd766_scores``.
        provenance: the day of receipt is the day that the scores speak of.

    Returns:
        Observations (some columns of ``raw.observations`` and ``row_no``), the departments and
        communes as rows of ``raw.units``, and every problem.
    """
    name = sheet.table.sheet
    frame, problems = parse_sheet(sheet, provenance.received_on)
    frame = _find_units(frame, provenance)
    problems += _unknown_units(frame, name)
    known = frame.filter(pl.col("unit_code").is_not_null())
    period = _find_period(name, provenance.received_on)
    headers = {column: sheet.label_of(at) for column, at in sheet.positions.items()}
    observations = _melt(known, headers).with_columns(
        pl.lit(period, dtype=pl.String).alias("period_code"),
        pl.lit(provenance.received_on, dtype=pl.Date).alias("as_of_date"),
        pl.lit(_kind(provenance)).alias("data_kind"),
    )
    below = known.filter(pl.col("unit_kind") != "province")
    units = below.select(
        "unit_code",
        "unit_name",
        "unit_kind",
        "parent_unit_code",
        pl.col("unit_code").str.slice(2, 2).alias("boundary_version"),
        pl.col("unit_code").str.slice(5, 2).alias("province_code"),
        pl.format("mã trên Cổng Dịch vụ công quốc gia: {}", "portal_code").alias("note"),
        pl.format("trang {}, dòng {}", pl.lit(name), "row_no").alias("source_locator"),
    )
    shaped = shape_frame("units", units) if units.height else empty_frame("units")
    return observations, shaped, problems


def _trend_period(row: dict) -> str | None:
    text = row["month"] or row["quarter"] or ""
    digits = re.sub(r"\D", "", text)
    if not digits:
        return None
    number = int(digits)
    if row["month"]:
        return f"{row['year']}-{number:02}" if 1 <= number <= 12 else None
    return f"{row['year']}-Q{number}" if 1 <= number <= 4 else None


def read_trend(
    sheet: RecognisedSheet, provenance: Provenance
) -> tuple[pl.DataFrame, pl.DataFrame, list[Problem]]:
    """Read one sheet of total scores over months or quarters.

    The export does not say whose scores they are: the sidecar of the file must (``unit_code``).
    """
    name = sheet.table.sheet
    frame, problems = parse_sheet(sheet, provenance.received_on)
    rows, received = [], provenance.received_on
    for row in frame.iter_rows(named=True):
        period = _trend_period(row)
        if provenance.unit_code is None or period is None:
            problems.append(_bad_trend(row, name, period))
            continue
        end = end_of_period(period)
        rows.append(
            {
                "row_no": row["row_no"],
                "unit_code": provenance.unit_code,
                "indicator_code": "QD766_TOTAL",
                "value": row["QD766_TOTAL"],
                "value" + OTHER: row.get("QD766_TOTAL" + OTHER),
                "unit": _POINTS,
                "data_kind": _kind(provenance),
                "period_code": period,
                # A period that is not over is known up to the day of receipt.
                "as_of_date": min(end, received) if received else end,
            }
        )
    observations = pl.DataFrame(rows, infer_schema_length=None) if rows else pl.DataFrame()
    return observations, empty_frame("units"), problems


def _bad_trend(row: dict, sheet: str, period: str | None) -> Problem:
    raw_row: dict[str, str | None] = {k: str(v) for k, v in row.items() if v is not None}
    if period is None:
        return Problem("bad_period.portal", sheet=sheet, row_no=row["row_no"], raw_row=raw_row)
    return Problem("unit_not_stated", sheet=sheet, row_no=row["row_no"], raw_row=raw_row)
