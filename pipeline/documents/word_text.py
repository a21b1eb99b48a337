"""What a person sees of a Word paragraph: tracked changes as if accepted, nothing hidden or struck.

One walk over the XML, since python-docx leaves out insertions and content controls and keeps
hidden and struck text (ECMA-376 part 1, sections 17.3.2, 17.5.2 and 17.13.5).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from docx.oxml.ns import nsmap, qn

from pipeline.support.legacy_letters import name_font

if TYPE_CHECKING:
    from collections.abc import Iterator

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
nsmap.setdefault("mc", _MC.strip("{}"))
_GONE = (qn("w:del"), qn("w:moveFrom"))
_CAME = (qn("w:ins"), qn("w:moveTo"))
_WRAPPERS = (
    qn("w:hyperlink"), qn("w:smartTag"), qn("w:sdt"), qn("w:sdtContent"), qn("w:fldSimple"),
    qn("w:customXml"), qn("w:dir"), qn("w:bdo"), f"{_MC}AlternateContent", f"{_MC}Choice",
)  # fmt: skip
_LETTERS = {
    qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-",
}  # fmt: skip
# A raised figure, star or letter in brackets points to a note; behind "m" it is a square metre.
_NOTE_MARK = re.compile(r"^[\s(\[]*[\d*†‡,;a-z]{1,3}[)\]\s]*$")
_SQUARE = re.compile(r"(?:^|[\s\d])(?:k|c|d)?m$")
_OFF = ("0", "false", "off", "none")


@dataclass
class Seen:
    """What a document holds beside what a person sees.

    Attributes:
        has_changes: tracked changes wait to be accepted.
        hidden: texts that Word does not show.
        struck: texts that are struck through.
        fonts: alphabet of a font from before Unicode -> letters set in it.
        letters: letters seen in all.
    """

    has_changes: bool = False
    hidden: list[str] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)
    fonts: dict[str, int] = field(default_factory=dict)
    letters: int = 0


def _is_on(properties: Any, name: str) -> bool | None:  # noqa: ANN401 (lxml is untyped here)
    """Whether a switch is set, None where nothing is said of it."""
    found = properties.find(qn(name)) if properties is not None else None
    if found is None:
        return None
    return (found.get(qn("w:val")) or "1").lower() not in _OFF


class Styles:
    """Run properties that styles give, followed to the styles they are based on."""

    def __init__(self, document: Any) -> None:  # noqa: ANN401
        root = document.styles.element
        self._styles = {s.get(qn("w:styleId")): s for s in root.findall(qn("w:style"))}
        defaults = root.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
        self._default = defaults

    def list_properties(self, style_id: str | None) -> Iterator[Any]:
        """Run properties of a style and of those that it is based on, nearest first."""
        seen: set[str] = set()
        while style_id and style_id not in seen and style_id in self._styles:
            seen.add(style_id)
            style = self._styles[style_id]
            properties = style.find(qn("w:rPr"))
            if properties is not None:
                yield properties
            based = style.find(qn("w:basedOn"))
            style_id = based.get(qn("w:val")) if based is not None else None

    @property
    def default(self) -> Any:  # noqa: ANN401
        """Run properties that hold where no style says otherwise, None for none."""
        return self._default


class ParagraphReader:
    """Reads the text of paragraphs; what it leaves out is counted in ``seen``."""

    def __init__(self, document: Any) -> None:  # noqa: ANN401
        self.styles = Styles(document)
        self.seen = Seen()
        self.boxes: list[Any] = []

    def read(self, paragraph: Any) -> str:  # noqa: ANN401
        """Text of a ``w:p``; text boxes met on the way wait in ``boxes``."""
        properties = paragraph.find(qn("w:pPr"))
        style = properties.find(qn("w:pStyle")) if properties is not None else None
        style_id = style.get(qn("w:val")) if style is not None else None
        own = list(self.styles.list_properties(style_id))
        text = ""
        for part in self._walk(paragraph, own):
            text = self._join(text, part)
        return text

    @staticmethod
    def _join(text: str, part: tuple[str, bool]) -> str:
        said, is_raised = part
        if is_raised and _NOTE_MARK.match(said) and not _SQUARE.search(text):
            return text
        return text + said

    def _walk(self, element: Any, own: list[Any]) -> Iterator[tuple[str, bool]]:  # noqa: ANN401
        for child in element.iterchildren():
            if child.tag in _GONE:
                self.seen.has_changes = True
            elif child.tag in _CAME:
                self.seen.has_changes = True
                yield from self._walk(child, own)
            elif child.tag in _WRAPPERS:
                yield from self._walk(child, own)
            elif child.tag == qn("w:r"):
                yield from self._read_run(child, own)

    def _read_run(self, run: Any, own: list[Any]) -> Iterator[tuple[str, bool]]:  # noqa: ANN401
        properties = self._list_properties(run, own)
        text = "".join(self._read_letters(run))
        if not text:
            return
        if self._switch(properties, "w:vanish") or self._switch(properties, "w:webHidden"):
            self.seen.hidden.append(text)
            return
        if self._switch(properties, "w:strike") or self._switch(properties, "w:dstrike"):
            self.seen.struck.append(text)
            return
        self._note_font(properties, text)
        yield text, self._is_raised(properties)

    def _list_properties(self, run: Any, own: list[Any]) -> list[Any]:  # noqa: ANN401
        """Properties that hold for a run: its own, its style's, its paragraph's style's."""
        properties = run.find(qn("w:rPr"))
        style = properties.find(qn("w:rStyle")) if properties is not None else None
        style_id = style.get(qn("w:val")) if style is not None else None
        found = (properties, *self.styles.list_properties(style_id), *own, self.styles.default)
        return [p for p in found if p is not None]

    @staticmethod
    def _switch(properties: list[Any], name: str) -> bool:
        return next((on for p in properties if (on := _is_on(p, name)) is not None), False)

    @staticmethod
    def _is_raised(properties: list[Any]) -> bool:
        for found in (p.find(qn("w:vertAlign")) for p in properties):
            if found is not None:
                return found.get(qn("w:val")) == "superscript"
        return False

    def _note_font(self, properties: list[Any], text: str) -> None:
        count = sum(1 for c in text if c.isalpha())
        self.seen.letters += count
        for found in (p.find(qn("w:rFonts")) for p in properties):
            if found is None:
                continue
            names = [found.get(qn(f"w:{kind}")) for kind in ("ascii", "hAnsi", "cs")]
            alphabet = next((a for n in names if (a := name_font(n))), None)
            if alphabet:
                self.seen.fonts[alphabet] = self.seen.fonts.get(alphabet, 0) + count
            return

    def _read_letters(self, run: Any) -> Iterator[str]:  # noqa: ANN401
        for child in run.iterchildren():
            if child.tag == qn("w:t"):
                yield child.text or ""
            elif child.tag in _LETTERS:
                yield _LETTERS[child.tag]
            else:
                self._keep_boxes(child)

    def _keep_boxes(self, element: Any) -> None:  # noqa: ANN401
        """Text boxes of a drawing, once: Word keeps each of them a second time for old programs."""
        if element.tag == f"{_MC}Fallback":
            return
        if element.tag == qn("w:txbxContent"):
            self.boxes.append(element)
            return
        for child in element.iterchildren():
            self._keep_boxes(child)


