"""The same attainment table with pandas, as an office's script would make it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# Readings of every file, the latest receipt of each day, joined to the numbers of the plans,
# and what docs/method.md says of met, gap and attainment.
_ATTAIN = """
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


def attain_with_pandas(out: Path, targets: Path, files: list[Path]) -> list[str]:
    """Command that reads the csv files and writes the attainment table with pandas.

    Args:
        out: Parquet to write.
        targets: csv with unit, indicator, year, target.
        files: readings in the layout ``indicator_results``.
    """
    return [sys.executable, "-c", _ATTAIN, str(out), str(targets), *map(str, files)]
