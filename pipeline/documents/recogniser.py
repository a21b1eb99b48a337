"""The program that recognises letters in pictures, which is no Python package."""

from __future__ import annotations

import shutil
from functools import cache

from pipeline.support.problems import reject_file

LANGUAGE = "vie"


@cache
def has_recogniser() -> bool:
    """Whether tesseract and its Vietnamese model are installed."""
    if not shutil.which("tesseract"):
        return False
    import pytesseract

    return LANGUAGE in pytesseract.get_languages(config="")


def check_recogniser() -> None:
    """Refuse with the remedy where tesseract or its Vietnamese model is missing.

    Raises:
        UnreadableFileError: the file waits in the rejects until both are installed.
    """
    if not has_recogniser():
        raise reject_file("no_recogniser")
