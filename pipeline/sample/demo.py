"""A raw folder for a demonstration: the real one, simulated progress, example documents."""

from __future__ import annotations

import shutil
from pathlib import Path

import polars as pl

from pipeline.inputs.entries import DEMO_MARK, list_raw_files
from pipeline.inputs.reading import read_file
from pipeline.sample.plan_progress import write_plan_progress
from pipeline.support.raw_tables import empty_frame

# Plans of a commune that does not exist, as Word, PDF and scan, with rows of a review: what a raw
# folder of documents looks like. Written by tests/example_documents.py.
EXAMPLES = Path(__file__).parent / "documents"
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


def write_demo(raw: Path, out: Path, examples: Path | None = EXAMPLES) -> dict[str, int]:
    """Copy a raw folder, add simulated progress of its plans and the example documents.

    What an earlier demonstration left there goes.

    Args:
        raw: folder to copy.
        out: raw folder of the demonstration; made anew where an earlier one lies there.
        examples: raw folder of documents to add, None for none.

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
    counts = write_progress_of_plans(raw, workbook)
    if examples is not None:
        shutil.copytree(examples, out, dirs_exist_ok=True)
    return counts
