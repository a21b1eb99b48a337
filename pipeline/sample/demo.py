"""A raw folder for a demonstration: the real one and simulated progress of its plans."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import polars as pl

from pipeline.inputs.entries import DEMO_MARK, list_raw_files
from pipeline.inputs.reading import read_file
from pipeline.sample.plan_progress import write_plan_progress
from pipeline.support.raw_tables import empty_frame

if TYPE_CHECKING:
    from pathlib import Path

SIMULATED = "progress/mo-phong/SO-LIEU-MO-PHONG-tien-do-tuan.xlsx"


def write_progress_of_plans(raw: Path, out: Path) -> dict[str, int]:
    """Simulate weekly progress of the plans of a raw folder.

    Args:
        raw: folder with ``plans/``.
        out: workbook to write; every row of it says that it is simulated.

    Returns:
        Name of a sheet -> number of its rows.
    """
    parsed = [
        read_file(f.path, f.folder)
        for f in list_raw_files(raw)
        if f.is_readable and f.folder == "plans"
    ]
    tables = [
        pl.concat([empty_frame(t), *(p.frames[t] for p in parsed if t in p.frames)])
        for t in ("plans", "targets", "task_dues", "task_evidence")
    ]
    return write_plan_progress(out, *tables)


def write_demo(raw: Path, out: Path) -> dict[str, int]:
    """Copy a raw folder and add simulated progress of its plans, in place of what lay there.

    Args:
        raw: folder to copy.
        out: raw folder of the demonstration; made anew where an earlier one lies there.

    Returns:
        As ``write_progress_of_plans``.

    Raises:
        FileExistsError: there is something that is no demonstration, or one of the two folders
            lies in the other.
    """
    raw, out = raw.resolve(), out.resolve()
    if raw == out or raw in out.parents or out in raw.parents:
        raise FileExistsError(out)
    if out.exists():
        # Somebody's folder is never emptied: only one that holds the mark was made here.
        if not out.is_dir() or (any(out.iterdir()) and not (out / DEMO_MARK).is_file()):
            raise FileExistsError(out)
        shutil.rmtree(out)
    shutil.copytree(raw, out)
    (out / DEMO_MARK).touch()
    workbook = out / SIMULATED
    workbook.parent.mkdir(parents=True, exist_ok=True)
    return write_progress_of_plans(raw, workbook)
