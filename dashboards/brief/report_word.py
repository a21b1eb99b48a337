"""A periodic report as a Word document within the office's letterhead."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from docx.shared import Cm

from dashboards.brief.letterhead import write_within
from dashboards.brief.word import add_table, set_page
from pipeline.tables.exporter import clean_text

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from docx.document import Document as WordDocument

    from dashboards.brief.report import Report

_WIDTHS_CM = (1.6, 6.4, 3.2, 3.3, 2.5)


def _fill(document: WordDocument, report: Report) -> None:
    set_page(document, report.footer, report.page_word)
    document.core_properties.title = clean_text(report.title)
    document.add_heading(clean_text(report.title), 1)
    document.add_paragraph(report.subtitle)
    for note in report.notes:
        document.add_paragraph().add_run(note).italic = True
    for chapter in report.chapters:
        document.add_heading(clean_text(chapter.title), 2)
        for line in (*chapter.counts, *chapter.text):
            document.add_paragraph(clean_text(line))
        if chapter.chart:
            document.add_picture(io.BytesIO(chapter.chart), width=Cm(17))
        for table in chapter.tables:
            add_table(document, table, _WIDTHS_CM, level=3)
    document.add_heading(report.sources_title, 2)
    for source in report.sources:
        document.add_paragraph(source, style="List Bullet")


def write_report_word(report: Report, raw: Path, today: dt.date) -> bytes:
    """Bytes of a .docx file.

    Args:
        report: what stands in it.
        raw: raw folder, where the office's letterhead may be.
        today: day of the document.

    Raises:
        BadTemplateError: the office's letterhead cannot be used.
    """
    return write_within(
        raw, report.unit, report.title, report.subtitle, today, lambda d: _fill(d, report)
    )
