"""``cchc status``: what is published now."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import click

from pipeline.commands.options import marts_option
from pipeline.commands.terminal import open_console
from pipeline.publish.builds import find_current_build
from pipeline.publish.manifest import Manifest, compare_files, describe_tests, read_manifest
from pipeline.support.settings import Settings, resolve_settings

if TYPE_CHECKING:
    from rich.console import Console

_HOUR, _DAY = 3600, 86400


def describe_age(built_at: str, now: dt.datetime) -> str:
    """How long ago a build was made, in Vietnamese."""
    seconds = (now - dt.datetime.fromisoformat(built_at)).total_seconds()
    if seconds < _HOUR:
        return f"{int(seconds // 60)} phút trước"
    if seconds < _DAY:
        return f"{int(seconds // _HOUR)} giờ trước"
    return f"{int(seconds // _DAY)} ngày trước"


def _print_files(console: Console, manifest: Manifest) -> None:
    files = manifest.files
    loaded = sum(1 for f in files if f["is_loaded"])
    rejected = sum(f["rows_rejected"] for f in files)
    console.print(f"Nguồn: {len(files)} tệp, dùng {loaded}; {rejected} dòng bị loại")
    for file in files:
        mark = "✓" if file["is_loaded"] else "✗"
        console.print(f"  {mark} {file['file_path']}: {file['rows_loaded']} dòng", markup=False)


def _count_pending_reviews(build_folder: str) -> tuple[int, int]:
    """Links, and readings of documents, that wait for a person."""
    import duckdb

    with duckdb.connect(f"{build_folder}/cchc.duckdb", read_only=True) as connection:
        return connection.sql(
            "select (select count(*) from fct_target where link_status = 'suggested' "
            "or (kind = 'quantitative' and link_status = 'none')), "
            "(select count(*) from mart_review_queue)"
        ).fetchall()[0]


def _print_status(console: Console, settings: Settings) -> None:
    build = find_current_build(settings)
    if build is None:
        raise click.ClickException("Chưa có bản dựng nào; hãy chạy: cchc build")
    manifest = read_manifest(build)
    age = describe_age(manifest.built_at, dt.datetime.now(dt.UTC))
    console.print(f"Bản dựng: {manifest.build_id} ({age}, dựng trong {manifest.seconds:g} giây)")
    _print_files(console, manifest)
    console.print(describe_tests(manifest).capitalize())
    unlinked, unsure = _count_pending_reviews(str(build))
    console.print(f"Chờ rà soát: {unlinked} con số chưa gắn chỉ số, {unsure} dòng đọc chưa chắc")
    console.print("Số dòng:")
    for table, rows in manifest.row_counts.items():
        console.print(f"  {table}: {rows}", markup=False)


_DIFFERENCES = {"changed": "đã bị sửa", "missing": "đã mất", "unknown": "không phải của bản dựng"}


def _verify(console: Console, settings: Settings) -> None:
    """Whether every file is as it was published; exits with 1 where one is not."""
    build = find_current_build(settings)
    if build is None:
        raise click.ClickException("Chưa có bản dựng nào; hãy chạy: cchc build")
    if not read_manifest(build).checksums:
        raise click.ClickException("Bản dựng này chưa có tổng kiểm; dựng lại: cchc build --force")
    differences = compare_files(build)
    for name, kind in differences.items():
        console.print(f"✗ {name}: {_DIFFERENCES[kind]}")
    if differences:
        raise click.ClickException(
            f"{len(differences)} tệp của {build.name} khác lúc xuất bản. Quay về bản trước: "
            "cchc rollback; hoặc dựng lại: cchc build --force"
        )
    console.print(f"✓ Mọi tệp của {build.name} còn nguyên như lúc xuất bản.")


@click.command("status")
@marts_option
@click.option("--verify", is_flag=True, help="Tính lại tổng kiểm của từng tệp đã xuất bản.")
def status_command(marts_folder: str | None, verify: bool) -> None:
    """Bản dựng hiện hành: tuổi, nguồn, số dòng, kiểm thử, việc chờ rà soát."""
    settings = resolve_settings(marts=marts_folder)
    if verify:
        _verify(open_console(), settings)
        return
    _print_status(open_console(), settings)
