"""``cchc check``: what a file is read as, and what the build would be with it."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.table import Table
from rich.text import Text

from pipeline.building.preview import Preview, guess_folder, preview
from pipeline.commands.options import marts_option, raw_option
from pipeline.commands.terminal import open_console, show_number
from pipeline.handins.identify import identify_file, name_layout
from pipeline.inputs.entries import FOLDERS
from pipeline.inputs.supervise import ReaderUnavailableError
from pipeline.plans.documents.confidence import THRESHOLD
from pipeline.publish.folders import MartsFolderError
from pipeline.support.console import choose_reporter
from pipeline.support.raw_tables import RAW_TABLES
from pipeline.support.sentences import say_remark
from pipeline.support.settings import resolve_settings

if TYPE_CHECKING:
    import polars as pl
    from rich.console import Console

    from pipeline.inputs.cache import CachedFile
    from pipeline.support.settings import Settings

_SIGNS = {
    "eq": "=",
    "gte": "≥",
    "lte": "≤",
    "decrease_gte": "giảm ≥",
    "decrease_eq": "giảm",
    "increase_gte": "tăng ≥",
}
_LEVELS = {"province": "tỉnh", "district": "huyện", "commune": "xã"}
_MARKS = {"error": "✗", "warning": "!", "info": "·"}
_PROBLEMS_SHOWN = 200
_CHANGES_SHOWN = 20
_TASK_COLUMNS = ("task_ref", "task_text", "lead_agency", "due_text", "document_place")


def _find_folder(path: Path, settings: Settings) -> str:
    """The folder the file lies in, else the one whose layouts fit it."""
    raw = settings.raw
    if path.is_relative_to(raw) and (inside := path.relative_to(raw).parts[0]) in FOLDERS:
        return inside
    return guess_folder(path) or identify_file(path, settings).folder or FOLDERS[1]


def _show_measure(row: dict) -> str:
    if row["value"] is None:
        return "(định tính)"
    sign, unit = _SIGNS[row["comparator"]], row["unit"]
    # Things counted have no unit of their own: the words of the target name them.
    behind = {"%": "%", "count": ""}.get(unit, f" {unit}")
    number = f"{sign} {show_number(row['value'])}{behind}"
    level = f", cấp {_LEVELS[row['scope_level']]}" if row["scope_level"] else ""
    base = f", so với {row['baseline']}" if row["baseline"] else ""
    nested = ", trong đó" if row["is_nested"] else ""
    return f"{number}{level}{base}, đến {row['due_year'] or '?'}{nested}"


def _tabulate_targets(targets: pl.DataFrame, preview: Preview) -> Table:
    table = Table(title=f"Chỉ tiêu ({targets['target_ref'].n_unique()})", title_justify="left")
    for name in ("STT", "Chỉ tiêu", "Con số", "Mã chỉ số", "Vị trí", "Chưa chắc vì"):
        table.add_column(name, overflow="fold")
    previous = None
    for row in targets.iter_rows(named=True):
        repeated = row["target_ref"] == previous
        previous = row["target_ref"]
        table.add_row(
            Text("" if repeated else row["target_ref"]),
            Text(row["measure_label"] or row["target_text"]),
            _show_measure(row),
            preview.links.get(_name_target(row)) or "–",
            Text(row["document_place"] or "–"),
            _show_doubts(row),
        )
    return table


def _name_target(row: dict) -> str:
    """Key of a target as the models make it (macros/keys.sql)."""
    ref = row["target_ref"].translate(str.maketrans("/|", "∕¦"))
    number = "" if row["measure_no"] is None else f"/{row['measure_no']}"
    return f"{row['plan_code']}/{ref}{number}"


def _show_doubts(row: dict) -> Text:
    """Why a reading is not certain; an asterisk where a person must look at it."""
    if row["reading_confidence"] is None or not row["reading_doubts"]:
        return Text("")
    mark = "* " if row["reading_confidence"] < THRESHOLD else ""
    return Text(mark + "; ".join(map(say_remark, row["reading_doubts"])))


def _tabulate_tasks(tasks: pl.DataFrame) -> Table:
    table = Table(title=f"Nhiệm vụ ({tasks.height})", title_justify="left")
    for name in ("STT", "Nhiệm vụ", "Chủ trì", "Thời gian", "Vị trí", "Chưa chắc vì"):
        table.add_column(name, overflow="fold")
    for row in tasks.iter_rows(named=True):
        unsure = f"; chưa rõ: {', '.join(map(say_remark, row['unsure']))}" if row["unsure"] else ""
        table.add_row(
            *(Text(row[name] or "–") for name in _TASK_COLUMNS),
            Text((_show_doubts(row).plain + unsure).strip("; ")),
        )
    return table


def _print_plan(console: Console, frames: dict[str, pl.DataFrame], preview: Preview) -> None:
    plan = frames["plans"].row(0, named=True)
    built = next((p for p in preview.plans if p["plan_code"] == plan["plan_code"]), {})
    console.print(Text(f"{plan['plan_title']} ({plan['plan_code']})", style="bold"))
    console.print(
        f"Số {plan['doc_no'] or '(trống)'}, ngày {plan['issued_on'] or '(trống)'}, "
        f"{plan['issuer_name'] or 'chưa rõ cơ quan'}, {plan['province_name'] or 'chưa rõ tỉnh'}, "
        f"{plan['year_from'] or '?'}–{plan['year_to'] or '?'}"
    )
    console.print(f"Đơn vị: {built.get('unit_code') or 'chưa rõ, trả lời ở trang Rà soát'}")
    targets, tasks = frames["targets"], frames["tasks"]
    measures = targets["value"].is_not_null().sum()
    console.print(
        f"{targets['target_ref'].n_unique()} chỉ tiêu ({measures} con số), "
        f"{tasks.height} nhiệm vụ, {frames['task_dues'].height} thời hạn, "
        f"{frames['task_evidence'].height} văn bản đã ban hành"
    )
    console.print(_tabulate_targets(targets, preview))
    console.print(_tabulate_tasks(tasks))
    waiting = _count_waiting(targets) + _count_waiting(tasks)
    if waiting:
        console.print(f"* {waiting} dòng chưa chắc, cần xem lại cạnh văn bản")


def _count_waiting(frame: pl.DataFrame) -> int:
    return frame.filter(frame["reading_confidence"] < THRESHOLD).height


def _print_rows(console: Console, frames: dict[str, pl.DataFrame]) -> None:
    for table, frame in frames.items():
        if frame.height:
            console.print(f"{table}: {frame.height} dòng")


def _load_frames(cached: CachedFile) -> dict[str, pl.DataFrame]:
    import polars as pl

    tables = [t for t in RAW_TABLES if t not in ("files", "rejects")]
    paths = {t: path for t in tables if (path := cached.find_parquet(t))}
    return {table: pl.read_parquet(path) for table, path in paths.items()}


def _print_problems(console: Console, preview: Preview, cached: CachedFile) -> None:
    """What the build would find in the file, problems of its reading first."""
    findings = [f for f in preview.findings if f["source_file"] == cached.raw.name]
    for finding in findings[:_PROBLEMS_SHOWN]:
        place = f" ({finding['place']})" if finding["place"] else ""
        remedy = f" → {finding['remedy']}" if finding["remedy"] else ""
        mark = _MARKS[finding["severity"]]
        console.print(f"{mark}{place}: {' '.join(finding['message'].split())}{remedy}")
    hidden = len(findings) - _PROBLEMS_SHOWN
    if hidden > 0:
        console.print(f"… và {hidden} điều khác")


def _print_file(console: Console, path: Path, preview: Preview) -> bool:
    """Everything on one file; whether nothing of it is lost."""
    name = preview.names[path]
    cached = next((c for c in preview.report.files if c.raw.name == name), None)
    console.rule(Text(path.name), align="left")
    if cached is None:
        console.print("Tệp này không nằm trong thư mục nào được đọc.")
        return False
    summary = next(f for f in preview.report.list_files() if f["file_path"] == name)
    console.print(f"Đọc như: {name}")
    console.print(f"Bố cục: {name_layout(summary['layout']) or 'không nhận ra'}")
    frames = _load_frames(cached)
    if "plans" in frames:
        _print_plan(console, frames, preview)
    else:
        _print_rows(console, frames)
    console.print(
        f"Dòng: đọc {summary['rows_read']} = dùng {summary['rows_loaded']} + bị loại "
        f"{summary['rows_rejected']} + bỏ qua có lý do {summary['rows_ignored']}"
    )
    aside = preview.report.load_plan.set_aside if preview.report.load_plan else {}
    if name in aside:
        said = " → ".join(filter(None, (aside[name].message, aside[name].remedy)))
        console.print(f"Để riêng: {said}")
    _print_problems(console, preview, cached)
    return summary["is_loaded"] and not summary["rows_rejected"] and name not in aside


_CHANGE_WORDS = {
    "target": "chỉ tiêu",
    "verdict": "đánh giá",
    "task": "trạng thái nhiệm vụ",
    "finding": "điều phát hiện",
}


def _print_changes(console: Console, preview: Preview) -> None:
    """What would be other than it is published now."""
    console.rule("So với bản đang dùng", align="left")
    if not preview.report.is_published:
        console.print("Bản dựng thử không xuất bản được; chạy cchc build để xem lý do.")
        return
    if not preview.has_published:
        console.print("Chưa có bản nào được xuất bản để so.")
        return
    if not preview.changes:
        console.print("Không có gì thay đổi.")
    for what, word in _CHANGE_WORDS.items():
        changes = [c for c in preview.changes if c.what == what]
        if not changes:
            continue
        added = sum(c.before is None for c in changes)
        gone = sum(c.after is None for c in changes)
        console.print(f"{word}: thêm {added}, bỏ {gone}, đổi {len(changes) - added - gone}")
        for change in changes[:_CHANGES_SHOWN]:
            console.print(
                f"  {change.key}: {change.before or '(chưa có)'} → {change.after or '(không còn)'}"
            )
        if len(changes) > _CHANGES_SHOWN:
            console.print(f"  … và {len(changes) - _CHANGES_SHOWN} nữa")


class _ExistingFile(click.Path):
    """A file that is there, with the fault said in Vietnamese."""

    def convert(self, value: Any, param: Any, ctx: Any) -> Path:  # noqa: ANN401 (click's own)
        path = Path(value)
        if not path.exists():
            self.fail(f"Không có tệp {value}", param, ctx)
        if path.is_dir():
            self.fail(f"{value} là thư mục; cho tên tệp", param, ctx)
        return path


@click.command("check")
@click.argument("files", nargs=-1, required=True, metavar="TỆP...", type=_ExistingFile())
@raw_option
@marts_option
@click.option(
    "--received",
    metavar="NGÀY",
    type=click.DateTime(["%Y-%m-%d", "%d/%m/%Y"]),
    help="Ngày nhận, cho tệp tiến độ nằm ngoài data/raw (mặc định hôm nay).",
)
def check_command(
    files: tuple[Path, ...],
    raw_folder: str | None,
    marts_folder: str | None,
    received: dt.datetime | None,
) -> None:
    """Xem trước: tệp được đọc thành gì, và bản dựng sẽ đổi ra sao nếu có tệp này.

    Tệp được dựng thử cùng data/raw trong một thư mục tạm, đúng như cchc build; bản đang dùng không
    bị đụng tới. Mã thoát: 0 khi mọi tệp đọc được trọn, 1 khi có dòng hoặc tệp bị loại.
    """
    settings, console = resolve_settings(raw_folder, marts_folder), open_console()
    paths = [path.resolve() for path in files]
    day = received.date() if received else dt.datetime.now(dt.UTC).astimezone().date()
    try:
        folders = {path: _find_folder(path, settings) for path in paths}
        outcome = preview(settings, choose_reporter(), folders, day)
    except (MartsFolderError, ReaderUnavailableError) as error:
        raise click.ClickException(str(error)) from error
    is_clean = [_print_file(console, path, outcome) for path in paths]
    _print_changes(console, outcome)
    sys.exit(0 if all(is_clean) else 1)
