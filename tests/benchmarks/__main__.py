"""``make bench``: how long builds take, as ratios to a floor measured in the same run.

Machines differ and the same machine differs from minute to minute, so seconds are printed for
orientation only; what may be compared between runs are the ratios.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from openpyxl import load_workbook

from pipeline.settings import PROJECT
from tests.benchmarks.clock import Timing, repeat
from tests.benchmarks.documents import bench_documents
from tests.benchmarks.floors import import_dbt, load_with_duckdb

CCHC = [sys.executable, "-m", "pipeline"]


def _say(name: str, timing: Timing, floor: Timing, note: str = "") -> None:
    ratio = timing.seconds / floor.seconds
    print(f"{name:<44} {timing.seconds:8.2f} s {timing.peak_mb:8.0f} MB {ratio:8.1f} x  {note}")


def _change_one_plan(raw: Path) -> None:
    """Another value in one plan, so that one file has to be read again."""
    path = raw / "plans" / "long-an-2022.xlsx"
    book = load_workbook(path)
    sheet = book["Chỉ tiêu"]
    header = [c.value for c in sheet[1]]
    cell = next(
        row[header.index("Giá trị")]
        for row in sheet.iter_rows(min_row=2)
        if isinstance(row[header.index("Giá trị")].value, int | float)
    )
    cell.value = cell.value % 90 + 1
    book.save(path)


def bench_committed_plans(folder: Path, times: int) -> None:
    """The five committed plans: whole build, nothing changed, one plan changed."""
    raw, marts = folder / "raw", folder / "marts"
    shutil.copytree(PROJECT / "data" / "raw", raw)
    build = [*CCHC, "build", "--raw", str(raw), "--marts", str(marts)]
    database = folder / "floor.duckdb"

    dbt = repeat(times, lambda: None, import_dbt())
    whole = repeat(times, lambda: shutil.rmtree(marts, ignore_errors=True), build)
    parsed = sorted((marts / "cache").rglob("*.parquet"))
    floor = repeat(
        times, lambda: database.unlink(missing_ok=True), load_with_duckdb(database, parsed)
    )
    print("Năm kế hoạch và tiến độ trong data/raw; x là tỷ số so với DuckDB chỉ nạp các tệp đã đọc")
    _say("sàn: DuckDB nạp các tệp đã đọc", floor, floor)
    _say("sàn: nạp thư viện dbt", dbt, floor)
    _say("dựng từ đầu", whole, floor, f"{whole.seconds / dbt.seconds:.1f} x nạp dbt")
    _say("dựng lại, không gì đổi", repeat(times, lambda: None, build), floor)
    changed = repeat(times, lambda: _change_one_plan(raw), build)
    _say(
        "dựng lại, một kế hoạch đổi",
        changed,
        floor,
        f"{changed.seconds / dbt.seconds:.1f} x nạp dbt",
    )
    ask = [*CCHC, "sql", "--marts", str(marts), "select count(*) from fct_target"]
    _say("cchc sql, một câu hỏi", repeat(times, lambda: None, ask), floor)


def bench_sample(folder: Path, units: int, weeks: int) -> None:
    """A simulated history of many units."""
    raw, marts = folder / "sample", folder / "sample-marts"
    repeat(
        1,
        lambda: None,
        [*CCHC, "sample", "--units", str(units), "--weeks", str(weeks), "--out", str(raw)],
    )
    files = sorted((raw / "progress").iterdir())
    rows = sum(path.read_bytes().count(b"\n") - 1 for path in files)
    floor = repeat(1, lambda: None, load_with_duckdb(folder / "sample.duckdb", files))
    whole = repeat(1, lambda: None, [*CCHC, "build", "--raw", str(raw), "--marts", str(marts)])
    print(f"\nMẫu mô phỏng {units} đơn vị, {weeks} tuần, {rows} dòng CSV")
    _say("sàn: DuckDB nạp CSV", floor, floor, f"{rows / floor.seconds:,.0f} dòng/giây")
    _say("dựng từ đầu", whole, floor, f"{rows / whole.seconds:,.0f} dòng/giây")


def main() -> None:
    """Run every benchmark in a temporary folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=3, help="số lần chạy")
    parser.add_argument("--units", type=int, default=34)
    parser.add_argument("--weeks", type=int, default=104)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="cchc-bench-") as name:
        bench_documents(Path(name), options.times)
        bench_committed_plans(Path(name), options.times)
        bench_sample(Path(name), options.units, options.weeks)


if __name__ == "__main__":
    main()
