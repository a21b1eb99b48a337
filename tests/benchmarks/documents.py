"""How fast plan documents are read, in pages a second, beside taking out the bare text."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from tests.accuracy.cases import CASES, Case, Item, TableOf, TargetRow, TaskRow
from tests.accuracy.render import render
from tests.benchmarks.clock import Timing, repeat

if TYPE_CHECKING:
    from pathlib import Path

# A scan takes seconds a page: fewer pages say the same.
ROUNDS = {"txt": 14, "docx": 14, "pdf": 14, "xlsx": 14, "scan": 1}

_READ = """
import sys
from pathlib import Path
from pipeline.inputs.reading import read_file
frames = read_file(Path(sys.argv[1]), "plans").frames
assert len(frames["targets"]) and len(frames["tasks"])
"""
_BARE_TEXT = {
    "txt": "import sys; open(sys.argv[1], encoding='utf-8').read()",
    "docx": "import sys, docx; [p.text for p in docx.Document(sys.argv[1]).element.body.iter()]",
    "pdf": "import sys, pdfplumber\n"
    "with pdfplumber.open(sys.argv[1]) as pdf: [page.extract_text() for page in pdf.pages]",
    "xlsx": "import sys, openpyxl\n"
    "for sheet in openpyxl.load_workbook(sys.argv[1]): list(sheet.values)",
    "scan": "import sys, pypdfium2, pytesseract\n"
    "for page in pypdfium2.PdfDocument(sys.argv[1]):\n"
    "    pytesseract.image_to_string(page.render(scale=300 / 72).to_pil(), lang='vie')",
}


def _lengthen(case: Case, rounds: int) -> Case:
    """The same plan many times over, each round told apart so that none counts as a reprint."""

    def mark(piece: object, turn: int) -> object:
        if isinstance(piece, Item):
            return replace(piece, text=f"{piece.text[:-1]} thuộc nhóm việc {turn + 1}.")
        if isinstance(piece, TargetRow | TaskRow):
            return replace(piece, text=f"{piece.text} của nhóm việc {turn + 1}")
        return piece

    turns = range(rounds)
    tables = tuple(
        TableOf(
            t.caption,
            t.columns,
            tuple(mark(row, turn) for turn in turns for row in t.rows),  # ty: ignore[invalid-argument-type]
            t.kind,
        )
        for t in case.tables
    )
    body = tuple(mark(piece, turn) for turn in turns for piece in case.body)
    return replace(case, body=body, tables=tables)  # ty: ignore[invalid-argument-type]


def _count_pages(case: Case, folder: Path) -> int:
    import pdfplumber

    with pdfplumber.open(render(case, "pdf", folder)) as pdf:
        return len(pdf.pages)


def bench_documents(folder: Path, times: int) -> None:
    """Pages a second of each kind; a page is a page of the same plan set as PDF."""
    print("\nĐọc văn bản kế hoạch; x là tỷ số so với chỉ lấy chữ ra bằng thư viện của loại tệp")
    for form, rounds in ROUNDS.items():
        case = next(c for c in CASES if form in c.forms)
        case = _lengthen(case, rounds)
        pages = _count_pages(case, folder)
        path = render(case, form, folder)
        runs = 1 if form == "scan" else times
        floor = _time(runs, _BARE_TEXT[form], path)
        whole = _time(runs, _READ, path)
        print(
            f"{form:<8} {pages:4} trang {whole.seconds:8.2f} s {whole.peak_mb:6.0f} MB"
            f" {whole.seconds / floor.seconds:8.1f} x  {pages / whole.seconds:8.1f} trang/giây"
        )


def _time(times: int, script: str, path: Path) -> Timing:
    return repeat(times, lambda: None, [sys.executable, "-c", script, str(path)])
