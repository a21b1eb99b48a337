"""Read .pdf with a text layer: running text and ruled tables, page by page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pdfplumber

from pipeline.documents.guards import Deadline, check_pages, check_size
from pipeline.documents.model import Builder, Cell, Document, Row
from pipeline.documents.paragraphs import gather_paragraphs
from pipeline.documents.trace import NOTHING, Traced
from pipeline.problems import reject_file

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_PAGE_NUMBER = re.compile(r"^[-–\s]*\d{1,3}[-–\s]*$")  # noqa: RUF001
# Fewer letters than this on a page: it is a picture of a page.
MIN_LETTERS = 25
_TABLE_SETTINGS = {"vertical_strategy": "lines", "horizontal_strategy": "lines"}
_ROUGH_LINE_GAP = 1.6


class PageReader:
    """Writes the blocks of one page after another."""

    def __init__(self, kind: str) -> None:
        self.builder = Builder(kind)  # ty: ignore[invalid-argument-type]
        self.pending: list[Traced | None] = []
        self.table_no = 0

    def take_page(self, page: Any, number: int, edges: dict[str, list] | None = None) -> None:  # noqa: ANN401
        """Write one page.

        Args:
            page: of pdfplumber.
            number: from 1.
            edges: ruling found by other means (in a picture), as pdfplumber wants it.
        """
        settings = _TABLE_SETTINGS | (edges or {})
        tables = sorted(page.find_tables(settings), key=lambda t: (t.bbox[1], t.bbox[0]))
        tables = [t for t in tables if len(t.rows) > 1 or len(t.cells) > 2]
        bottom = 0.0
        for table in tables:
            self._take_lines(page, number, bottom, table.bbox[1], tables)
            self._take_table(page, table, number)
            bottom = table.bbox[3]
        self._take_lines(page, number, bottom, page.height, tables)

    def _take_lines(
        self, page: Any, number: int, top: float, bottom: float, tables: Sequence[Any]  # noqa: ANN401
    ) -> None:
        """Text between two tables."""
        if bottom - top < 2:
            return
        area = page.crop((0, max(0, top), page.width, min(page.height, bottom)), strict=False)
        for table in tables:
            area = area.outside_bbox(table.bbox, strict=False)
        previous_bottom = None
        for position, line in enumerate(area.extract_text_lines(return_chars=False), start=1):
            text = line["text"]
            if not text.strip() or _PAGE_NUMBER.match(text):
                continue
            height = max(1.0, line["bottom"] - line["top"])
            is_apart = (
                previous_bottom is not None
                and line["top"] - previous_bottom > _ROUGH_LINE_GAP * height
            )
            if is_apart:
                self.pending.append(None)
            previous_bottom = line["bottom"]
            self.pending.append(self.builder.add(text, f"trang {number}, dòng {position}"))

    def flush(self) -> None:
        """Close the running text before a table or the end."""
        if any(self.pending):
            self.builder.document.blocks += gather_paragraphs(self.pending)
        self.pending = []

    def _take_table(self, page: Any, table: Any, number: int) -> None:  # noqa: ANN401
        self.flush()
        self.table_no += 1
        grid = table.extract(x_tolerance=2, y_tolerance=3)
        above: list[Cell] = []
        for r, row in enumerate(grid, start=1):
            cells: list[Cell] = []
            for c, text in enumerate(row):
                cells.append(self._cell(text, cells, above, c, f"trang {number}, hàng {r}, cột {c + 1}"))
            if any(x.text for x in cells):
                self.builder.document.blocks.append(Row(tuple(cells), self.table_no))
            above = cells

    def _cell(
        self, text: str | None, left: list[Cell], above: list[Cell], c: int, place: str
    ) -> Cell:
        """A cell that the ruling does not close belongs to the one above or to its left."""
        if text is None:
            if c < len(above) and above[c].text:
                return Cell(above[c].text, is_spanned=True)
            return Cell(left[-1].text) if left and not above else Cell()
        joined = _join_lines(text)
        return Cell(self.builder.add(joined, place, keep_lines=True) if joined else NOTHING)


def _join_lines(text: str) -> str:
    """Wrapped lines of a cell are one line; a dash begins an item of its own."""
    lines = [x.strip() for x in text.split("\n") if x.strip()]
    joined: list[str] = []
    for line in lines:
        if joined and not re.match(r"^[-–+•]\s*\S", line):  # noqa: RUF001
            joined[-1] += f" {line}"
        else:
            joined.append(line)
    return "\n".join(joined)


def _has_text(page: Any) -> bool:  # noqa: ANN401
    return sum(1 for c in page.chars if not c["text"].isspace()) >= MIN_LETTERS


def read_pdf(path: Path) -> Document:
    """Blocks of a PDF; one whose pages are pictures goes to the reader of scans.

    Raises:
        UnreadableFileError: protected, broken, too long, or a scan that cannot be read here.
    """
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    check_size(path)
    deadline = Deadline.start()
    try:
        with pdfplumber.open(path) as pdf:
            check_pages(len(pdf.pages))
            with_text = [_has_text(page) for page in pdf.pages[:5]]
            if not any(with_text):
                from pipeline.documents.scan import read_scan

                return read_scan(path, deadline)
            return _read_pages(pdf, deadline)
    except (PdfminerException, PDFPasswordIncorrect) as error:
        if "Password" in repr(error):
            raise reject_file(
                "password_protected",
                "tệp PDF có mật khẩu",
                "bỏ mật khẩu (in lại thành PDF) rồi đưa vào lại",
            ) from error
        raise reject_file(
            "corrupt_file", "tệp PDF hỏng, không mở được", "xuất lại thành PDF rồi đưa vào lại"
        ) from error


def _read_pages(pdf: Any, deadline: Deadline) -> Document:  # noqa: ANN401
    reader = PageReader("pdf")
    for number, page in enumerate(pdf.pages, start=1):
        deadline.check(number)
        reader.take_page(page, number)
        page.close()
    reader.flush()
    document = reader.builder.finish()
    document.page_count = len(pdf.pages)
    return document


