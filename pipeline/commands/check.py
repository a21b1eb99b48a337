"""``cchc check``: what a file is read as, without loading it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.table import Table

from pipeline.commands.terminal import open_console, show_number
from pipeline.inputs.entries import FOLDERS
from pipeline.inputs.reading import ParsedFile, read_file
from pipeline.layouts.model import load_layouts
from pipeline.plans.documents.confidence import THRESHOLD

if TYPE_CHECKING:
    import polars as pl
    from rich.console import Console

_SIGNS = {
    "eq": "=",
    "gte": "≥",
    "lte": "≤",
    "decrease_gte": "giảm ≥",
    "decrease_eq": "giảm",
    "increase_gte": "tăng ≥",
}
_LEVELS = {"province": "tỉnh", "district": "huyện", "commune": "xã"}
_PROBLEM_COLOURS = {"file": "red", "row": "yellow", "warning": "cyan"}
_PROBLEMS_SHOWN = 200


def _read_anywhere(path: Path) -> ParsedFile:
    """By the folder the file lies in, else by whatever layout fits."""
    for folder in FOLDERS:
        if folder in path.parts:
            return read_file(path, folder)
    tried = [read_file(path, folder) for folder in ("plans", "progress", "units")]
    unknown = {"unknown_layout", "no_plan_found", "unknown_kind", "plan_facts_missing"}
    return next(
        (p for p in tried if not {q.rule for q in p.problems if q.severity == "file"} & unknown),
        tried[0],
    )


def _name_layouts(codes: str | None) -> str:
    names = {x.code: x.name_vi for x in load_layouts()} | {"plan_document": "Văn bản kế hoạch"}
    return ", ".join(names[c] for c in codes.split("+")) if codes else "không nhận ra"


def _show_measure(row: dict) -> str:
    if row["value"] is None:
        return "(định tính)"
    sign, unit = _SIGNS[row["comparator"]], row["unit"]
    number = f"{sign} {show_number(row['value'])}{'' if unit == '%' else ' '}{unit}"
    level = f", cấp {_LEVELS[row['scope_level']]}" if row["scope_level"] else ""
    base = f", so với {row['baseline']}" if row["baseline"] else ""
    nested = ", trong đó" if row["is_nested"] else ""
    return f"{number}{level}{base}, đến {row['due_year']}{nested}"


def _tabulate_targets(targets: pl.DataFrame) -> Table:
    table = Table(title=f"Chỉ tiêu ({targets['target_ref'].n_unique()})", title_justify="left")
    for name in ("STT", "Chỉ tiêu", "Con số", "Mã chỉ số", "Vị trí", "Chưa chắc vì"):
        table.add_column(name, overflow="fold")
    previous = None
    for row in targets.iter_rows(named=True):
        repeated = row["target_ref"] == previous
        previous = row["target_ref"]
        table.add_row(
            "" if repeated else row["target_ref"],
            row["measure_label"] or row["target_text"],
            _show_measure(row),
            row["indicator_code"] or "–",
            row["document_place"],
            _show_doubts(row),
        )
    return table


def _show_doubts(row: dict) -> str:
    """Why a reading is not certain; an asterisk where a person must look at it."""
    if row["reading_confidence"] is None or not row["reading_doubts"]:
        return ""
    mark = "[red]*[/] " if row["reading_confidence"] < THRESHOLD else ""
    return mark + "; ".join(row["reading_doubts"])


def _tabulate_tasks(tasks: pl.DataFrame) -> Table:
    table = Table(title=f"Nhiệm vụ ({tasks.height})", title_justify="left")
    for name in ("STT", "Nhiệm vụ", "Chủ trì", "Thời gian", "Vị trí", "Chưa chắc vì"):
        table.add_column(name, overflow="fold")
    for row in tasks.iter_rows(named=True):
        unsure = f"; chưa rõ: {', '.join(row['unsure'])}" if row["unsure"] else ""
        table.add_row(
            row["task_ref"],
            row["task_text"],
            row["lead_agency"] or "–",
            row["due_text"] or "–",
            row["document_place"],
            (_show_doubts(row) + unsure).strip("; "),
        )
    return table


def _print_plan(console: Console, frames: dict[str, pl.DataFrame]) -> None:
    plan = frames["plans"].row(0, named=True)
    console.print(f"[bold]{plan['plan_title']}[/] ({plan['plan_code']})")
    console.print(
        f"Số {plan['doc_no'] or '(trống)'}, ngày {plan['issued_on'] or '(trống)'}, "
        f"{plan['issuer_name']}, {plan['province_name']}, {plan['year_from']}–{plan['year_to']}"
    )
    targets, tasks = frames["targets"], frames["tasks"]
    measures = targets["value"].is_not_null().sum()
    console.print(
        f"{targets['target_ref'].n_unique()} chỉ tiêu ({measures} con số), "
        f"{tasks.height} nhiệm vụ, {frames['task_dues'].height} thời hạn, "
        f"{frames['task_evidence'].height} văn bản đã ban hành"
    )
    console.print(_tabulate_targets(targets))
    console.print(_tabulate_tasks(tasks))
    waiting = _count_waiting(targets) + _count_waiting(tasks)
    if waiting:
        console.print(f"[red]*[/] {waiting} dòng chưa chắc, cần xem lại cạnh văn bản")


def _count_waiting(frame: pl.DataFrame) -> int:
    return frame.filter(frame["reading_confidence"] < THRESHOLD).height


def _print_rows(console: Console, frames: dict[str, pl.DataFrame]) -> None:
    for table, frame in frames.items():
        console.print(f"{table}: {frame.height} dòng")


def _print_problems(console: Console, parsed: ParsedFile, name: str) -> None:
    for problem in parsed.problems[:_PROBLEMS_SHOWN]:
        colour = _PROBLEM_COLOURS[problem.severity]
        console.print(f"[{colour}]•[/] ", end="")
        console.print(problem.describe(name), markup=False)
    hidden = len(parsed.problems) - _PROBLEMS_SHOWN
    if hidden > 0:
        console.print(f"… và {hidden} điều khác")


@click.command("check")
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="TỆP...",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
def check_command(files: tuple[Path, ...]) -> None:
    """Xem tệp được đọc thành gì: bố cục, kế hoạch, chỉ tiêu, và mọi chỗ sai.

    Mã thoát: 0 khi mọi tệp đọc được trọn, 1 khi có dòng hoặc tệp bị loại.
    """
    console, is_clean = open_console(), True
    for path in files:
        parsed = _read_anywhere(path.resolve())
        console.rule(path.name, align="left")
        console.print(f"Bố cục: {_name_layouts(parsed.layout)}")
        if "plans" in parsed.frames:
            _print_plan(console, parsed.frames)
        else:
            _print_rows(console, parsed.frames)
        _print_problems(console, parsed, path.name)
        is_clean &= not any(p.severity in ("file", "row") for p in parsed.problems)
    sys.exit(0 if is_clean else 1)
