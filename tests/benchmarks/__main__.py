"""``make bench``: how long builds take, as ratios to a floor measured in the same run.

Machines differ and the same machine differs from minute to minute, so seconds are printed for
orientation only; what may be compared between runs are the ratios.
"""

from __future__ import annotations

import argparse
import datetime as dt
import shutil
import sys
import tempfile
from math import log
from pathlib import Path
from statistics import linear_regression
from typing import TYPE_CHECKING

import duckdb
from openpyxl import load_workbook

from pipeline.support.settings import PROJECT
from tests.benchmarks.clock import Timing, repeat
from tests.benchmarks.documents import bench_documents
from tests.benchmarks.floors import import_dbt, load_one_table, load_with_duckdb
from tests.benchmarks.peers import list_peers
from tests.benchmarks.postgres import attain_with_postgres
from tests.benchmarks.sessions import bench_pages, bench_sessions

if TYPE_CHECKING:
    from collections.abc import Sequence

CCHC = [sys.executable, "-m", "pipeline"]


# Times the seconds that importing dbt alone takes.
_OFFICE_AIMS = {
    "dựng từ đầu": 3.5,
    "dựng lại, tệp đã đọc trước": 2.2,
    "thêm một tệp tiến độ": 1.8,
    "dựng lại, không gì đổi": 0.6,
}


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


def _add_progress(raw: Path) -> None:
    """One reading of a fact and a day that no other file speaks of."""
    folder = raw / "progress"
    day = dt.date(2031, 1, 3) + dt.timedelta(days=len(list(folder.glob("bench-*"))))
    (folder / f"bench-{day}.csv").write_text(
        "Mã đơn vị;Mã chỉ số;Ngày số liệu;Ngày nhận;Giá trị;Đơn vị tính;Loại số liệu\n"
        f"VN34-14;TTHC_ON_TIME_SHARE;{day:%d/%m/%Y};{day:%d/%m/%Y};75;%;tự báo cáo\n",
        encoding="utf-8",
    )


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

    def say(name: str, timing: Timing) -> None:
        aim = _OFFICE_AIMS.get(name)
        said = f"{timing.seconds / dbt.seconds:.1f} x nạp dbt"
        _say(name, timing, floor, f"{said} (mục tiêu {aim})" if aim else said)

    say("dựng từ đầu", whole)
    say("dựng lại, tệp đã đọc trước", repeat(times, lambda: None, [*build, "--force"]))
    say(
        "dựng lại bằng dbt, tệp đã đọc trước", repeat(1, lambda: None, [*build, "--force", "--dbt"])
    )
    say("dựng lại, không gì đổi", repeat(times, lambda: None, build))
    say("thêm một tệp tiến độ", repeat(times, lambda: _add_progress(raw), build))
    say("dựng lại, một kế hoạch đổi", repeat(times, lambda: _change_one_plan(raw), build))
    ask = [*CCHC, "sql", "--marts", str(marts), "select count(*) from fct_target"]
    _say("cchc sql, một câu hỏi", repeat(times, lambda: None, ask), floor)


def _write_targets(marts: Path, path: Path) -> int:
    """What the plans of the sample demand, for the peer; returns rows of our own table."""
    database = marts / "current" / "cchc.duckdb"
    with duckdb.connect(database, read_only=True) as connection:
        demands = connection.sql(
            "select unit_code as unit, indicator_code as indicator, due_year as year, "
            "value as target from fct_target inner join dim_plan using (plan_code)"
        )
        demands.pl().write_csv(path)
        return connection.sql("select count(*) from mart_attainment").fetchall()[0][0]


