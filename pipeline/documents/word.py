"""Read .docx: paragraphs with their automatic numbers, and real tables with merged cells."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph as WordParagraph

from pipeline.documents.model import Builder, Cell, Document, Paragraph, Row
from pipeline.documents.word_text import ParagraphReader, Seen, iterate_blocks, iterate_parts
from pipeline.support.guards import check_office_file
from pipeline.support.legacy_letters import guess_legacy, refuse_legacy
from pipeline.support.problems import Problem, reject_file
from pipeline.support.text import tidy
from pipeline.support.trace import NOTHING

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.support.trace import Traced

# No table of a document is wider; a damaged span must not fill the memory.
_MAX_COLUMNS = 200
_FEW_MARKS = 0.01
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


def _is_heading(paragraph: WordParagraph) -> bool:
    name = (paragraph.style.name or "") if paragraph.style is not None else ""
    return name.startswith(("Heading", "Title"))


class _Reader:
    def __init__(self, source: Any) -> None:  # noqa: ANN401
        self.source = source
        self.builder = Builder("word")
        self.numbering = _Numbering(source)
        self.paragraphs = ParagraphReader(source)
        self.paragraph_no = 0
        self.table_no = 0

    @property
    def seen(self) -> Seen:
        return self.paragraphs.seen

    def read(self) -> Document:
        self._take_all(self.source.element.body)
        document = self.builder.finish()
        document.problems += _describe_unseen(self.seen)
        _refuse_legacy(self.seen, document.text)
        return document

    def _take_all(self, container: Any) -> None:  # noqa: ANN401
        for part in iterate_blocks(container, self.seen):
            if part.tag == qn("w:tbl"):
                self.take_table(part)
            else:
                self.take_paragraph(part)

    def take_paragraph(self, element: Any) -> None:  # noqa: ANN401
        self.paragraph_no += 1
        text = self.paragraphs.read(element)
        paragraph = WordParagraph(element, self.source)
        # A paragraph that a tracked change took away counts no number of its list.
        label = self.numbering.label(paragraph) if tidy(text) else ""
        # A line break inside a paragraph parts nothing, a soft return of a bullet list does.
        for line in text.split("\n"):
            if not tidy(line):
                continue
            traced = self.builder.add(line, f"đoạn {self.paragraph_no}")
            self.builder.document.blocks.append(
                Paragraph(traced, label=label, is_heading=_is_heading(paragraph))
            )
            label = ""
        self._take_boxes()

    def _take_boxes(self) -> None:
        """Text boxes that the last paragraph held."""
        boxes, self.paragraphs.boxes = self.paragraphs.boxes, []
        for box in boxes:
            self._take_all(box)

    def take_table(self, table: Any) -> None:  # noqa: ANN401
        if _is_frame(table):
            for row in iterate_parts(table, "w:tr", self.seen):
                for cell in iterate_parts(row, "w:tc", self.seen):
                    self._take_all(cell)
            return
        self.table_no += 1
        own_no, above, inner = self.table_no, {}, []
        for number, row in enumerate(iterate_parts(table, "w:tr", self.seen), start=1):
            try:
                cells = self._read_row(row, above, inner, f"bảng {own_no}, hàng {number}")
            except (ValueError, IndexError, KeyError, TypeError) as error:
                self.builder.document.problems.append(_unread_row(own_no, number, error))
                continue
            if any(c.text for c in cells):
                self.builder.document.blocks.append(Row(tuple(cells), own_no))
        for nested in inner:
            self.take_table(nested)
        self._take_boxes()

    def _read_row(
        self,
        row: Any,  # noqa: ANN401
        above: dict[int, Cell],
        inner: list[Any],
        place: str,
    ) -> list[Cell]:
        """Cells of a row, one per column of the grid; ``above`` becomes this row."""
        cells: dict[int, Cell] = {}
        column = _skipped_columns(row)
        for number in range(column):
            cells[number] = Cell()
        for element in iterate_parts(row, "w:tc", self.seen):
            width, goes_on = _read_spans(element)
            if goes_on and column in above:
                cell = Cell(above[column].text, is_spanned=True)
            else:
                cell = Cell(self._read_cell(element, inner, f"{place}, cột {column + 1}"))
            cells |= dict.fromkeys(range(column, column + width), cell)
            column += width
        above.clear()
        above.update(cells)
        return [cells[n] for n in range(column)]

    def _read_cell(self, cell: Any, inner: list[Any], place: str) -> Traced:  # noqa: ANN401
        lines = []
        for part in iterate_blocks(cell, self.seen):
            if part.tag == qn("w:tbl"):
                inner.append(part)
                continue
            text = tidy(self.paragraphs.read(part))
            label = self.numbering.label(WordParagraph(part, self.source)) if text else ""
            if text:
                lines.append(f"- {text}" if label.strip() in ("-", "•") else text)
        return self.builder.add("\n".join(lines), place, keep_lines=True) if lines else NOTHING


def _is_frame(table: Any) -> bool:  # noqa: ANN401
    """A table of one column tells no columns apart: it is a frame around text."""
    rows = table.findall(qn("w:tr"))
    return bool(rows) and all(len(row.findall(qn("w:tc"))) == 1 for row in rows)


def _read_spans(cell: Any) -> tuple[int, bool]:  # noqa: ANN401
    """Columns that a cell covers, and whether it goes on from the row above."""
    properties = cell.find(qn("w:tcPr"))
    if properties is None:
        return 1, False
    span, merge = properties.find(qn("w:gridSpan")), properties.find(qn("w:vMerge"))
    width = int(span.get(qn("w:val")) or 1) if span is not None else 1
    goes_on = merge is not None and merge.get(qn("w:val")) != "restart"
    return max(1, min(width, _MAX_COLUMNS)), goes_on


def _skipped_columns(row: Any) -> int:  # noqa: ANN401
    properties = row.find(qn("w:trPr"))
    before = properties.find(qn("w:gridBefore")) if properties is not None else None
    return min(int(before.get(qn("w:val")) or 0), _MAX_COLUMNS) if before is not None else 0


def _unread_row(table_no: int, number: int, error: Exception) -> Problem:
    return Problem(
        "row_unread",
        "row",
        place=f"bảng {table_no}, hàng {number}",
        value=f"{type(error).__name__}: {error}",
    )


def _shorten(texts: list[str]) -> str:
    """The first words of each text left out."""
    shown = [" ".join(t.split())[:60] for t in texts if t.strip()]
    more = f"; … (+{len(shown) - 5})" if len(shown) > 5 else ""
    return "; ".join(f"«{t}»" for t in shown[:5]) + more


def _describe_unseen(seen: Seen) -> list[Problem]:
    """Warnings on what was left out, or taken as if it were final."""
    problems = []
    if seen.has_changes:
        problems.append(Problem("changes_pending", "warning"))
    for code, texts in (("hidden_text", seen.hidden), ("struck_text", seen.struck)):
        if any(t.strip() for t in texts):
            problems.append(Problem(code, "warning", {"words": _shorten(texts)}))
    return problems


def _refuse_legacy(seen: Seen, text: str) -> None:
    """Refuse a text in the letters of a font from before Unicode.

    Raises:
        UnreadableFileError: most of it is.
    """
    most = max(seen.fonts, key=lambda name: seen.fonts[name], default=None)
    alphabet = most if most and seen.fonts[most] * 2 > seen.letters else None
    refuse_legacy(text, alphabet if guess_legacy(text) or _looks_plain(text) else None)


def _looks_plain(text: str) -> bool:
    """Hardly any letter with Vietnamese marks of Unicode, as where a font makes the marks."""
    letters = [c for c in text if c.isalpha()]
    marked = sum(1 for c in letters if c in "ăâđêôơưĂÂĐÊÔƠƯ" or "\u1ea0" <= c <= "\u1ef9")
    return bool(letters) and marked / len(letters) < _FEW_MARKS


def read_word(path: Path) -> Document:
    """Blocks of a Word file. Macros and linked content are neither run nor fetched.

    Raises:
        UnreadableFileError: protected, broken, too large, or in letters from before Unicode.
    """
    check_office_file(path)
    try:
        source = docx.Document(str(path))
    except Exception as error:
        # python-docx raises KeyError, ValueError, xml errors and more on broken content.
        raise reject_file("corrupt_file.word") from error
    return _Reader(source).read()
