"""The same attainment table by other tools, as an office's script would make it.

Observations of every file, the latest receipt of each day, joined to the numbers of the plans, and
what docs/method.md says of met, gap and attainment. None of them checks a row, names a reject or
keeps where a number stood.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_PANDAS = """
import sys
import pandas as pd
out, plans, *files = sys.argv[1:]
day = lambda column: pd.to_datetime(column, format="%d/%m/%Y")
parts = []
for path in files:
    part = pd.read_csv(path, dtype=str)
    part["as_of"], part["received"] = day(part["Ngày số liệu"]), day(part["Ngày nhận"])
    part["n"], part["d"] = pd.to_numeric(part["Tử số"]), pd.to_numeric(part["Mẫu số"])
    parts.append(part[["Mã đơn vị", "Mã chỉ số", "as_of", "received", "n", "d"]])
rows = pd.concat(parts).rename(columns={"Mã đơn vị": "unit", "Mã chỉ số": "indicator"})
rows["value"] = 100 * rows["n"] / rows["d"]
latest = (
    rows.sort_values("received").drop_duplicates(["unit", "indicator", "as_of"], keep="last")
)
targets = pd.read_csv(plans)
joined = latest.merge(targets, on=["unit", "indicator"])
reform_year = (joined["as_of"] + pd.Timedelta(days=17)).dt.year
joined = joined[reform_year == joined["year"]].copy()
joined["met"] = joined["value"] >= joined["target"]
joined["gap"] = joined["target"] - joined["value"]
joined["attainment"] = 100 * joined["value"] / joined["target"]
joined.to_parquet(out)
print(len(joined))
"""

_POLARS = """
import sys
import polars as pl
out, plans, *files = sys.argv[1:]
day = lambda column: pl.col(column).str.to_date("%d/%m/%Y")
number = lambda column: pl.col(column).cast(pl.Float64)
rows = pl.scan_csv(files, infer_schema=False).select(
    unit="Mã đơn vị", indicator="Mã chỉ số", as_of=day("Ngày số liệu"),
    received=day("Ngày nhận"), value=100 * number("Tử số") / number("Mẫu số"),
)
latest = rows.group_by("unit", "indicator", "as_of").agg(
    pl.col("value").sort_by("received").last()
)
joined = latest.join(pl.scan_csv(plans), on=["unit", "indicator"]).filter(
    pl.col("as_of").dt.offset_by("17d").dt.year() == pl.col("year")
)
joined.with_columns(
    met=pl.col("value") >= pl.col("target"), gap=pl.col("target") - pl.col("value"),
    attainment=100 * pl.col("value") / pl.col("target"),
).sink_parquet(out)
"""

# The names of columns are the same for both engines that speak SQL.
ATTAIN_SQL = """
    select latest.*, targets.year, targets.target, value >= target as met, target - value as gap,
        100 * value / target as attainment
    from (
        select unit, indicator, as_of, 100.0 * n / nullif(d, 0) as value
        from (
            select *, row_number() over (
                partition by unit, indicator, as_of order by received desc
            ) as place
            from observations
        ) as placed
        where place = 1
    ) as latest
    inner join targets on latest.unit = targets.unit and latest.indicator = targets.indicator
    where extract(year from as_of + interval '17 days') = targets.year
"""
_DUCKDB = """
import sys, duckdb
out, plans, query, *files = sys.argv[1:]
with duckdb.connect() as connection:
    connection.execute("set preserve_insertion_order = false")
    connection.from_csv_auto(plans).create_view("targets")
    connection.from_csv_auto(files, date_format="%d/%m/%Y").project(
        '"Mã đơn vị" as unit, "Mã chỉ số" as indicator, "Ngày số liệu" as as_of, '
        '"Ngày nhận" as received, "Tử số" as n, "Mẫu số" as d'
    ).create_view("observations")
    connection.execute(f"copy ({query}) to '{out}' (format parquet)")
"""


def list_peers(folder: Path, targets: Path, files: list[Path]) -> dict[str, list[str]]:
    """Name of a tool -> command that reads the csv files and writes the attainment table.

    Args:
        folder: for the Parquet that each writes.
        targets: csv with unit, indicator, year, target.
        files: observations in the layout ``indicator_results``.
    """
    paths = [str(targets), *map(str, files)]
    sql = [str(targets), ATTAIN_SQL, *map(str, files)]
    return {
        "pandas": [sys.executable, "-c", _PANDAS, str(folder / "pandas.parquet"), *paths],
        "polars": [sys.executable, "-c", _POLARS, str(folder / "polars.parquet"), *paths],
        "DuckDB": [sys.executable, "-c", _DUCKDB, str(folder / "duckdb.parquet"), *sql],
    }