def bench_sample(folder: Path, units: int, weeks: int) -> None:
    """A simulated history of many units: a whole build, one week more, and the same in pandas."""
    raw, marts = folder / "sample", folder / "sample-marts"
    sample = [*CCHC, "sample", "--units", str(units), "--weeks", str(weeks), "--out", str(raw)]
    repeat(1, lambda: None, sample)
    files = sorted((raw / "progress").iterdir())
    # The last full week is held back and comes in afterwards.
    held = folder / files[-3].name
    shutil.move(files[-3], held)
    files = sorted((raw / "progress").iterdir())
    build = [*CCHC, "build", "--raw", str(raw), "--marts", str(marts)]
    rows = sum(path.read_bytes().count(b"\n") - 1 for path in files)
    one_table = load_one_table(folder / "sample.duckdb", files)
    floor = repeat(1, lambda: None, one_table)
    whole = repeat(1, lambda: None, build)
    print(f"\nMẫu mô phỏng {units} đơn vị, {weeks} tuần, {rows:,} dòng CSV trong {len(files)} tệp")
    _say(
        "sàn: DuckDB đọc CSV, ghi một bảng", floor, floor, f"{rows / floor.seconds:,.0f} dòng/giây"
    )
    _say("dựng từ đầu", whole, floor, f"{rows / whole.seconds:,.0f} dòng/giây")
    own = _write_targets(marts, folder / "targets.csv")
    week_rows = held.read_bytes().count(b"\n") - 1
    shutil.move(held, raw / "progress" / held.name)
    week = repeat(1, lambda: None, build)
    _say(
        "thêm một tuần",
        week,
        floor,
        f"{week_rows:,} dòng, {week.seconds / whole.seconds:.2f} x dựng từ đầu",
    )
    targets = folder / "targets.csv"
    peers = {n: repeat(1, lambda: None, c) for n, c in list_peers(folder, targets, files).items()}
    postgres = attain_with_postgres(folder / "postgres", targets, files)
    if postgres:
        peers["PostgreSQL (nạp và nối)"] = postgres
    for name, peer in sorted(peers.items(), key=lambda x: x[1].seconds):
        ratio = whole.seconds / peer.seconds
        _say(f"{name}: bảng mức độ hoàn thành", peer, floor, f"dựng từ đầu {ratio:.1f} x")
    print(f"Bảng của ta: {own:,} dòng. Bộ nhớ của PostgreSQL không đo được.")


def bench_scaling(folder: Path, units: int, weeks: int) -> None:
    """Seconds, memory and bytes of a whole build at 1/8, 1/4, 1/2 and all of the weeks."""
    print(f"\nLớn dần: {units} đơn vị, đến {weeks} tuần; mỗi lần dựng từ đầu")
    measured = []
    for share in (8, 4, 2, 1):
        raw, marts = folder / f"scaling-{share}", folder / f"scaling-marts-{share}"
        count = ["--units", str(units), "--weeks", str(max(1, weeks // share)), "--out", str(raw)]
        repeat(1, lambda: None, [*CCHC, "sample", *count])
        files = sorted((raw / "progress").iterdir())
        rows = sum(path.read_bytes().count(b"\n") - 1 for path in files)
        floor = repeat(1, lambda: None, load_one_table(folder / "scaling.duckdb", files))
        (folder / "scaling.duckdb").unlink()
        build = [*CCHC, "build", "--raw", str(raw), "--marts", str(marts)]
        whole = repeat(1, lambda: None, build)
        published = (marts / "current").resolve()
        size = sum(p.stat().st_size for p in published.rglob("*") if p.is_file())
        _say(f"1/{share}: {rows:,} dòng", whole, floor, f"{size / 2**20:,.0f} MiB xuất bản")
        measured.append((rows, whole.seconds, whole.peak_mb, size))
        shutil.rmtree(raw)
        shutil.rmtree(marts)
    rows, *columns = zip(*measured, strict=True)
    for name, values in zip(("giây", "bộ nhớ", "byte"), columns, strict=True):
        print(f"  {name}: lũy thừa {_find_exponent(rows, values):.2f} của số dòng")


def _find_exponent(sizes: Sequence[float], costs: Sequence[float]) -> float:
    """Slope of a straight line through the logarithms: 1 where cost grows with size."""
    return linear_regression([log(x) for x in sizes], [log(y) for y in costs]).slope


def bench_screens(marts: Path) -> None:
    """First paint of each page, filter changes of one and of many."""
    print(f"\nMàn hình trên kho {marts.name}")
    bench_pages(marts.resolve())
    bench_sessions(marts.resolve())


def main() -> None:
    """Run every benchmark in a temporary folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=3, help="số lần chạy")
    parser.add_argument("--units", type=int, default=34)
    parser.add_argument("--weeks", type=int, default=104)
    parser.add_argument("--only-sample", action="store_true", help="chỉ đo mẫu mô phỏng")
    parser.add_argument("--scaling", action="store_true", help="chỉ đo mẫu lớn dần, đến --weeks")
    parser.add_argument("--screens", metavar="MARTS", type=Path, help="chỉ đo màn hình của một kho")
    options = parser.parse_args()
    if options.screens:
        bench_screens(options.screens)
        return
    with tempfile.TemporaryDirectory(prefix="cchc-bench-") as name:
        if options.scaling:
            bench_scaling(Path(name), options.units, options.weeks)
            return
        if not options.only_sample:
            bench_documents(Path(name), options.times)
            bench_committed_plans(Path(name), options.times)
            bench_screens(Path(name) / "marts")
        bench_sample(Path(name), options.units, options.weeks)
        bench_screens(Path(name) / "sample-marts")


if __name__ == "__main__":
    main()
