"""``cchc rollback``: show the build before the current one."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import click

from pipeline.commands.options import marts_option
from pipeline.commands.status import describe_age
from pipeline.commands.terminal import open_console
from pipeline.publish.builds import (
    BuildRunningError,
    find_current_build,
    hold_build_lock,
    list_builds,
    switch_current,
)
from pipeline.publish.manifest import compare_files, read_manifest
from pipeline.support.settings import resolve_settings

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console

    from pipeline.support.settings import Settings


def _print_builds(console: Console, builds: dict[str, Path], current: Path | None) -> None:
    now = dt.datetime.now(dt.UTC)
    for name, folder in builds.items():
        mark = "→" if folder == current else " "
        console.print(f"{mark} {name} ({describe_age(read_manifest(folder).built_at, now)})")


def _find_wanted(builds: dict[str, Path], current: Path, wanted: str | None) -> Path:
    """The build asked for, or the one before the current, if its files are whole."""
    if wanted is None:
        wanted = max((name for name in builds if name < current.name), default=None)
    if wanted is None:
        raise click.ClickException("Không còn bản dựng nào trước bản hiện hành.")
    if wanted not in builds:
        known = ", ".join(builds) or "không có"
        raise click.ClickException(f"Không có bản dựng «{wanted}»; đang giữ: {known}")
    if not read_manifest(builds[wanted]).checksums:
        raise click.ClickException(
            f"Bản dựng {wanted} của một phiên bản chưa ghi mã kiểm nên không biết còn nguyên hay "
            "không; không chuyển. Hãy dựng lại: cchc build --force"
        )
    changed = compare_files(builds[wanted])
    if changed:
        raise click.ClickException(
            f"Bản dựng {wanted} không còn nguyên ({', '.join(sorted(changed))}); không chuyển."
        )
    return builds[wanted]


@click.command("rollback")
@marts_option
@click.option("--to", "wanted", help="Mã bản dựng; bỏ trống thì là bản ngay trước bản hiện hành.")
@click.option("--list", "lists", is_flag=True, help="Chỉ liệt kê các bản dựng còn giữ.")
def rollback_command(marts_folder: str | None, wanted: str | None, lists: bool) -> None:
    """Quay về bản dựng trước (lần dựng sau vẫn đọc lại dữ liệu thô)."""
    settings, console = resolve_settings(marts=marts_folder), open_console()
    if lists:
        builds = {folder.name: folder for folder in list_builds(settings)}
        _print_builds(console, builds, find_current_build(settings))
        return
    try:
        # No build comes between the choice and the change, and none is pruned.
        with hold_build_lock(settings):
            current, chosen = _switch(settings, wanted)
    except BuildRunningError as error:
        raise click.ClickException("Đang có một lần dựng khác; chờ xong rồi chạy lại.") from error
    age = describe_age(read_manifest(chosen).built_at, dt.datetime.now(dt.UTC))
    console.print(f"Đã chuyển về {chosen.name} ({age}); bản {current.name} vẫn còn.")
    console.print("Lần dựng sau đọc lại dữ liệu thô: sửa hoặc bỏ tệp gây lỗi trước khi dựng.")


def _switch(settings: Settings, wanted: str | None) -> tuple[Path, Path]:
    """The build that was current, and the one that is now."""
    current = find_current_build(settings)
    if current is None:
        raise click.ClickException("Chưa có bản dựng nào; hãy chạy: cchc build")
    builds = {folder.name: folder for folder in list_builds(settings)}
    chosen = _find_wanted(builds, current, wanted)
    switch_current(settings, chosen)
    return current, chosen
