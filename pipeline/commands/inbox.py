"""``cchc inbox``: hand in what others dropped into a folder."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from pipeline.commands.options import marts_option, raw_option
from pipeline.commands.terminal import open_console
from pipeline.handins.inbox import USUAL_KINDS, take_inbox
from pipeline.handins.run import recover
from pipeline.inputs.entries import FOLDERS
from pipeline.support.settings import resolve_settings


@click.command("inbox")
@click.argument(
    "folder", metavar="THƯ_MỤC", type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@raw_option
@marts_option
@click.option("--by", metavar="TÊN", default="hộp thư", show_default=True, help="Tên ghi nhật ký.")
@click.option(
    "--kind", "kinds", type=click.Choice(FOLDERS), multiple=True, default=USUAL_KINDS,
    show_default=True, help="Loại tệp được nhận; nói nhiều lần cho nhiều loại.",
)  # fmt: skip
def inbox_command(
    folder: Path, raw_folder: str | None, marts_folder: str | None, by: str, kinds: tuple[str, ...]
) -> None:
    """Đưa vào kho mọi tệp đã chép xong trong một thư mục chung.

    Tệp dùng được chuyển vào da-nhan/, tệp không dùng được vào khong-nhan/ kèm lý do. Mã thoát 1
    khi có tệp không nhận.
    """
    settings, console = resolve_settings(raw_folder, marts_folder), open_console()
    recover(settings)
    done = take_inbox(settings, folder, by, kinds)
    for taken in done:
        mark = "✗" if taken.reason else "✓"
        console.print(f"{mark} {taken.name}: {taken.reason or 'đã đưa vào'} → {taken.moved_to}")
    sys.exit(1 if any(taken.reason for taken in done) else 0)
