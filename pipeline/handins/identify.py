"""What a file is, how sure that is, and what only a person can say of it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from pipeline.inputs.entries import RawFile, hash_file
from pipeline.inputs.supervise import read_files
from pipeline.layouts.model import load_layouts
from pipeline.progress.own_form import LAYOUT as OWN_FORM
from pipeline.progress.own_form import MAPPINGS
from pipeline.support.sidecar import find_sidecar

if TYPE_CHECKING:
    from pipeline.inputs.cache import CachedFile
    from pipeline.support.settings import Settings

Certainty = Literal["sure", "likely", "unknown"]

# Tables that hold no rows of the file itself.
_NO_RECORDS = ("rejects", "files", "document_texts", "link_candidates", "unread_passages",
    "observation_facts",
)  # fmt: skip
_TRIED = ("plans", "progress", "units", "reviews", "explanations")
# Why a file is nothing of a folder; any other fault is one of a file of that folder.
# A form of the office that several mappings fit: somebody has to say which.
AMBIGUOUS = "own_form_ambiguous"
_UNFIT = ("unknown_layout", "no_plan_found", "unknown_kind", "missing_sheet")
DOCUMENT = "plan_document"


@dataclasses.dataclass(frozen=True)
class Identity:
    """What a file was found to be.

    Attributes:
        folder: one of ``FOLDERS``; None where it is none of them.
        layout: codes of the layouts that it follows, joined by ``+``; None where none.
        certainty: ``sure`` (a layout of ours), ``likely`` (a document that reads as a plan) or
            ``unknown``.
        rows: raw table -> rows that it gave.
        plan: facts of the plan, empty where it is none.
        problems: rule, sentence_code, parameters, place and severity of everything wrong with it.
        sha256: of its content.
    """

    folder: str | None
    layout: str | None
    certainty: Certainty
    rows: dict[str, int]
    plan: dict[str, Any]
    problems: list[dict[str, Any]]
    sha256: str

    @property
    def asks(self) -> tuple[str, ...]:
        """What only a person can say: ``received_on`` of progress, ``unit`` of a plan."""
        if self.folder == "progress":
            return ("received_on",)
        if self.folder == "plans" and not self.plan.get("province_name"):
            return ("unit",)
        return ()


def name_layout(codes: str | None) -> str | None:
    """Vietnamese name of what ``Identity.layout`` says, None for none."""
    names = {x.code: x.name_vi for x in load_layouts()} | {
        DOCUMENT: "Văn bản kế hoạch",
        OWN_FORM: "Mẫu báo cáo riêng của đơn vị",
    }
    return ", ".join(names[code] for code in codes.split("+")) if codes else None


def _read(found: CachedFile) -> tuple[dict[str, int], dict[str, Any], list[dict[str, Any]]]:
    rejects = pl.read_parquet(found.folder / "rejects.parquet")
    wanted = ("rule", "severity", "sentence_code", "parameters", "place", "sheet", "row_no")
    problems = rejects.select(wanted).to_dicts()
    rows, plan = {}, {}
    for path in sorted(found.folder.glob("*.parquet")):
        if path.stem in _NO_RECORDS:
            continue
        frame = pl.read_parquet(path, glob=False)
        rows[path.stem] = frame.height
        if path.stem == "plans" and frame.height:
            plan = frame.row(0, named=True)
    return rows, plan, problems


def _lay_out(path: Path, scratch: Path, folder: str, sha256: str) -> RawFile:
    """The file where the build would look for it, as if it came in today."""
    today = dt.datetime.now(dt.UTC).astimezone().date()
    below = Path(folder, today.isoformat()) if folder == "progress" else Path(folder)
    target = scratch / below / path.name
    target.parent.mkdir(parents=True)
    target.symlink_to(path)
    sidecar = find_sidecar(path)
    if sidecar.is_file():
        find_sidecar(target).symlink_to(sidecar)
    return RawFile(target, target.relative_to(scratch).as_posix(), sha256)


def identify_file(path: Path, settings: Settings) -> Identity:
    """Read a file as what it would be in each folder; a layout of ours goes before a document.

    Args:
        path: anywhere.
        settings: limits of reading.

    Returns:
        What it is. A broken file of a known kind keeps its folder and says what is broken.
    """
    sha256 = hash_file(path)
    found_so_far: list[Identity] = []
    with tempfile.TemporaryDirectory(prefix="cchc-nhan-dang-") as name:
        scratch = Path(name)
        if (settings.raw / MAPPINGS).is_dir():
            (scratch / MAPPINGS).symlink_to(settings.raw / MAPPINGS)
        tried = [_lay_out(path, scratch, folder, sha256) for folder in _TRIED]
        for found in read_files(tried, scratch / "cache", settings.read_limits):
            rows, plan, problems = _read(found)
            fatal = {p["rule"] for p in problems if p["severity"] == "file"}
            layout = found.summary["layout"]
            certainty: Certainty = "sure"
            if fatal & set(_UNFIT):
                certainty = "unknown"
            elif layout == DOCUMENT:
                certainty = "likely"
            folder = None if certainty == "unknown" else found.raw.folder
            identity = Identity(folder, layout, certainty, rows, plan, problems, sha256)
            if certainty == "sure":
                return identity
            found_so_far.append(identity)
    # Any table with a number in it reads as a plan of some kind, so a layout goes before.
    likely = [identity for identity in found_so_far if identity.certainty == "likely"]
    return (likely or found_so_far)[0]
