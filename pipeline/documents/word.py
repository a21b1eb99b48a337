"""Read .docx: paragraphs with their automatic numbers, and real tables with merged cells."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph as WordParagraph

from pipeline.documents.guards import check_office_file
from pipeline.documents.model import Builder, Cell, Document, Paragraph, Row
from pipeline.documents.trace import NOTHING
from pipeline.problems import reject_file
from pipeline.text import tidy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def _roman(number: int) -> str:
    letters = ""
    for value, letter in _ROMAN:
        while number >= value:
            letters += letter
            number -= value
    return letters


_FORMATS = {
    "decimal": str,
    "decimalZero": lambda n: f"{n:02}",
    "upperRoman": _roman,
    "lowerRoman": lambda n: _roman(n).lower(),
    "upperLetter": lambda n: chr(64 + n),
    "lowerLetter": lambda n: chr(96 + n),
}


class _Numbering:
    """Counts the automatic numbers that Word shows but does not store as text."""

    def __init__(self, document: Any) -> None:  # noqa: ANN401 (python-docx is untyped here)
        self.levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self.counts: dict[str, dict[int, int]] = defaultdict(dict)
        # Asking python-docx for a part that the file lacks is an error there.
        if not any(r.reltype == RT.NUMBERING for r in document.part.rels.values()):
            return
        root = document.part.numbering_part.element
        abstract = {a.get(qn("w:abstractNumId")): a for a in root.findall(qn("w:abstractNum"))}
        for num in root.findall(qn("w:num")):
            link = num.find(qn("w:abstractNumId"))
            source = abstract.get(link.get(qn("w:val"))) if link is not None else None
            if source is not None:
                self.levels[num.get(qn("w:numId"))] = _read_levels(source)

    def label(self, paragraph: WordParagraph) -> str:
        """The number or bullet in front of a paragraph, empty where there is none."""
        found = _find_number(paragraph)
        if found is None or found[0] not in self.levels:
            return ""
        number_id, level = found
        levels = self.levels[number_id]
        if level not in levels:
            return ""
        form, text, start = levels[level]
        if form == "bullet":
            return "- "
        counts = self.counts[number_id]
        counts[level] = counts.get(level, start - 1) + 1
        for deeper in [k for k in counts if k > level]:
            del counts[deeper]
        shown = text
        for position in range(level + 1):
            form_here, _, start_here = levels.get(position, ("decimal", "", 1))
            value = counts.get(position, start_here)
            shown = shown.replace(f"%{position + 1}", _FORMATS.get(form_here, str)(value))
        return f"{shown} "


def _read_levels(abstract: Any) -> dict[int, tuple[str, str, int]]:  # noqa: ANN401
    levels = {}
    for level in abstract.findall(qn("w:lvl")):

        def value(name: str, default: str, node: Any = level) -> str:  # noqa: ANN401
            found = node.find(qn(name))
            return found.get(qn("w:val")) if found is not None else default

        start = value("w:start", "1")
        levels[int(level.get(qn("w:ilvl")))] = (
            value("w:numFmt", "decimal"),
            value("w:lvlText", ""),
            int(start) if start.isdigit() else 1,
        )
    return levels


def _find_number(paragraph: WordParagraph) -> tuple[str, int] | None:
    """List and level of a paragraph, from itself or its style."""
    nodes = [paragraph._p.pPr]
    style = paragraph.style
    while style is not None:
        nodes.append(style.element.find(qn("w:pPr")))
        style = style.base_style
    for node in nodes:
        number = node.find(qn("w:numPr")) if node is not None else None
        if number is None:
            continue
        list_id, level = number.find(qn("w:numId")), number.find(qn("w:ilvl"))
        if list_id is None or list_id.get(qn("w:val")) == "0":
            return None
        return list_id.get(qn("w:val")), int(level.get(qn("w:val"))) if level is not None else 0
    return None


def _walk(document: Any) -> Iterator[WordParagraph | Table]:  # noqa: ANN401
    for child in document.element.body.iterchildren():
        if child.tag == qn("w:p"):
            yield WordParagraph(child, document)
        elif child.tag == qn("w:tbl"):
            yield Table(child, document)
        elif child.tag == qn("w:sdt"):
            for inner in child.iter(qn("w:p")):
                yield WordParagraph(inner, document)


def _is_heading(paragraph: WordParagraph) -> bool:
    name = (paragraph.style.name or "") if paragraph.style is not None else ""
    return name.startswith(("Heading", "Title"))


class _Reader:
    def __init__(self, source: Any) -> None:  # noqa: ANN401
        self.source = source
        self.builder = Builder("word")
        self.numbering = _Numbering(source)
        self.paragraph_no = 0
        self.table_no = 0

    def read(self) -> Document:
        for part in _walk(self.source):
            if isinstance(part, Table):
                self.take_table(part)
            else:
                self.take_paragraph(part)
        return self.builder.finish()

    def take_paragraph(self, paragraph: WordParagraph) -> None:
        self.paragraph_no += 1
        label = self.numbering.label(paragraph)
        # A line break inside a paragraph parts nothing, a soft return of a bullet list does.
        for line in paragraph.text.split("\n"):
            if not tidy(line):
                continue
            traced = self.builder.add(line, f"đoạn {self.paragraph_no}")
            self.builder.document.blocks.append(
                Paragraph(traced, label=label, is_heading=_is_heading(paragraph))
            )
            label = ""

    def take_table(self, table: Table) -> None:
        self.table_no += 1
        above: list[Any] = []
        for number, row in enumerate(table.rows, start=1):
            try:
                cells = list(row.cells)
            except (ValueError, IndexError):
                continue
            self.builder.document.blocks.append(
                Row(tuple(self._cells(cells, above, number)), self.table_no)
            )
            above = [c._tc for c in cells]

    def _cells(self, cells: list[Any], above: list[Any], number: int) -> Iterator[Cell]:
        written: dict[Any, Cell] = {}
        for position, cell in enumerate(cells):
            inner = cell._tc
            if inner in written:
                yield written[inner]
                continue
            spanned = position < len(above) and above[position] is inner
            place = f"bảng {self.table_no}, hàng {number}, cột {position + 1}"
            written[inner] = Cell(self._text(cell, place), is_spanned=spanned)
            yield written[inner]

    def _text(self, cell: Any, place: str) -> Any:  # noqa: ANN401
        lines = []
        for paragraph in cell.paragraphs:
            label = self.numbering.label(paragraph)
            text = tidy(paragraph.text)
            if text:
                lines.append(f"- {text}" if label.strip() in ("-", "•") else text)
        return self.builder.add("\n".join(lines), place, keep_lines=True) if lines else NOTHING


def read_word(path: Path) -> Document:
    """Blocks of a Word file. Macros and linked content are neither run nor fetched.

    Raises:
        UnreadableFileError: protected, broken, or too large.
    """
    check_office_file(path)
    try:
        source = docx.Document(str(path))
    except Exception as error:
        # python-docx raises KeyError, ValueError, xml errors and more on broken content.
        raise reject_file(
            "corrupt_file",
            "tệp Word hỏng, không mở được",
            "mở lại bằng Word, lưu thành tệp .docx mới rồi đưa vào lại",
        ) from error
    return _Reader(source).read()
