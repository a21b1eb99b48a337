"""Read one raw file, whatever it is; nothing that is wrong with it escapes as an exception."""

from __future__ import annotations

import dataclasses
import datetime as dt  # noqa: TC003 (dataclass fields are inspected)
from typing import TYPE_CHECKING

import polars as pl

from pipeline.explanations.export import read_steps
from pipeline.inputs.unit_list import read_unit_list
from pipeline.layouts.model import find_layout
from pipeline.plans.export import read_plan_export
from pipeline.progress.export import read_progress_export
from pipeline.progress.own_form import LAYOUT as OWN_FORM
from pipeline.progress.own_form import (
    MAPPINGS,
    apply_mapping,
    choose_form,
    find_forms,
    load_mappings,
)
from pipeline.progress.provenance import read_provenance
from pipeline.reviews.export import read_decisions
from pipeline.support.problems import Problem, UnreadableFileError
from pipeline.support.sidecar import check_sidecar
from pipeline.support.text import fold
from pipeline.tables.body import list_filled_rows
from pipeline.tables.read import READERS, read_tables
from pipeline.tables.recognise import HEADER_SEARCH_ROWS, list_ignored_sheets, recognise

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pipeline.tables.model import RawTable


@dataclasses.dataclass
class ParsedFile:
    """What a file gave.

    Attributes:
        frames: raw table -> rows.
        problems: everything wrong with it.
        layout: codes of the layouts recognised, joined by ``+``; None where none was.
        received_on: for progress files, what folder or sidecar says.
        rows_seen: filled rows of the sheets that were read, counted apart from their reading;
            None where a file has no rows (documents).
    """

    frames: dict[str, pl.DataFrame] = dataclasses.field(default_factory=dict)
    problems: list[Problem] = dataclasses.field(default_factory=list)
    layout: str | None = None
    received_on: dt.date | None = None
    rows_seen: int | None = None

    @property
    def is_loaded(self) -> bool:
        """False where the whole file was rejected."""
        return not any(p.severity == "file" for p in self.problems)


# Only in our own export does every row say where it stands in the document.
_EXPORT_HEADER = fold("Vị trí trong văn bản")


def _is_plan_export(tables: list[RawTable]) -> bool:
    """Tables in our layout, whole or broken; any other table is a document."""
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


def find_raw_folder(path: Path, folder: str = "plans") -> Path:
    """The raw folder that a file of a folder lies in; its own folder where it lies in none."""
    found = [parent for parent in path.parents if parent.name == folder]
    return found[-1].parent if found else path.parent


def _read_document(path: Path, tables: Sequence[RawTable] = ()) -> ParsedFile:
    from pipeline.documents.read import read_document
    from pipeline.lexicon.rules import OFFICE_FOLDER, use_office_lexicon
    from pipeline.linking.settle_fields import settle_fields
    from pipeline.plans.documents.assemble import read_plan_document

    overrides = check_sidecar(path).get("plan", {})
    document = read_document(path, tables)
    with use_office_lexicon(find_raw_folder(path) / OFFICE_FOLDER):
        frames, problems = read_plan_document(document, path.stem, path.name, overrides)
    # Kept whole, so that a screen can show a quote among its neighbours.
    text = pl.DataFrame(
        {
            "document_text": [document.text],
            "page_starts": [document.list_page_starts()],
            "mark_starts": [[offset for offset, _ in document.marks]],
            "mark_places": [[place for _, place in document.marks]],
        }
    )
    enriched = _enrich_plan(frames)
    enriched["targets"] = settle_fields(enriched["targets"])
    return ParsedFile(enriched | {"document_texts": text}, problems, "plan_document")


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
    # Plans also come as documents; of the other folders a file that is no table is refused here.
    if folder == "plans" and path.suffix.lower() not in READERS:
        return _read_document(path)
    tables = read_tables(path)
    if folder == "plans" and not _is_plan_export(tables):
        # Cells of a csv are numbered by the way there; a document keeps them as they stand.
        return _read_document(path, tables if path.suffix.lower() == ".xlsx" else ())
    if folder == "progress" and (parsed := _read_own_form(path, tables)) is not None:
        return parsed
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
    elif folder == "explanations":
        frames, problems = read_steps(sheets)
    else:
        provenance = read_provenance(path)
        frames, problems = read_progress_export(sheets, provenance)
        received_on = provenance.received_on
    problems += list_ignored_sheets(tables, sheets)
    # The facts of a plan are one record, however many lines they take.
    seen = sum(1 if s.layout.shape == "facts" else len(list_filled_rows(s)) for s in sheets)
    return ParsedFile(frames, problems, layout, received_on, seen)


def _read_own_form(path: Path, tables: list[RawTable]) -> ParsedFile | None:
    """A report in a form that the office has mapped; None where it is in none."""
    mappings = load_mappings(find_raw_folder(path, "progress") / MAPPINGS)
    forms = find_forms(tables, mappings) if mappings else []
    said = check_sidecar(path)
    form = choose_form(forms, said.get("mapping"))
    if form is None:
        return None
    table, header, mapping = form
    provenance = read_provenance(path)
    as_of = said.get("as_of_date")
    sheet, left_out = apply_mapping(table, header, mapping, provenance, as_of)
    frames, problems = read_progress_export([sheet], provenance)
    problems += [*left_out, *list_ignored_sheets(tables, [sheet])]
    seen = len(list_filled_rows(sheet)) + sum(p.row_no is not None for p in left_out)
    return ParsedFile(frames, problems, OWN_FORM, provenance.received_on, seen)


def _unexpected(error: BaseException) -> Problem:
    if isinstance(error, MemoryError):
        return Problem("too_much_memory", "file")
    # The library's own words are English and for an engineer: they stand in the value.
    return Problem("unexpected_error", "file", value=f"{type(error).__name__}: {error}")


def read_file(path: Path, folder: str) -> ParsedFile:
    """Read one file.

    Args:
        path: the file.
        folder: one of ``FOLDERS``; decides which layouts it may follow.

    Returns:
        Rows and problems; a file that cannot be used gives problems of severity ``file`` only.
    """
    try:
        return _read_known(path, folder)
    except UnreadableFileError as error:
        return ParsedFile(problems=list(error.problems))
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # noqa: BLE001 (a panic of polars is no Exception)
        return ParsedFile(problems=[_unexpected(error)])
