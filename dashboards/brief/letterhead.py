"""The letterhead around a document: a Word template that an office edits.

Every template is rendered by docxtpl: it may use ``{{ unit }}``, ``{{ title }}``,
``{{ subtitle }}``, ``{{ day }}``, ``{{ month }}`` and ``{{ year }}``. What we write stands where
its paragraph ``[[NOI_DUNG]]`` stands.
"""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING
from zipfile import BadZipFile

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.exceptions import PackageNotFoundError
from docx.shared import Pt
from docxtpl import DocxTemplate
from jinja2.exceptions import TemplateError
from jinja2.sandbox import SandboxedEnvironment

from pipeline.tables.exporter import clean_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from docx.document import Document as WordDocument
    from docx.table import _Cell

_FONT = "Times New Roman"
_STYLES = {
    WD_STYLE_TYPE.PARAGRAPH: (
        "Heading 1", "Heading 2", "Heading 3", "List Bullet", "List Number"
    ),
    WD_STYLE_TYPE.TABLE: ("Table Grid",),
}  # fmt: skip
_PLACE = "[[NOI_DUNG]]"
# What a file that is no Word document, or a damaged one, makes the libraries raise.
_ODDITIES = (ValueError, KeyError, OSError)
TEMPLATES = "templates"
TEMPLATE = "tieu-de.docx"


class BadTemplateError(Exception):
    """The template of the office cannot be used; says why."""


def _write_cell(cell: _Cell, *lines: tuple[str, bool]) -> None:
    for number, (text, is_bold) in enumerate(lines):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = paragraph.add_run(text)
        run.bold, run.font.size, run.font.name = is_bold, Pt(12), _FONT


def write_template() -> bytes:
    """Our template, for an office to edit: letterhead, place of the text, recipients, signature."""
    document = Document()
    head = document.add_table(rows=1, cols=2)
    _write_cell(head.rows[0].cells[0], ("{{ unit | upper }}", True), ("Số:      /BC-", False))
    _write_cell(
        head.rows[0].cells[1],
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", True),
        ("Độc lập - Tự do - Hạnh phúc", True),
        ("…………, ngày {{ day }} tháng {{ month }} năm {{ year }}", False),
    )
    document.add_paragraph(_PLACE)
    foot = document.add_table(rows=1, cols=2)
    _write_cell(foot.rows[0].cells[0], ("Nơi nhận:", True), ("- Như trên;", False))
    _write_cell(foot.rows[0].cells[1], ("THỦ TRƯỞNG ĐƠN VỊ", True))
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _read_template(raw: Path) -> bytes:
    own = raw / TEMPLATES / TEMPLATE
    return own.read_bytes() if own.exists() else write_template()


def _render(template: bytes, unit: str, title: str, subtitle: str, today: dt.date) -> WordDocument:
    document = DocxTemplate(io.BytesIO(template))
    said = {"unit": clean_text(unit), "title": clean_text(title), "subtitle": clean_text(subtitle),
            "day": f"{today.day:02}", "month": f"{today.month:02}", "year": today.year}  # fmt: skip
    # A template is a file of somebody else: it fills in words and reaches nothing.
    document.render(said, jinja_env=SandboxedEnvironment(autoescape=True), autoescape=True)
    buffer = io.BytesIO()
    document.save(buffer)
    return Document(io.BytesIO(buffer.getvalue()))


def _add_styles(document: WordDocument) -> None:
    """Styles that the text needs; a template made from scratch in Word lacks some."""
    for kind, names in _STYLES.items():
        for name in names:
            if name not in document.styles:
                style = document.styles.add_style(name, kind)
                if name.startswith("Heading"):
                    style.font.bold = True


def find_template_fault(raw: Path) -> str | None:
    """Why the office's letterhead cannot be used; None where it can, or where there is none.

    Args:
        raw: raw folder.
    """
    if not (raw / TEMPLATES / TEMPLATE).exists():
        return None
    try:
        write_within(raw, "", "", "", dt.date(2000, 1, 1), lambda _: None)
    except BadTemplateError as error:
        return str(error)
    return None


def write_within(
    raw: Path,
    unit: str,
    title: str,
    subtitle: str,
    today: dt.date,
    fill: Callable[[WordDocument], None],
) -> bytes:
    """A Word document within the letterhead.

    Args:
        raw: raw folder; ``templates/tieu-de.docx`` in it is the office's own letterhead.
        unit: whose document it is.
        title: first line.
        subtitle: line below it.
        today: day of the document.
        fill: adds the text at the end of a document.

    Raises:
        BadTemplateError: the office's template is no Word file or has no place for the text.
    """
    try:
        document = _render(_read_template(raw), unit, title, subtitle, today)
    except (TemplateError, BadZipFile, PackageNotFoundError, *_ODDITIES) as error:
        raise BadTemplateError(f"{TEMPLATES}/{TEMPLATE}: {error}") from error
    place = next((p for p in document.paragraphs if _PLACE in p.text), None)
    if place is None:
        raise BadTemplateError(f"{TEMPLATES}/{TEMPLATE}: không có đoạn {_PLACE}")
    body = document.element.body
    elements = list(body)
    behind = [e for e in elements[elements.index(place._p) + 1 :] if not e.tag.endswith("}sectPr")]
    body.remove(place._p)
    _add_styles(document)
    fill(document)
    # What stood behind the place comes behind the text: recipients and signature.
    last = body.sectPr
    for element in behind:
        body.remove(element)
        (last.addprevious if last is not None else body.append)(element)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()
