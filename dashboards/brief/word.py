"""The brief as a Word document on A4, with page numbers."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from dashboards.brief.letterhead import write_within
from pipeline.tables.exporter import clean_text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from pathlib import Path

    from docx.document import Document as WordDocument
    from docx.text.paragraph import Paragraph

    from dashboards.brief.content import Brief, Table

_FONT = "Times New Roman"
_WARNING = RGBColor(0xB0, 0x3A, 0x00)
# Of 17 cm between the margins of A4.
_WIDTHS_CM = (2.2, 5.2, 3.2, 3.9, 2.5)


def _set_field(paragraph: Paragraph, code: str) -> None:
    """A number that Word works out itself: PAGE or NUMPAGES."""
    for kind, text in (("begin", None), (None, code), ("end", None)):
        run = paragraph.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)


def set_page(document: WordDocument, footer_text: str, page_word: str) -> None:
    """A4, page numbers, the font of official documents.

    Args:
        document: any.
        footer_text: stands before the number of the page.
        page_word: what "page" is called.
    """
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(1.8)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    footer.add_run(f"{footer_text} · {page_word} ")
    _set_field(footer, "PAGE")
    footer.add_run("/")
    _set_field(footer, "NUMPAGES")
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(11)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    for name in ("Heading 1", "Heading 2", "Heading 3"):
        heading = document.styles[name]
        heading.font.name, heading.font.color.rgb = _FONT, RGBColor(0, 0, 0)
        heading.element.rPr.rFonts.set(qn("w:ascii"), _FONT)
        heading.element.rPr.rFonts.set(qn("w:hAnsi"), _FONT)


def _add_headline(document: WordDocument, brief: Brief) -> None:
    table = document.add_table(rows=2, cols=len(brief.headline), style="Table Grid")
    for cells, texts, bold in (
        (table.rows[0].cells, [label for label, _, _ in brief.headline], False),
        (
            table.rows[1].cells,
            [f"{value} ({change})" if change else value for _, value, change in brief.headline],
            True,
        ),
    ):
        for cell, text in zip(cells, texts, strict=True):
            run = cell.paragraphs[0].add_run(text)
            run.bold, run.font.size = bold, Pt(12 if bold else 8.5)


def add_table(
    document: WordDocument, table: Table, widths: Sequence[float] = _WIDTHS_CM, level: int = 2
) -> None:
    """A titled table whose heading is repeated on every page.

    Args:
        document: it is added at the end.
        table: texts.
        widths: of its columns, in centimetres.
        level: of its heading.
    """
    document.add_heading(table.title, level)
    if not table.rows:
        document.add_paragraph("–")
        return
    grid = document.add_table(rows=1, cols=len(table.heading), style="Table Grid")
    grid.autofit = False
    for row in (table.heading, *table.rows):
        cells = grid.rows[0].cells if row is table.heading else grid.add_row().cells
        for cell, text, width in zip(cells, row, widths, strict=True):
            cell.width = Cm(width)
            run = cell.paragraphs[0].add_run(clean_text(text))
            run.bold, run.font.size = row is table.heading, Pt(9)
    # The heading is repeated on every page that the table reaches.
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    grid.rows[0]._tr.get_or_add_trPr().append(mark)


def _fill(document: WordDocument, brief: Brief) -> None:
    set_page(document, brief.footer, brief.page_word)
    document.core_properties.title = brief.title
    document.add_heading(brief.title, 1)
    document.add_paragraph(brief.subtitle)
    if brief.warning:
        run = document.add_paragraph().add_run(brief.warning)
        run.bold, run.font.color.rgb = True, _WARNING
    _add_headline(document, brief)
    document.add_paragraph()
    for sentence in brief.sentences:
        document.add_paragraph(sentence, style="List Number")
    document.add_heading(brief.chart_title, 2)
    document.add_picture(io.BytesIO(brief.chart), width=Cm(17))
    for table in brief.tables:
        add_table(document, table)
    document.add_heading(brief.sources_title, 2)
    for source in brief.sources:
        document.add_paragraph(source, style="List Bullet")


def write_word(brief: Brief, raw: Path, unit: str, today: dt.date) -> bytes:
    """Bytes of a .docx file within the office's letterhead.

    Args:
        brief: what stands in it.
        raw: raw folder, where the office's letterhead may be.
        unit: whose brief it is.
        today: day of the document.

    Raises:
        BadTemplateError: the office's letterhead cannot be used.
    """
    return write_within(raw, unit, brief.title, brief.subtitle, today, lambda d: _fill(d, brief))
