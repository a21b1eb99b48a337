"""``cchc build``: everything from raw files to a published build."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
import polars as pl
from rich.table import Table

from pipeline.build import BuildReport, build
from pipeline.commands.options import marts_option, raw_option
from pipeline.commands.terminal import open_console
from pipeline.console import choose_reporter
from pipeline.publish.builds import BuildRunningError
from pipeline.publish.folders import MartsFolderError
from pipeline.publish.manifest import describe_tests
from pipeline.settings import resolve_settings

if TYPE_CHECKING:
    from rich.console import Console

    from pipeline.inputs.cache import CachedFile

_REASONS_SHOWN = 3


def _read_rejects(cached: CachedFile) -> pl.DataFrame:
    path = cached.find_parquet("rejects")
    return pl.read_parquet(path) if path else pl.DataFrame()


def _describe_state(cached: CachedFile, report: BuildReport) -> str:
    if report.load_plan and cached.raw.name in report.load_plan.set_aside:
        return "để riêng"
    if not cached.summary["is_loaded"]:
        return "không dùng"
    return "đọc mới" if cached.was_fresh else "đã đọc trước"


def _tabulate_files(report: BuildReport) -> Table:
    table = Table(title="Tệp", title_justify="left")
    for name, justify in (
        ("Tệp", "left"),
        ("Tình trạng", "left"),
        ("Dòng dùng", "right"),
        ("Dòng bị loại", "right"),
        ("Cảnh báo", "right"),
    ):
        table.add_column(name, justify=justify)
    for cached in report.files:
        summary, rejects = cached.summary, _read_rejects(cached)
        warnings = rejects.filter(pl.col("severity") == "warning").height
        table.add_row(
            cached.raw.name,
            _describe_state(cached, report),
            str(summary["rows_loaded"]),
            str(summary["rows_rejected"]),
            str(warnings),
        )
    return table


def _print_reasons(console: Console, report: BuildReport) -> None:
    """The first reasons of every file that lost something."""
    for cached in report.files:
        rejects = _read_rejects(cached)
        for row in rejects.head(_REASONS_SHOWN).iter_rows(named=True):
            place = ", ".join(
                str(p)
                for p in (
                    row["sheet"],
                    row["row_no"] and f"dòng {row['row_no']}",
                    row["column_name"] and f"cột {row['column_name']}",
                )
                if p
            )
            console.print(
                f"[yellow]•[/] {cached.raw.name} ({place or 'cả tệp'}): "
                f"{row['message']} → {row['remedy']}"
            )
        if rejects.height > _REASONS_SHOWN:
            console.print(
                f"  … và {rejects.height - _REASONS_SHOWN} điều khác; "
                f"xem: cchc check {cached.raw.path}"
            )
    for name, problem in (report.load_plan.set_aside if report.load_plan else {}).items():
        console.print(f"[yellow]•[/] {problem.describe(name)}")


def _print_failure(console: Console, report: BuildReport) -> None:
    failures = report.transform.failures if report.transform else []
    console.print("[red]Không xuất bản được: kiểm thử dữ liệu không đạt.[/]")
    for name, message in failures[:10]:
        first_line = message.strip().splitlines()[0] if message.strip() else ""
        console.print(f"  • {name}: {first_line}", markup=False)
    console.print(f"Bản dựng cũ vẫn giữ nguyên. Bản hỏng để xem lại: {report.failed_folder}")


def _print_success(console: Console, report: BuildReport) -> None:
    manifest = report.manifest
    if manifest is None:
        return
    rejected = sum(f.summary["rows_rejected"] for f in report.files)
    console.print(
        f"[green]Đã xuất bản {manifest.build_id}[/] sau {manifest.seconds:.1f} giây: "
        f"{len(report.files)} tệp, {rejected} dòng bị loại, "
        f"{describe_tests(manifest)}."
    )


@click.command("build")
@raw_option
@marts_option
@click.option("--force", is_flag=True, help="Dựng lại dù không có gì thay đổi.")
def build_command(raw_folder: str | None, marts_folder: str | None, force: bool) -> None:
    """Đọc data/raw, dựng các bảng, kiểm thử và xuất bản."""
    settings, console = resolve_settings(raw_folder, marts_folder), open_console()
    if not Path(settings.raw).is_dir():
        raise click.UsageError(f"Không có thư mục dữ liệu thô {settings.raw}")
    try:
        report = build(settings, choose_reporter(), force=force)
    except BuildRunningError:
        console.print("Đang có lần dựng khác trên cùng thư mục; hãy đợi nó xong.")
        sys.exit(1)
    except MartsFolderError as error:
        console.print(f"{error} Không có gì mới được xuất bản; bản trước vẫn giữ nguyên.")
        sys.exit(1)
    if report.is_unchanged and report.manifest:
        console.print(f"Không có gì thay đổi; bản hiện hành là {report.manifest.build_id}.")
        return
    console.print(_tabulate_files(report))
    _print_reasons(console, report)
    if not report.is_published:
        _print_failure(console, report)
        sys.exit(1)
    _print_success(console, report)
