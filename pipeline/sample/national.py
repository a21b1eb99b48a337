"""Simulated weekly readings of many units: a raw folder for trials and benchmarks."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import polars as pl

from pipeline.layouts.model import find_layout
from pipeline.reference import read_seed

if TYPE_CHECKING:
    from pathlib import Path

SEED = 34
FIRST_WEEK = dt.date(2022, 1, 7)
MAX_INDICATORS = 60
CITATION = f"cchc sample (hạt giống {SEED})"


def _headers(layout: str) -> dict[str, str]:
    return {c.name: c.header for c in find_layout(layout).sheets[0].columns}


def list_sample_units(count: int) -> pl.DataFrame:
    """The provinces of today first, then invented communes spread over them.

    Args:
        count: how many units.

    Returns:
        unit_code, unit_name, unit_kind, boundary_version, province_code, parent_unit_code.
    """
    provinces = [r for r in read_seed("provinces") if r["boundary_version"] == "34"]
    rows = []
    for i in range(count):
        province, commune = provinces[i % len(provinces)], i // len(provinces)
        parent = f"VN34-{province['province_code']}"
        rows.append(
            {
                "unit_code": f"{parent}-C{commune:04}" if commune else parent,
                "unit_name": f"Xã mô phỏng {commune}, {province['province_name']}"
                if commune
                else province["province_name"],
                "unit_kind": "commune" if commune else "province",
                "boundary_version": "34",
                "province_code": province["province_code"],
                "parent_unit_code": parent if commune else "VN",
            }
        )
    return pl.DataFrame(rows)


def _make_grid(units: pl.DataFrame, weeks: int) -> pl.DataFrame:
    codes = [r["indicator_code"] for r in read_seed("indicators") if r["family"] == "plan"]
    days = [FIRST_WEEK + dt.timedelta(weeks=w) for w in range(weeks)]
    return (
        units.select("unit_code")
        .join(pl.DataFrame({"indicator_code": codes[:MAX_INDICATORS]}), how="cross")
        .join(pl.DataFrame({"as_of_date": days}).with_row_index("week"), how="cross")
    )


def _simulate(grid: pl.DataFrame) -> pl.DataFrame:
    """Counts that grow towards a ceiling of their own; half of the cells report."""
    series = pl.struct("unit_code", "indicator_code").hash(SEED)
    cell = pl.struct("unit_code", "indicator_code", "week").hash(SEED + 1)
    start, reach = series % 50 + 20, (series // 64) % 60
    way = 1 - ((pl.col("week").cast(pl.Float64) + 1) / -40).exp()
    share = (start + reach * way + (cell % 200) / 100.0).clip(0, 100)
    denominator = (series // 4096) % 900 + 100
    return (
        grid.with_columns(denominator=denominator, share=share, luck=cell // 512 % 100)
        .filter(pl.col("luck") < 50)
        .with_columns(numerator=(pl.col("share") * pl.col("denominator") / 100).round())
        .with_columns(
            received_on=pl.col("as_of_date") + pl.duration(days=3 + 7 * (pl.col("luck") == 0)),
            period_code=pl.col("as_of_date").dt.strftime("%G-W%V"),
        )
    )


def _label(rows: pl.DataFrame) -> pl.DataFrame:
    """Columns under the headers of the layout, in Vietnamese form."""
    h = _headers("indicator_results")
    return rows.select(
        pl.col("unit_code").alias(h["unit_code"]),
        pl.col("indicator_code").alias(h["indicator_code"]),
        pl.col("period_code").alias(h["period_code"]),
        pl.col("as_of_date").dt.strftime("%d/%m/%Y").alias(h["as_of_date"]),
        pl.col("received_on").dt.strftime("%d/%m/%Y").alias(h["received_on"]),
        pl.col("numerator").cast(pl.Int64).alias(h["numerator"]),
        pl.col("denominator").cast(pl.Int64).alias(h["denominator"]),
        pl.lit("%").alias(h["unit"]),
        pl.lit("mô phỏng").alias(h["data_kind"]),
        pl.lit(CITATION).alias(h["citation"]),
    )


def _label_units(units: pl.DataFrame) -> pl.DataFrame:
    h = _headers("unit_list")
    kinds = {"province": "tỉnh", "commune": "xã"}
    return units.with_columns(pl.col("unit_kind").replace_strict(kinds)).rename(
        {name: h[name] for name in units.columns}
    )


def write_national_sample(out: Path, units: int, weeks: int) -> dict[str, int]:
    """Write a raw folder: a list of units and one csv of readings per year.

    Args:
        out: folder to write; used as ``cchc build --raw``.
        units: how many units.
        weeks: how many weeks from 7 January 2022 on.

    Returns:
        ``rows`` and ``units`` written; the same arguments give the same bytes.
    """
    listed = list_sample_units(units)
    rows = _simulate(_make_grid(listed, weeks))
    for folder in ("units", "progress", "plans"):
        (out / folder).mkdir(parents=True, exist_ok=True)
    _label_units(listed).write_csv(out / "units" / "don-vi-mo-phong.csv")
    for (year,), part in rows.group_by(pl.col("as_of_date").dt.year(), maintain_order=True):
        _label(part).write_csv(out / "progress" / f"MO-PHONG-{year}.csv")
    return {"rows": rows.height, "units": listed.height}
