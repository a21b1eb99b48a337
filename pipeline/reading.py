"""Read one raw file, whatever it is; nothing that is wrong with it escapes as an exception."""

from __future__ import annotations

import dataclasses
import datetime as dt  # noqa: TC003 (dataclass fields are inspected)
import hashlib
import os
from concurrent.futures import ThreadPoolExecutor
from types import MappingProxyType
from typing import TYPE_CHECKING

import polars as pl

from pipeline.documents.recogniser import has_recogniser
from pipeline.layouts.model import find_layout
from pipeline.plans.export import read_plan_export
from pipeline.problems import Problem, UnreadableFileError
from pipeline.progress.export import read_progress_export
from pipeline.progress.provenance import (
    SIDECAR_SUFFIX,
    find_sidecar,
    read_provenance,
    read_sidecar,
)
from pipeline.reviews.export import read_decisions
from pipeline.stamps import Stamp, take_stamp
from pipeline.tables.read import READERS, read_tables
from pipeline.tables.recognise import HEADER_SEARCH_ROWS, list_ignored_sheets, recognise
from pipeline.text import fold
from pipeline.units import read_unit_list

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FOLDERS = ("units", "plans", "progress", "reviews")


@dataclasses.dataclass(frozen=True)
class RawFile:
    """A file below the raw folder.

    Attributes:
        path: where it lies.
        name: path below the raw folder, with forward slashes.
        sha256: of its content.
        stamp: taken before the content was read; None for a file changed just now.
    """

    path: Path
    name: str
    sha256: str
    stamp: Stamp | None = None

    @property
    def folder(self) -> str:
        """``units``, ``plans``, ``progress`` or ``reviews``."""
        return self.name.split("/", 1)[0]

    @property
    def cache_key(self) -> str:
        """Changes with the content, the name (it can hold the date of receipt), the sidecar.

        A scan that waited for the recogniser is read once that is installed.
        """
        sidecar = find_sidecar(self.path)
        extra = sidecar.read_bytes() if sidecar.exists() else b""
        if self.path.suffix.lower() == ".pdf" and has_recogniser():
            extra += b"\0recogniser"
        return hashlib.sha256(f"{self.sha256}\0{self.name}\0".encode() + extra).hexdigest()[:32]


@dataclasses.dataclass
class ParsedFile:
    """What a file gave.

    Attributes:
        frames: raw table -> rows.
        problems: everything wrong with it.
        layout: codes of the layouts recognised, joined by ``+``; None where none was.
        received_on: for progress files, what folder or sidecar says.
    """

    frames: dict[str, pl.DataFrame] = dataclasses.field(default_factory=dict)
    problems: list[Problem] = dataclasses.field(default_factory=list)
    layout: str | None = None
    received_on: dt.date | None = None

    @property
    def is_loaded(self) -> bool:
        """False where the whole file was rejected."""
        return not any(p.severity == "file" for p in self.problems)


def _is_raw_file(path: Path) -> bool:
    hidden = path.name.startswith((".", "~$"))
    return path.is_file() and not hidden and not path.name.endswith(SIDECAR_SUFFIX)


