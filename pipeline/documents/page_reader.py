"""Blocks of one page after another: running text and ruled tables, wherever the page came from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pipeline.documents.blank_columns import Part, TextLine
from pipeline.documents.model import Builder, Cell, Paragraph, Row
from pipeline.documents.text_tables import gather_blocks
from pipeline.support.trace import NOTHING, Traced

if TYPE_CHECKING:
    from collections.abc import Sequence

_PAGE_NUMBER = re.compile(r"^[-–\s]*\d{1,3}[-–\s]*$")
_TABLE_SETTINGS = {"vertical_strategy": "lines", "horizontal_strategy": "lines"}
_ROUGH_LINE_GAP = 1.6
# Room that parts two columns, in sizes of a letter; between two words stands a quarter.
_PART_GAP = 0.7
_WORD_GAP = 2.0
_SCAN_WORD_GAP = 0.7


class PageReader:
    """Writes the blocks of one page after another."""

    def __init__(self, kind: str) -> None:
        self.builder = Builder(kind)  # ty: ignore[invalid-argument-type]
        self.pending: list[TextLine | None] = []
        self.table_no = 0
        # Points between two letters that part two words; a recogniser sets words closer.
        self.word_gap = _SCAN_WORD_GAP if kind == "scan" else _WORD_GAP

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
            self._take_table(table, number)
            bottom = table.bbox[3]
        self._take_lines(page, number, bottom, page.height, tables)

    def _take_lines(
        self,
        page: Any,  # noqa: ANN401
        number: int,
        top: float,
        bottom: float,
        tables: Sequence[Any],
    ) -> None:
        """Text between two tables."""
        if bottom - top < 2:
            return
        area = page.crop((0, max(0, top), page.width, min(page.height, bottom)), strict=False)
        for table in tables:
            area = area.outside_bbox(table.bbox, strict=False)
        previous_bottom = None
        for position, line in enumerate(
            area.extract_text_lines(return_chars=True, x_tolerance=self.word_gap), start=1
        ):
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
            traced = self.builder.add(text, f"trang {number}, dòng {position}")
            self.pending.append(TextLine(traced, text, _find_parts(traced, line["chars"])))

    def flush(self) -> None:
        """Close the running text before a table or the end."""
        if any(self.pending):
            blocks = gather_blocks(self.pending, self.table_no)
            tables = (b.table_no for b in blocks if not isinstance(b, Paragraph))
            self.table_no = max([self.table_no, *tables])
            self.builder.document.blocks += blocks
        self.pending = []

    def _take_table(self, table: Any, number: int) -> None:  # noqa: ANN401
        self.flush()
        self.table_no += 1
        grid = table.extract(x_tolerance=self.word_gap, y_tolerance=3)
        origins = _find_origins(table)
        written: dict[tuple[int, int], Traced] = {}
        for r, row in enumerate(grid):
            cells: list[Cell] = []
            for c, text in enumerate(row):
                origin = origins.get((r, c), (r, c))
                if origin == (r, c):
                    place = f"trang {number}, hàng {r + 1}, cột {c + 1}"
                    joined = _join_lines(text or "")
                    written[origin] = (
                        self.builder.add(joined, place, keep_lines=True) if joined else NOTHING
                    )
                cells.append(Cell(written.get(origin, NOTHING), is_spanned=origin[0] < r))
            if any(x.text for x in cells):
                self.builder.document.blocks.append(Row(tuple(cells), self.table_no))


def _find_parts(text: Traced, letters: Sequence[dict[str, Any]]) -> tuple[Part, ...]:
    """Pieces of a line with wide room between, told from where its letters stand."""
    shown = [c for c in letters if c["text"].strip()]
    places = [n for n, letter in enumerate(text.text) if not letter.isspace()]
    if len(shown) != len(places):
        # A ligature is one sign and two letters: such a line is one piece.
        return (Part(0, 0, text),)
    parts, begin = [], 0
    for n in range(1, len(shown) + 1):
        is_end = n == len(shown)
        if is_end or shown[n]["x0"] - shown[n - 1]["x1"] > _PART_GAP * shown[n]["size"]:
            piece = text.cut(places[begin], places[n - 1] + 1)
            parts.append(Part(shown[begin]["x0"], shown[n - 1]["x1"], piece))
            begin = n
    return tuple(parts)


Box = tuple[float, float, float, float]


def _find_origins(table: Any) -> dict[tuple[int, int], tuple[int, int]]:  # noqa: ANN401
    """Position that no cell of its own begins at -> the merged cell that covers it."""
    rows: list[list[Box | None]] = [list(row.cells) for row in table.rows]
    middles_y = [_middle([c for c in row if c], 1, 3) for row in rows]
    width = max(len(row) for row in rows)
    columns = [[row[c] for row in rows if c < len(row) and row[c]] for c in range(width)]
    middles_x = [_middle([c for c in column if c], 0, 2) for column in columns]
    origins = {}
    for r, row in enumerate(rows):
        for c, box in enumerate(row):
            if box is None and columns[c]:
                origin = _covering(rows[: r + 1], middles_x[c], middles_y[r])
                if origin:
                    origins[(r, c)] = origin
    return origins


def _middle(boxes: list[Box], low: int, high: int) -> float:
    """Middle of the narrowest stretch that all boxes of a row or column share."""
    if not boxes:
        return -1.0
    return (min(b[low] for b in boxes) + min(b[high] for b in boxes)) / 2


def _covering(rows: list[list[Box | None]], x: float, y: float) -> tuple[int, int] | None:
    """The cell that holds a point, looked for from the last row upwards."""
    for r in range(len(rows) - 1, -1, -1):
        for c, box in enumerate(rows[r]):
            if box and box[0] <= x <= box[2] and box[1] <= y <= box[3]:
                return r, c
    return None


def _join_lines(text: str) -> str:
    """Wrapped lines of a cell are one line; a dash begins an item of its own."""
    lines = [x.strip() for x in text.split("\n") if x.strip()]
    joined: list[str] = []
    for line in lines:
        if joined and not re.match(r"^[-–+•]\s*\S", line):
            joined[-1] += f" {line}"
        else:
            joined.append(line)
    return "\n".join(joined)
