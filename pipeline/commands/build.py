"""``cchc build``: everything from raw files to a published build."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click
import duckdb
import polars as pl
from rich.table import Table
from rich.text import Text

from pipeline.building.build import BuildReport, build
from pipeline.commands.options import marts_option, raw_option
from pipeline.commands.terminal import open_console
from pipeline.engines.address import EngineError, resolve_engine
from pipeline.handins.run import recover
from pipeline.inputs.supervise import ReaderUnavailableError
from pipeline.publish.builds import DATABASE, BuildRunningError
from pipeline.publish.folders import MartsFolderError
from pipeline.publish.manifest import DUCKDB, SPARK, describe_rows, describe_tests
from pipeline.publish.unanswered import count_unanswered
from pipeline.support.console import choose_reporter
from pipeline.support.problems import say_problem
from pipeline.support.settings import resolve_settings

if TYPE_CHECKING:
    from rich.console import Console

    from pipeline.inputs.cache import CachedFile

# So many files are listed one by one; more are counted by folder and state.
_FILES_SHOWN = 15
_PROBLEMS_SHOWN = 10
_WORST_FIRST = {"file": 0, "row": 1, "warning": 2, "ignored": 3}


def _describe_state(cached: CachedFile, report: BuildReport) -> str:
    if report.load_plan and cached.raw.name in report.load_plan.set_aside:
        return "để riêng"
    if not cached.summary["is_loaded"]:
        return "không dùng"
    return "đọc mới" if cached.was_fresh else "đã đọc trước"


def _tabulate_files(report: BuildReport) -> Table:
    table = Table("Tệp", "Tình trạng", title="Tệp", title_justify="left")
    for name in ("Dòng đọc", "Dùng", "Bị loại", "Bỏ qua"):
        table.add_column(name, justify="right")
    keys = ("rows_read", "rows_loaded", "rows_rejected", "rows_ignored")
    by_name = {file["file_path"]: file for file in report.list_files()}
    for cached in report.files:
        file = by_name[cached.raw.name]
        table.add_row(
            Text(cached.raw.name), _describe_state(cached, report), *(str(file[k]) for k in keys)
        )
    return table


def _tabulate_folders(report: BuildReport) -> Table:
    """Many files: one row a folder and state."""
    table = Table("Thư mục", "Tình trạng", title="Tệp theo thư mục", title_justify="left")
    for name in ("Số tệp", "Dòng đọc", "Dùng", "Bị loại", "Bỏ qua"):
        table.add_column(name, justify="right")
    keys = ("rows_read", "rows_loaded", "rows_rejected", "rows_ignored")
    by_name = {file["file_path"]: file for file in report.list_files()}
    groups: dict[tuple[str, str], Counter[str]] = {}
    for cached in report.files:
        group = groups.setdefault((cached.raw.folder, _describe_state(cached, report)), Counter())
        group["files"] += 1
        group.update({key: by_name[cached.raw.name][key] for key in keys})
    for (folder, state), counts in sorted(groups.items()):
        table.add_row(Text(folder), state, *(str(counts[k]) for k in ("files", *keys)))
    return table


def _list_problems(report: BuildReport) -> list[str]:
    """What is wrong with files and rows, the worst first, in sentences."""
    found = [pl.read_parquet(p) for c in report.files if (p := c.find_parquet("rejects"))]
    aside = report.load_plan.set_aside if report.load_plan else {}
    said = [problem.describe(name) for name, problem in aside.items()]
    if not found:
        return said
    problems = pl.concat(found).filter(pl.col("severity") != "ignored")
    order = pl.col("severity").replace_strict(_WORST_FIRST, return_dtype=pl.Int64)
    rows = problems.sort(order, "file_path", "row_no", maintain_order=True)
    for row in rows.iter_rows(named=True):
        places = (
            row["place"],
            row["sheet"] and f"trang «{row['sheet']}»",
            row["row_no"] and f"dòng {row['row_no']}",
            row["column_name"] and f"cột «{row['column_name'][:60]}»",
        )
        place = ", ".join(str(p) for p in places if p) or "cả tệp"
        said.append(f"{row['file_path']} ({place}): {' → '.join(filter(None, say_problem(row)))}")
    return said


def _list_findings(folder: Path) -> list[str]:
    """What the published build has found, the worst first, in sentences."""
    with duckdb.connect(folder / DATABASE, read_only=True) as connection:
        rows = connection.execute(
            "select source_file, plan_code, place, message, remedy from mart_data_quality "
            "where severity <> 'info' order by finding_no"
        ).fetchall()
    return [
        f"{file or plan or ''} ({place or 'cả tệp'}): {message}"
        + (f" → {remedy}" if remedy else "")
        for file, plan, place, message, remedy in rows
    ]


def _print_problems(console: Console, said: list[str]) -> None:
    """The ten worst problems, and where the rest stand."""
    for line in said[:_PROBLEMS_SHOWN]:
        console.print("•", " ".join(line.split()))
    if len(said) > _PROBLEMS_SHOWN:
        console.print(
            f"… và {len(said) - _PROBLEMS_SHOWN} điều khác: xem trang Chất lượng, bảng "
            "mart_data_quality, hoặc chạy cchc check TỆP cho từng tệp"
        )


def _print_failure(console: Console, report: BuildReport) -> None:
    failures = report.transform.failures if report.transform else []
    console.print(
        "Không xuất bản được: có bảng không dựng được hoặc kiểm thử không đạt.", style="red"
    )
    # A model that breaks takes its tests with it; the model is the cause.
    for name, message in sorted(failures, key=lambda f: " in test " in f[1])[:10]:
        lines = [line.strip() for line in message.strip().splitlines() if line.strip()]
        console.print(f"  • {name}: {' '.join(lines[:4])[:300]}")
    console.print(f"Bản dựng cũ vẫn giữ nguyên. Bản hỏng để xem lại: {report.failed_folder}")


def _print_success(console: Console, report: BuildReport, folder: Path) -> None:
    manifest = report.manifest
    if manifest is None:
        return
    console.print(describe_rows(manifest))
    for line in count_unanswered(folder):
        console.print(line)
    if report.transform and report.transform.replay_fault:
        fault = " ".join(report.transform.replay_fault.split())[:200]
        console.print(f"Các câu lệnh ghi sẵn không chạy được nên dbt đã dựng lại từ đầu: {fault}")
    console.print(
        f"Đã xuất bản {manifest.build_id} sau {manifest.seconds:.1f} giây; "
        f"{describe_tests(manifest)}.",
        style="green",
    )


def _print_files(console: Console, report: BuildReport, said: list[str]) -> None:
    few = len(report.files) <= _FILES_SHOWN
    console.print(_tabulate_files(report) if few else _tabulate_folders(report))
    _print_problems(console, said)


@click.command("build")
@raw_option
@marts_option
@click.option("--force", is_flag=True, help="Dựng lại dù không có gì thay đổi.")
@click.option(
    "--dbt", "asks_dbt", is_flag=True, help="Dựng lại bằng dbt thay cho các câu lệnh đã ghi lại."
)
@click.option(
    "--engine", "engine_name", type=click.Choice([DUCKDB, SPARK]), default=DUCKDB,
    help="Nơi dựng các bảng: duckdb (mặc định), hoặc spark cho dữ liệu rất lớn (docs/scale.md).",
)  # fmt: skip
def build_command(
    raw_folder: str | None, marts_folder: str | None, force: bool, asks_dbt: bool, engine_name: str
) -> None:
    """Đọc data/raw, dựng các bảng, kiểm thử và xuất bản."""
    settings, console = resolve_settings(raw_folder, marts_folder), open_console()
    if not Path(settings.raw).is_dir():
        raise click.UsageError(f"Không có thư mục dữ liệu thô {settings.raw}")
    if back := recover(settings):
        console.print(f"Đã trả lại như trước một lần đưa vào dở dang: {', '.join(back)}")
    try:
        reporter = choose_reporter()
        engine = resolve_engine() if engine_name == SPARK else None
        report = build(
            settings, reporter, force=force or asks_dbt, asks_dbt=asks_dbt, engine=engine
        )
    except BuildRunningError:
        console.print("Đang có lần dựng khác trên cùng thư mục; hãy đợi nó xong.")
        sys.exit(1)
    except (MartsFolderError, ReaderUnavailableError, EngineError) as error:
        console.print(f"{error} Không có gì mới được xuất bản; bản trước vẫn giữ nguyên.")
        sys.exit(1)
    if report.is_unchanged and report.manifest:
        console.print(f"Không có gì thay đổi; bản hiện hành là {report.manifest.build_id}.")
        return
    if not report.is_published:
        _print_files(console, report, _list_problems(report))
        _print_failure(console, report)
        sys.exit(1)
    folder = settings.builds / report.build_id
    try:
        _print_files(console, report, _list_findings(folder))
        _print_success(console, report, folder)
    except Exception as error:  # noqa: BLE001 (published is published, however it is told)
        click.echo(
            f"Đã xuất bản {report.build_id}, nhưng không in được phần tóm tắt "
            f"({type(error).__name__}); xem trang Chất lượng."
        )
