"""Brief and report as PDF on A4, set by Typst, with page numbers."""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import font_roboto
import typst

if TYPE_CHECKING:
    from dashboards.brief.content import Brief
    from dashboards.brief.report import Report

_HERE = Path(__file__).parent


def _set(template: Path, content: dict[str, Any], pictures: dict[str, bytes]) -> bytes:
    """A template filled by Typst; the same letters on every machine, the font comes along."""
    with tempfile.TemporaryDirectory(prefix="cchc-brief-") as name:
        folder = Path(name)
        data = json.dumps(content, ensure_ascii=False)
        (folder / f"{template.stem}.json").write_text(data, "utf-8")
        for file_name, picture in pictures.items():
            (folder / file_name).write_bytes(picture)
        shutil.copy(template, folder)
        pdf = typst.compile(
            str(folder / template.name), root=name, font_paths=[font_roboto.font_directory]
        )
    assert isinstance(pdf, bytes)  # noqa: S101 (without an output file it is)
    return pdf


def write_pdf(brief: Brief) -> bytes:
    """Bytes of a .pdf file of the weekly brief."""
    content = {k: v for k, v in asdict(brief).items() if k != "chart"}
    return _set(_HERE / "brief.typ", content, {"chart.png": brief.chart})


def write_report_pdf(report: Report) -> bytes:
    """Bytes of a .pdf file of a periodic report."""
    content = asdict(report)
    pictures = {}
    for number, chapter in enumerate(content["chapters"]):
        if chapter["chart"]:
            pictures[f"chart-{number}.png"] = chapter["chart"]
            chapter["chart"] = f"chart-{number}.png"
    return _set(_HERE / "report.typ", content, pictures)
