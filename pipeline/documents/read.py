"""One door to every kind of document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.support.legacy_letters import refuse_legacy
from pipeline.support.problems import reject_file

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.documents.model import Document

SUFFIXES = (".docx", ".pdf", ".txt", ".md", ".xlsx", ".csv")


def read_document(path: Path) -> Document:
    """Read a document into blocks with places.

    Readers are imported when needed: a csv file must not wait for the PDF library.

    Args:
        path: .docx, .pdf, .txt, .md, .xlsx or .csv.

    Raises:
        UnreadableFileError: unknown kind, protected, broken, too large or empty.
    """
    suffix = path.suffix.lower()
    if suffix in SUFFIXES and path.stat().st_size == 0:
        raise reject_file("empty_file")
    if suffix == ".docx":
        from pipeline.documents.word import read_word as read
    elif suffix == ".pdf":
        from pipeline.documents.pdf import read_pdf as read
    elif suffix in (".txt", ".md"):
        from pipeline.documents.plain_text import read_text_file as read
    elif suffix == ".xlsx":
        from pipeline.documents.free_sheet import read_free_workbook as read
    elif suffix == ".csv":
        from pipeline.documents.free_sheet import read_free_csv as read
    else:
        raise reject_file("unknown_kind", {"suffix": suffix or None, "kinds": ", ".join(SUFFIXES)})
    document = read(path)
    refuse_legacy(document.text)
    if not document.blocks:
        raise reject_file("empty_file.no_words")
    return document