def iterate_blocks(container: Any, seen: Seen) -> Iterator[Any]:  # noqa: ANN401
    """Paragraphs (``w:p``) and tables (``w:tbl``) of a body, cell or text box, in order.

    Content controls and tracked changes around them are opened.
    """
    for child in container.iterchildren():
        if child.tag in (qn("w:p"), qn("w:tbl")):
            yield child
        elif child.tag in _GONE:
            seen.has_changes = True
        elif child.tag in (*_CAME, *_WRAPPERS):
            yield from iterate_blocks(child, seen)


def iterate_parts(container: Any, name: str, seen: Seen) -> Iterator[Any]:  # noqa: ANN401
    """Rows of a table or cells of a row, those in content controls too, deleted ones left out."""
    for child in container.iterchildren():
        if child.tag == qn(name):
            if _is_deleted(child):
                seen.has_changes = True
            else:
                yield child
        elif child.tag in (*_CAME, *_WRAPPERS):
            yield from iterate_parts(child, name, seen)


def _is_deleted(part: Any) -> bool:  # noqa: ANN401
    """A row or a cell that a tracked change takes away."""
    row, cell = part.find(qn("w:trPr")), part.find(qn("w:tcPr"))
    return (row is not None and row.find(qn("w:del")) is not None) or (
        cell is not None and cell.find(qn("w:cellDel")) is not None
    )
