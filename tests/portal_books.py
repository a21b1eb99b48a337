"""Made-up scores in the layout of the National Public Service Portal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl import Workbook

if TYPE_CHECKING:
    from pathlib import Path

RECEIVED = "2025-10-16"
SCORES = [
    "ID", "TEN", "TEN_COQUAN", "MA_COQUAN", "LOAI_COQUAN", "CAPDONVIID", "ID_COQUAN", "TDGQ",
    "MDHL", "MDSH", "TTTT", "CLGQ", "CKMB", "TONG_SCORE", "ROW_STT",
]  # fmt: skip


def score_row(
    name: str, code: str, kind: int, total: float, rank: int, progress: object = "15,5"
) -> list:
    """One unit's row under ``SCORES``."""
    return [1, name, name, code, kind, 1, 1, progress, 15, 16, 5, 6, "12.25", total, rank]


def write_book(folder: Path, sheets: dict[str, list[list]], name: str = "diem.xlsx") -> Path:
    """A workbook below a folder that says when it was received."""
    path = folder / RECEIVED / name
    path.parent.mkdir(parents=True, exist_ok=True)
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path
