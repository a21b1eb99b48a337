"""Read .pdf with a text layer: running text and ruled tables, page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pdfplumber

from pipeline.documents.page_reader import PageReader
from pipeline.documents.pdf_pages import (
    MIN_LETTERS,
    count_askew,
    count_letters,
    drop_marks,
    find_turn,
    straighten_rules,
    turn_pages,
)
from pipeline.support.guards import Deadline, check_pages, check_size
from pipeline.support.problems import Problem, reject_file

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.documents.model import Document


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
            with_text = [count_letters(page) >= MIN_LETTERS for page in pdf.pages[:5]]
            if not any(with_text):
                from pipeline.documents.scan import read_scan

                return read_scan(path, deadline)
            turns = {n: turn for n, page in enumerate(pdf.pages) if (turn := find_turn(page))}
            if not turns:
                return _read_pages(pdf, deadline)
        with pdfplumber.open(turn_pages(path, turns)) as turned:
            return _read_pages(turned, deadline)
    except (PdfminerException, PDFPasswordIncorrect) as error:
        if "Password" in repr(error):
            raise reject_file("password_protected.pdf") from error
        raise reject_file("corrupt_file.pdf") from error


def _name_unread(page: Any, number: int, *, is_empty: bool) -> list[Problem]:  # noqa: ANN401
    """A page, or a part of one, that gave nothing says so."""
    askew = count_askew(page)
    if askew:
        code = "page_unread.askew"
    elif is_empty and page.images:
        code = "page_unread.picture"
    elif is_empty:
        code = "page_unread.empty"
    else:
        return []
    said = {"page": number, "count": askew}
    return [Problem(code, "warning", said, place=f"trang {number}")]


def _read_pages(pdf: Any, deadline: Deadline) -> Document:  # noqa: ANN401
    reader = PageReader("pdf")
    for number, page in enumerate(pdf.pages, start=1):
        deadline.check(number)
        blocks = len(reader.builder.document.blocks) + len(reader.pending)
        straighten_rules(page)
        reader.take_page(drop_marks(page), number)
        is_empty = len(reader.builder.document.blocks) + len(reader.pending) == blocks
        reader.builder.document.problems += _name_unread(page, number, is_empty=is_empty)
        page.close()
    reader.flush()
    document = reader.builder.finish()
    document.page_count = len(pdf.pages)
    return document
