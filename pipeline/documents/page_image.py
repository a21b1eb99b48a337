"""A page of a document as a picture, to hold what was read against it."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from PIL.Image import Image

_POINTS = 72
# PDFium does one thing at a time in a process; sessions of a dashboard are threads.
_ONE_AT_A_TIME = threading.Lock()
# Enough to read small print on a screen, and no more than needed to send.
_RESOLUTION = 110


def render_page(path: Path, number: int) -> Image | None:
    """The picture of a page.

    Args:
        path: of a PDF.
        number: of the page, from 1.

    Returns:
        The picture in grey; None where the file is no PDF, is gone, or has no such page.
    """
    import pypdfium2

    if path.suffix.lower() != ".pdf" or not path.is_file():
        return None
    try:
        with _ONE_AT_A_TIME, pypdfium2.PdfDocument(path) as source:
            if not 1 <= number <= len(source):
                return None
            scale = _RESOLUTION / _POINTS
            return source[number - 1].render(scale=scale, grayscale=True).to_pil()
    except pypdfium2.PdfiumError:
        return None
