"""Simulated weekly observations of the whole country: a raw folder for trials and benchmarks.

Provinces report under their old names until the merger of 1 July 2025 and under the new ones
afterwards; communes exist since then and follow an older commune of their own. Some reports are
late, some are corrected weeks later, some say why they are missing. Every row says that it is
simulated.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Literal

import polars as pl

from pipeline.layouts.model import find_layout
from pipeline.layouts.writer import write_workbook
from pipeline.support.reference import read_seed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SEED = 34
FIRST_WEEK = dt.date(2022, 1, 7)
MERGER = dt.date(2025, 7, 1)
MAX_INDICATORS = 60
CITATION = f"cchc sample (hạt giống {SEED})"
Format = Literal["csv", "parquet"]
_NATIONAL = 34
# Shares of the cells of a week: reported late, corrected later, reported as missing.
_REPORTED, _LATE, _CORRECTED, _MISSING = 50, 4, 2, 1
# How many of its numbers a commune states.
_COMMUNE_TARGETS = 12
_CORRECTION_DELAY = dt.timedelta(weeks=4)


def _headers(layout: str, table: str) -> dict[str, str]:
    (sheet,) = [s for s in find_layout(layout).sheets if s.table == table]
    return {c.name: c.header for c in sheet.columns}


def list_sample_units(count: int) -> pl.DataFrame:
    """The provinces of both versions, then invented communes with the older ones they follow.

    Args:
        count: how many units of today; the first 34 are the provinces.

    Returns:
        unit_code, unit_name, unit_kind, boundary_version, province_code, parent_unit_code,
        valid_from, valid_to, successor_unit_code.
    """
    today = [r for r in read_seed("provinces") if r["boundary_version"] == "34"]
    rows = []
    for i in range(count):
        province, commune = today[i % _NATIONAL], i // _NATIONAL
        parent = f"VN34-{province['province_code']}"
        if not commune:
            continue
        code = f"{parent}-C{commune:04}"
        base = {
            "boundary_version": "34",
            "province_code": province["province_code"],
            "parent_unit_code": parent,
            "unit_kind": "commune",
        }
        name = f"Xã mô phỏng {commune}, {province['province_name']}"
        rows.append(base | {"unit_code": code, "unit_name": name, "valid_from": MERGER})
        rows.append(
            base
            | {
                "unit_code": f"{code}-CU",
                "unit_name": f"{name} (trước sáp nhập)",
                "valid_to": MERGER - dt.timedelta(days=1),
                "successor_unit_code": code,
            }
        )
    schema = {
        **dict.fromkeys(("unit_code", "unit_name", "unit_kind", "boundary_version"), pl.String),
        **dict.fromkeys(("province_code", "parent_unit_code"), pl.String),
        "valid_from": pl.Date,
        "valid_to": pl.Date,
        "successor_unit_code": pl.String,
    }
    return pl.DataFrame(rows, schema=schema)


def list_reporting_units(listed: pl.DataFrame, count: int, on: dt.date) -> pl.Series:
    """Codes of the units that report on a day: of the boundaries of that day."""
    is_new = on >= MERGER
    version = "34" if is_new else "63"
    provinces = [
        f"VN{version}-{r['province_code']}"
        for r in read_seed("provinces")
        if r["boundary_version"] == version
    ]
    wanted = provinces[: min(count, len(provinces))]
    is_old = pl.col("unit_code").str.ends_with("-CU")
    communes = listed.filter(~is_old if is_new else is_old)["unit_code"]
    return pl.concat([pl.Series("unit_code", wanted, dtype=pl.String), communes])


def _list_indicators() -> list[str]:
    codes = [r["indicator_code"] for r in read_seed("indicators") if r["family"] == "plan"]
    return codes[:MAX_INDICATORS]


def _simulate_week(units: pl.Series, week: int) -> pl.DataFrame:
    """Counts that grow towards a ceiling of their own; about half of the cells report."""
    day = FIRST_WEEK + dt.timedelta(weeks=week)
    codes = pl.DataFrame({"indicator_code": _list_indicators()})
    grid = units.to_frame().join(codes, how="cross").with_columns(week=pl.lit(week))
    # A commune goes on where the one before it stopped.
    root = pl.col("unit_code").str.strip_suffix("-CU")
    series = pl.struct(root.alias("u"), "indicator_code").hash(SEED)
    cell = pl.struct("unit_code", "indicator_code", "week").hash(SEED + 1)
    start, reach = series % 50 + 20, (series // 64) % 60
    way = 1 - pl.lit(-(week + 1) / 40).exp()
    share = (start + reach * way + (cell % 200) / 100.0).clip(0, 100)
    denominator = (series // 4096) % 900 + 100
    rows = grid.with_columns(
        denominator=denominator, share=share, luck=(cell // 512 % 100).cast(pl.Int64)
    ).filter(pl.col("luck") < _REPORTED)
    is_missing = pl.col("luck") < _MISSING
    is_late = pl.col("luck").is_between(_MISSING, _LATE - 1)
    return rows.select(
        "unit_code",
        "indicator_code",
        "luck",
        pl.lit(f"{day:%G-W%V}").alias("period_code"),
        pl.lit(day).alias("as_of_date"),
        (pl.lit(day) + pl.duration(days=pl.when(is_late).then(24).otherwise(3)))
        .cast(pl.Date)
        .alias("received_on"),
        pl.when(~is_missing)
        .then((pl.col("share") * pl.col("denominator") / 100).round())
        .cast(pl.Int64)
        .alias("numerator"),
        pl.when(~is_missing).then("denominator").cast(pl.Int64).alias("denominator"),
        pl.when(is_missing).then(pl.lit("chưa báo cáo")).alias("missing_reason"),
        pl.lit(None, pl.String).alias("note"),
    )


def _correct(rows: pl.DataFrame) -> pl.DataFrame:
    """Corrections of some of these rows, received weeks later."""
    chosen = rows.filter(pl.col("luck").is_between(_LATE, _LATE + _CORRECTED - 1))
    return chosen.with_columns(
        received_on=pl.col("received_on") + _CORRECTION_DELAY,
        numerator=pl.min_horizontal(pl.col("numerator") + 1, "denominator"),
        note=pl.lit("đính chính"),
    )


def _split_by_receipt(units: pl.DataFrame, count: int, weeks: int) -> Iterator[pl.DataFrame]:
    """Rows week by week of receipt, so that a week is one file and memory stays small."""
    waiting: dict[int, list[pl.DataFrame]] = {}
    for week in range(weeks):
        day = FIRST_WEEK + dt.timedelta(weeks=week)
        rows = _simulate_week(list_reporting_units(units, count, day), week)
        rows = pl.concat([rows, _correct(rows)])
        arrival = ((pl.col("received_on") - FIRST_WEEK).dt.total_days() // 7).alias("arrival")
        for (number,), part in rows.group_by(arrival, maintain_order=True):
            waiting.setdefault(int(number), []).append(part)
        yield pl.concat(waiting.pop(week, [rows.clear()]))
    rest = [part for parts in waiting.values() for part in parts]
    yield pl.concat(rest) if rest else rows.clear()


def _label(rows: pl.DataFrame, form: Format) -> pl.DataFrame:
    """As a file holds it: Vietnamese headers and dates in csv, types and standard names else."""
    full = rows.drop("luck").with_columns(
        pl.lit("%").alias("unit"),
        pl.lit("mô phỏng").alias("data_kind"),
        pl.lit(CITATION).alias("citation"),
    )
    if form == "parquet":
        return full
    dates = [pl.col(c).dt.strftime("%d/%m/%Y") for c in ("as_of_date", "received_on")]
    names = _headers("indicator_results", "observations")
    return full.with_columns(dates).rename({c: names[c] for c in full.columns})


def _write_units(out: Path, units: pl.DataFrame) -> None:
    names = _headers("unit_list", "units")
    dates = [pl.col(c).dt.strftime("%d/%m/%Y") for c in ("valid_from", "valid_to")]
    labelled = units.with_columns(pl.lit("xã").alias("unit_kind"), *dates)
    labelled.rename({c: names[c] for c in labelled.columns}).write_csv(
        out / "units" / "don-vi-mo-phong.csv"
    )


def _list_targets(year: int, count: int) -> list[dict]:
    """One number per indicator, to be judged by."""
    catalogue = {r["indicator_code"]: r for r in read_seed("indicators")}
    fields = {r["field_code"]: r["field_name_vi"] for r in read_seed("fields")}
    levels = [code for code in _list_indicators() if catalogue[code]["demand"] == "level"]
    return [
        {
            "target_ref": str(number),
            "field_name": fields[catalogue[indicator]["field_code"]],
            "target_text": f"Mô phỏng: {catalogue[indicator]['name_vi']}",
            "measure_label": catalogue[indicator]["name_vi"],
            "comparator": "gte",
            "value": 50 + number % 50,
            "unit": "%",
            "due_year": year,
            "indicator_code": indicator,
            "document_place": f"dòng {number}",
        }
        for number, indicator in enumerate(levels[:count], start=1)
    ]


def _list_issuers(listed: pl.DataFrame, on: dt.date) -> list[tuple[str, str, str, str]]:
    """Code, name, level and province of the units of a day: the provinces, then communes."""
    is_new = on >= MERGER
    provinces = {
        r["province_code"]: r["province_name"]
        for r in read_seed("provinces")
        if r["boundary_version"] == ("34" if is_new else "63")
    }
    first = [
        (f"VN{'34' if is_new else '63'}-{code}", f"UBND {name} (mô phỏng)", "province", name)
        for code, name in provinces.items()
    ]
    is_old = pl.col("unit_code").str.ends_with("-CU")
    communes = listed.filter(~is_old if is_new else is_old)
    today = {
        r["province_code"]: r["province_name"]
        for r in read_seed("provinces")
        if r["boundary_version"] == "34"
    }
    columns = ("unit_code", "unit_name", "province_code")
    then = [
        (code, f"UBND {name}", "commune", today[province])
        for code, name, province in communes.select(columns).iter_rows()
    ]
    return [*first, *then]


def _write_plans(out: Path, listed: pl.DataFrame, count: int, on: dt.date) -> int:
    """A workbook per unit of that day, for its year: all indicators, or some for a commune.

    Returns:
        How many were written.
    """
    layout, year = find_layout("plan_export").sheets, on.year
    issuers = _list_issuers(listed, on)[:count]
    for code, name, level, province in issuers:
        is_province = level == "province"
        facts = {
            "plan_code": f"mo-phong-{code.lower()}-{year}",
            "plan_title": f"Kế hoạch mô phỏng {province if is_province else name}",
            "issuer_name": name,
            "issuer_level": level,
            "province_name": province,
            "unit_code": code,
            "year_from": year,
            "year_to": year,
        }
        targets = _list_targets(year, MAX_INDICATORS if is_province else _COMMUNE_TARGETS)
        path = out / "plans" / f"MO-PHONG-{code}.xlsx"
        write_workbook(path, layout, {"targets": targets}, facts)
    return len(issuers)


def write_national_sample(
    out: Path, units: int, weeks: int, form: Format = "csv", *, plan_units: int = _NATIONAL
) -> dict[str, int]:
    """Write a raw folder: a list of units, a file of observations per week, plans to judge by.

    Args:
        out: folder to write; used as ``cchc build --raw``.
        units: how many units of today, the 34 provinces first.
        weeks: how many weeks from 7 January 2022 on.
        form: of the observations.
        plan_units: how many of the units have a plan, a workbook each, the provinces first.

    Returns:
        ``rows``, ``units``, ``files`` and ``plans``; the same arguments give the same bytes.
    """
    listed = list_sample_units(units)
    for folder in ("units", "progress", "plans"):
        (out / folder).mkdir(parents=True, exist_ok=True)
    _write_units(out, listed)
    rows = files = 0
    for week, part in enumerate(_split_by_receipt(listed, units, weeks)):
        if part.is_empty():
            continue
        day = FIRST_WEEK + dt.timedelta(weeks=week)
        stem = out / "progress" / f"MO-PHONG-{day:%Y-%m-%d}"
        labelled = _label(part, form)
        if form == "csv":
            labelled.write_csv(f"{stem}.csv")
        else:
            labelled.write_parquet(f"{stem}.parquet")
        rows, files = rows + part.height, files + 1
    last = FIRST_WEEK + dt.timedelta(weeks=weeks - 1)
    plans = _write_plans(out, listed, min(units, plan_units), last)
    return {"rows": rows, "units": units, "files": files, "plans": plans}