def hash_file(path: Path) -> str:
    """SHA-256 of a file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def list_raw_files(
    raw: Path, known: Mapping[tuple[str, Stamp], str] = MappingProxyType({})
) -> list[RawFile]:
    """Every file of the folders we read, in a fixed order.

    Args:
        raw: the raw folder; missing subfolders count as empty.
        known: hashes that an earlier build remembers.
    """
    paths = [p for folder in FOLDERS for p in sorted((raw / folder).rglob("*")) if _is_raw_file(p)]

    def find(path: Path) -> RawFile:
        name, stamp = path.relative_to(raw).as_posix(), take_stamp(path)
        sha256 = known.get((name, stamp)) if stamp else None
        return RawFile(path, name, sha256 or hash_file(path), stamp)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(find, paths))


def has_changed(raw: RawFile) -> bool:
    """Whether a file has another content than when it was listed."""
    if raw.stamp is not None and take_stamp(raw.path) == raw.stamp:
        return False
    # Backups, virus scanners and copies that set the date last touch a file and leave its content.
    return hash_file(raw.path) != raw.sha256


# Only in our own export does every row say where it stands in the document.
_EXPORT_HEADER = fold("Vị trí trong văn bản")


def _is_plan_export(path: Path) -> bool:
    """A workbook in our layout, whole or broken; any other table is a document."""
    if path.suffix.lower() not in READERS:
        return False
    tables = read_tables(path)
    if any(
        cell and fold(cell) == _EXPORT_HEADER
        for t in tables
        for row in t.rows[:HEADER_SEARCH_ROWS]
        for cell in row
    ):
        return True
    # Offices call the sheets of their own tables "Chỉ tiêu" and "Nhiệm vụ" too; only our export
    # also has one of the plan's facts.
    facts, *others = (fold(s.name) for s in find_layout("plan_export").sheets)
    names = {fold(t.sheet) for t in tables}
    return facts in names and bool(names & set(others))


def _read_overrides(path: Path) -> dict[str, object]:
    """Facts of a plan that the sidecar states because the document does not."""
    return read_sidecar(path).get("plan", {})


def _read_document(path: Path) -> ParsedFile:
    from pipeline.documents.read import read_document
    from pipeline.plans.documents.assemble import read_plan_document

    overrides = _read_overrides(path)
    document = read_document(path)
    frames, problems = read_plan_document(document, path.stem, path.name, overrides)
    # Kept whole, so that a screen can show a quote among its neighbours.
    text = pl.DataFrame({"document_text": [document.text]})
    return ParsedFile(_enrich_plan(frames) | {"document_texts": text}, problems, "plan_document")


def _enrich_plan(frames: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """What follows from a plan's rows: their keys and their links to the catalogue."""
    from pipeline.linking.link_targets import link_targets
    from pipeline.plans.content_keys import key_targets, key_tasks

    issuer_level = frames["plans"]["issuer_level"].item()
    targets, candidates = link_targets(key_targets(frames["targets"]), issuer_level)
    return frames | {
        "targets": targets,
        "link_candidates": candidates,
        "tasks": key_tasks(frames["tasks"]),
    }


def _read_known(path: Path, folder: str) -> ParsedFile:
    if folder == "plans" and not _is_plan_export(path):
        return _read_document(path)
    tables = read_tables(path)
    sheets = recognise(tables, folder)
    layout = "+".join(dict.fromkeys(s.layout.layout for s in sheets))
    received_on = None
    if folder == "plans":
        frames, problems = read_plan_export(sheets)
        frames = _enrich_plan(frames)
    elif folder == "units":
        frames, problems = read_unit_list(sheets)
    elif folder == "reviews":
        frames, problems = read_decisions(sheets)
    else:
        provenance = read_provenance(path)
        frames, problems = read_progress_export(sheets, provenance)
        received_on = provenance.received_on
    problems += list_ignored_sheets(tables, sheets)
    return ParsedFile(frames, problems, layout, received_on)


def _unexpected(error: Exception) -> Problem:
    return Problem(
        "unexpected_error",
        f"chương trình không đọc được tệp này ({type(error).__name__})",
        "gửi tệp và dòng này cho người phụ trách kỹ thuật",
        severity="file",
        value=str(error),
    )


def read_file(path: Path, folder: str) -> ParsedFile:
    """Read one file.

    Args:
        path: the file.
        folder: ``units``, ``plans``, ``progress`` or ``reviews``; decides
            which layouts it may follow.

    Returns:
        Rows and problems; a file that cannot be used gives problems of severity ``file`` only.
    """
    try:
        return _read_known(path, folder)
    except UnreadableFileError as error:
        return ParsedFile(problems=list(error.problems))
    except Exception as error:  # noqa: BLE001 (one bad file must never stop the rest)
        return ParsedFile(problems=[_unexpected(error)])
