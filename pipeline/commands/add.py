"""``cchc add``: hand files in, as the page Đưa số liệu vào does."""

from __future__ import annotations

import datetime as dt
import getpass
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.commands.options import marts_option, raw_option
from pipeline.commands.terminal import open_console
from pipeline.handins.identify import identify_file, name_layout
from pipeline.handins.journal import find_last
from pipeline.handins.run import hand_in, rebuild, recover, undo_last
from pipeline.handins.sidecar_text import write_plan_sidecar
from pipeline.handins.store import HandedFile
from pipeline.inputs.entries import FOLDERS
from pipeline.support.problems import say_problem
from pipeline.support.settings import resolve_settings

if TYPE_CHECKING:
    from rich.console import Console

    from pipeline.handins.state import HandInState
    from pipeline.support.settings import Settings


def _name_user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "không rõ"


def _tell(console: Console, state: HandInState) -> None:
    if state.step == "published":
        done = "Đã hoàn tác" if state.action == "undo" else "Đã đưa vào"
        console.print(f"{done}: {', '.join(state.files)}; bản dựng {state.build_id}", style="green")
        for name in state.unused:
            console.print(f"Không dùng được {name}: xem trang Chất lượng, hoặc cchc check")
        for name in state.displaced:
            console.print(f"Không dùng {name} nữa, vì tệp vừa đưa vào là của cùng một kế hoạch")
    elif state.step == "cancelled":
        console.print("Đã dừng; mọi thứ như trước khi đưa vào.")
    else:
        console.print(f"Không đưa vào được: {state.message}. Mọi thứ như trước.", style="red")


def _read_request(path: Path) -> dict[str, Any]:
    """What the page asks for: files as ``HandedFile``, who, and the name of the hand-in."""
    asked = json.loads(path.read_text(encoding="utf-8"))
    files = []
    for row in asked["files"]:
        day = row["received_on"]
        received = dt.date.fromisoformat(day) if day else None
        files.append(
            HandedFile(
                Path(row["path"]), row["name"], row["folder"], received, row["sidecar"],
                row["takes_place_of"],
            )
        )  # fmt: skip
    return asked | {"files": files}


def _prepare(
    console: Console,
    settings: Settings,
    path: Path,
    folder: str | None,
    day: dt.date,
    sidecar: str,
) -> HandedFile:
    identity = identify_file(path, settings)
    found = folder or identity.folder
    if found is None:
        said = "; ".join(say_problem(p)[0] for p in identity.problems[:2])
        raise click.UsageError(f"Không biết {path.name} là gì ({said}); dùng --as để nói rõ")
    console.print(f"{path.name}: {name_layout(identity.layout) or found}")
    received = day if found == "progress" else None
    return HandedFile(path, path.name, found, received, sidecar if found == "plans" else "")


@click.command("add")
@click.argument("files", nargs=-1, metavar="TỆP...", type=click.Path(path_type=Path))
@raw_option
@marts_option
@click.option("--as", "folder", type=click.Choice(FOLDERS), help="Loại tệp, khi máy không nhận ra.")
@click.option(
    "--received", metavar="NGÀY", type=click.DateTime(["%Y-%m-%d", "%d/%m/%Y"]),
    help="Ngày nhận báo cáo tiến độ (mặc định hôm nay).",
)  # fmt: skip
@click.option("--unit", metavar="MÃ_ĐƠN_VỊ", default="", help="Kế hoạch của đơn vị nào.")
@click.option("--plan", metavar="MÃ_KẾ_HOẠCH", default="", help="Văn bản của kế hoạch đã có nào.")
@click.option("--by", metavar="TÊN", help="Người đưa vào (mặc định tên đăng nhập máy).")
@click.option("--undo", is_flag=True, help="Hoàn tác lần đưa vào gần nhất.")
@click.option("--request", type=click.Path(path_type=Path), hidden=True)
def add_command(
    files: tuple[Path, ...],
    raw_folder: str | None,
    marts_folder: str | None,
    folder: str | None,
    received: dt.datetime | None,
    unit: str,
    plan: str,
    by: str | None,
    undo: bool,
    request: Path | None,
) -> None:
    """Đưa tệp vào kho và dựng lại; không dựng được thì mọi thứ như trước.

    Tệp được chép vào data/raw, ghi ai đưa và lúc nào (data/raw/hand-ins/nhat-ky.csv). Mã thoát: 0
    khi đã xuất bản, 1 khi không.
    """
    settings, console = resolve_settings(raw_folder, marts_folder), open_console()
    if back := recover(settings):
        console.print(f"Đã trả lại như trước một lần đưa vào dở dang: {', '.join(back)}")
    if request is not None:
        asked = _read_request(request)
        if asked["action"] == "undo":
            state = undo_last(settings, asked["by"], asked["undoes"], asked["hand_in_id"])
        elif asked["action"] == "build":
            state = rebuild(settings, asked["by"], asked["hand_in_id"])
        else:
            state = hand_in(settings, asked["files"], asked["by"], asked["hand_in_id"])
    elif undo:
        last = find_last(settings.raw)
        state = undo_last(settings, by or _name_user(), last[0].hand_in_id if last else "")
    else:
        missing = [str(path) for path in files if not path.is_file()]
        if missing or not files:
            raise click.UsageError(f"Không có tệp {', '.join(missing)}" if missing else "Thiếu tệp")
        day = received.date() if received else dt.datetime.now(dt.UTC).astimezone().date()
        sidecar = write_plan_sidecar(unit, plan)
        handed = [_prepare(console, settings, p.resolve(), folder, day, sidecar) for p in files]
        state = hand_in(settings, handed, by or _name_user())
    _tell(console, state)
    sys.exit(0 if state.step == "published" else 1)
