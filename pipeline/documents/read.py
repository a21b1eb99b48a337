"""One door to every kind of document."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from pipeline.support.legacy_letters import refuse_legacy
from pipeline.support.problems import reject_file

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pipeline.documents.model import Document
    from pipeline.tables.model import RawTable

SUFFIXES = (".docx", ".pdf", ".txt", ".md", ".xlsx", ".csv")


def read_document(path: Path, tables: Sequence[RawTable] = ()) -> Document:
    """Read a document into blocks with places.

    Readers are imported when needed: a csv file must not wait for the PDF library.

    Args:
        path: .docx, .pdf, .txt, .md, .xlsx or .csv.
        tables: sheets of a workbook, where somebody has read them already.

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
        from pipeline.documents.free_sheet import read_free_workbook

        read = partial(read_free_workbook, tables=tables)
    elif suffix == ".csv":
        from pipeline.documents.free_sheet import read_free_csv as read
    else:
        raise reject_file("unknown_kind", {"suffix": suffix or None, "kinds": ", ".join(SUFFIXES)})
    document = read(path)
    refuse_legacy(document.text)
    if not document.blocks:
        raise reject_file("empty_file.no_words")
    return document
