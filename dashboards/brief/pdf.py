"""The brief as PDF on A4, set by Typst, with page numbers."""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import font_roboto
import typst

if TYPE_CHECKING:
    from dashboards.brief.content import Brief

_TEMPLATE = Path(__file__).parent / "brief.typ"


def write_pdf(brief: Brief) -> bytes:
    """Bytes of a .pdf file; the same letters on every machine, since the font comes along."""
    with tempfile.TemporaryDirectory(prefix="cchc-brief-") as name:
        folder = Path(name)
        content = {k: v for k, v in asdict(brief).items() if k != "chart"}
        (folder / "brief.json").write_text(json.dumps(content, ensure_ascii=False), "utf-8")
        (folder / "chart.png").write_bytes(brief.chart)
        shutil.copy(_TEMPLATE, folder)
        pdf = typst.compile(
            str(folder / _TEMPLATE.name), root=name, font_paths=[font_roboto.font_directory]
        )
    assert isinstance(pdf, bytes)  # noqa: S101 (without an output file it is)
    return pdf
