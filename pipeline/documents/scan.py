"""Read a PDF whose pages are pictures: tesseract for the words, ruling found in the picture.

Each page becomes a PDF with a text layer, so that words and cells are told apart by the same
code as in a born-digital file.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pdfplumber

from pipeline.documents.page_reader import PageReader
from pipeline.documents.recogniser import LANGUAGE, check_recogniser

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.documents.model import Document
    from pipeline.support.guards import Deadline

Rules = dict[str, list[dict[str, Any]]]

RESOLUTION = 300
# A rule is a dark run this long; letters are far shorter.
_MIN_FLAT_INCHES = 0.35
_MIN_UPRIGHT_INCHES = 0.2
# Pixels on either side of a rule that are painted over before the words are read.
_ERASE = 4
_DARK = 140
_POINTS = 72.0


def _runs(dark: Any, length: int) -> list[tuple[int, int, int]]:  # noqa: ANN401 (numpy array)
    """Long dark runs of every row: row, first and last column."""
    import numpy as np

    found = []
    padded = np.zeros((dark.shape[0], dark.shape[1] + 2), dtype=np.int8)
    padded[:, 1:-1] = dark
    steps = np.diff(padded, axis=1)
    for row in np.flatnonzero(dark.sum(axis=1) >= length):
        starts = np.flatnonzero(steps[row] == 1)
        ends = np.flatnonzero(steps[row] == -1)
        found += [
            (int(row), int(a), int(b)) for a, b in zip(starts, ends, strict=True) if b - a >= length
        ]
    return found


def _merge(runs: list[tuple[int, int, int]], gap: int) -> list[tuple[float, int, int]]:
    """Runs of neighbouring rows are one rule: its middle, first and last column."""
    rules: list[list[Any]] = []
    for row, first, last in runs:
        rule = next(
            (
                r
                for r in reversed(rules)
                if row - r[1] <= gap and first <= r[3] + gap and last >= r[2] - gap
            ),
            None,
        )
        if rule is None:
            rules.append([row, row, first, last])
        else:
            rule[1], rule[2], rule[3] = row, min(rule[2], first), max(rule[3], last)
    return [((top + bottom) / 2, first, last) for top, bottom, first, last in rules]


def find_rules(image: Any) -> Rules:  # noqa: ANN401 (PIL image)
    """Ruling of a page picture, in points, as pdfplumber's explicit lines.

    Args:
        image: grey picture at ``RESOLUTION``.
    """
    import numpy as np

    grey = np.asarray(image.convert("L"))
    # A rule bends by a pixel or two in a scan; spread the darkness across it.
    dark = grey < _DARK
    scale = _POINTS / RESOLUTION

    def spread(pixels: Any) -> Any:  # noqa: ANN401
        wide = pixels.copy()
        wide[1:] |= pixels[:-1]
        wide[:-1] |= pixels[1:]
        return wide

    flat = _merge(_runs(spread(dark), int(_MIN_FLAT_INCHES * RESOLUTION)), 4)
    upright = _merge(_runs(spread(dark.T), int(_MIN_UPRIGHT_INCHES * RESOLUTION)), 4)
    height = grey.shape[0] * scale
    horizontal = [
        {"x0": a * scale, "x1": b * scale, "top": y * scale, "bottom": y * scale,
         "y0": height - y * scale, "y1": height - y * scale, "orientation": "h",
         "object_type": "line", "width": (b - a) * scale, "height": 0}
        for y, a, b in flat
    ]  # fmt: skip
    vertical = [
        {"x0": x * scale, "x1": x * scale, "top": a * scale, "bottom": b * scale,
         "y0": height - b * scale, "y1": height - a * scale, "orientation": "v",
         "object_type": "line", "width": 0, "height": (b - a) * scale}
        for x, a, b in upright
    ]  # fmt: skip
    return {"horizontal": horizontal, "vertical": vertical}


def erase_rules(image: Any, rules: Rules) -> Any:  # noqa: ANN401
    """The picture without its ruling, which the recogniser would read as bars."""
    from PIL import ImageDraw

    clean = image.copy()
    draw = ImageDraw.Draw(clean)
    scale = RESOLUTION / _POINTS
    for rule in (*rules["horizontal"], *rules["vertical"]):
        draw.rectangle(
            (
                rule["x0"] * scale - _ERASE,
                rule["top"] * scale - _ERASE,
                rule["x1"] * scale + _ERASE,
                rule["bottom"] * scale + _ERASE,
            ),
            fill=255,
        )
    return clean


def _configure(rules: Rules) -> str:
    """Cells are read as scattered pieces; as a page their narrow columns run together."""
    is_ruled = len(rules["vertical"]) >= 2
    return f"--dpi {RESOLUTION} --psm {11 if is_ruled else 3}"


def _settings(rules: Rules) -> dict[str, Any]:
    if len(rules["horizontal"]) < 2 or len(rules["vertical"]) < 2:
        # The picture's rules were erased, so nothing is left to be taken for a table.
        return {"vertical_strategy": "lines", "horizontal_strategy": "lines"}
    return {
        "vertical_strategy": "explicit",
        "horizontal_strategy": "explicit",
        "explicit_vertical_lines": rules["vertical"],
        "explicit_horizontal_lines": rules["horizontal"],
        "snap_tolerance": 4,
        "join_tolerance": 4,
        "intersection_tolerance": 5,
    }


def read_scan(path: Path, deadline: Deadline) -> Document:
    """Blocks of a scanned PDF.

    Args:
        path: the file.
        deadline: when to give up.

    Raises:
        UnreadableFileError: no recogniser on this machine, or too slow.
    """
    import pypdfium2
    import pytesseract

    check_recogniser()
    reader = PageReader("scan")
    source = pypdfium2.PdfDocument(path)
    count = len(source)
    for number in range(1, count + 1):
        deadline.check(number)
        image = source[number - 1].render(scale=RESOLUTION / _POINTS, grayscale=True).to_pil()
        rules = find_rules(image)
        layer = pytesseract.image_to_pdf_or_hocr(
            erase_rules(image, rules), lang=LANGUAGE, extension="pdf", config=_configure(rules)
        )
        with pdfplumber.open(io.BytesIO(layer)) as pdf:
            reader.take_page(pdf.pages[0], number, _settings(rules))
    source.close()
    reader.flush()
    document = reader.builder.finish()
    document.page_count = count
    return document
