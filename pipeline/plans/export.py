"""A plan workbook -> rows of raw.plans, raw.targets, raw.tasks and what hangs on them."""

from __future__ import annotations

import dataclasses
import json
from functools import cache
from typing import TYPE_CHECKING, Any

import polars as pl
from pydantic import BaseModel, ValidationError

from pipeline.plans.deadlines import read_deadlines
from pipeline.plans.evidence import read_issued_document
from pipeline.plans.records import (
    PlanRecord,
    TargetRecord,
    TaskRecord,
    find_context,
    keep_sound_facts,
    list_unknown_facts,
)
from pipeline.support.problems import Problem, UnreadableFileError, reject_file
from pipeline.support.raw_tables import shape_frame
from pipeline.support.reference import load_reference
from pipeline.support.sentences import load_sentences, say, word
from pipeline.support.text import fold
from pipeline.tables.measure_units import normalise_unit
from pipeline.tables.parse import parse_facts, parse_sheet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.layouts.model import SheetLayout
    from pipeline.tables.recognise import RecognisedSheet

Row = dict[str, Any]
Frames = dict[str, pl.DataFrame]


@dataclasses.dataclass
class _Sheet:
    """Rows of one sheet on their way: those still good, and the problems so far."""

    layout: SheetLayout
    name: str
    rows: list[Row]
    problems: list[Problem] = dataclasses.field(default_factory=list)

    def reject(self, row: Row, code: str, column: str, parameters: Mapping[str, object]) -> None:
        """Send one row to the rejects."""
        header = next((c.header for c in self.layout.columns if c.name == column), column)
        self.problems.append(
            Problem(
                code,
                parameters=parameters,
                sheet=self.name,
                row_no=row["row_no"],
                column_name=header,
                value=str(row.get(column)) if row.get(column) is not None else None,
                raw_row={k: str(v) for k, v in row.items() if v is not None},
            )
        )
        self.rows = [r for r in self.rows if r["row_no"] != row["row_no"]]


def _open_sheet(sheet: RecognisedSheet) -> _Sheet:
    frame, problems = parse_sheet(sheet)
    return _Sheet(sheet.layout, sheet.table.sheet, frame.to_dicts(), problems)


def _attach_fields(sheet: _Sheet) -> None:
    reference = load_reference()
    for row in list(sheet.rows):
        row["field_code"] = reference.find_field(row["field_name"])
        if row["field_code"] is None:
            sheet.reject(
                row,
                "unknown_field",
                "field_name",
                {"name": row["field_name"]},
            )


def _code_unsure(sheet: _Sheet) -> None:
    """Cells that a person calls unsure or inherited, as the codes that documents give them."""
    for row in sheet.rows:
        for column in ("unsure", "inherited"):
            if row.get(column):
                row[column] = [_list_roles().get(fold(name), name) for name in row[column]]


@cache
def _list_roles() -> dict[str, str]:
    roles = [code for code in load_sentences() if code.startswith("role.")]
    return {fold(say(code)): code for code in roles}


def _validate_rows(sheet: _Sheet, model: type[BaseModel]) -> None:
    for row in list(sheet.rows):
        try:
            model.model_validate(row, context={"reference": load_reference()})
        except ValidationError as error:
            sheet.reject(row, *find_context(error.errors()[0]))


def _clean_ref(ref: str) -> str:
    """A number cell 1,5 was the reference 1.5; a trailing dot is dropped."""
    return ref.replace(",", ".").strip(" .")


def _number_measures(rows: list[Row]) -> None:
    """Number targets in order of appearance and the measures within each from 0."""
    order: dict[str, int] = {}
    counts: dict[str, int] = {}
    for row in rows:
        ref = row["target_ref"] = _clean_ref(row["target_ref"])
        row["target_no"] = order.setdefault(ref, len(order) + 1)
        row["measure_no"], row["unit"] = None, normalise_unit(row["unit"])
        if row["value"] is not None:
            row["measure_no"] = counts.get(ref, 0)
            counts[ref] = counts.get(ref, 0) + 1


def _reject_repeats(
    sheet: _Sheet,
    key_columns: Sequence[str],
    code: str,
    *,
    only_words: bool = False,
) -> None:
    seen: dict[tuple, int] = {}
    for row in list(sheet.rows):
        if only_words and row["value"] is not None:
            continue
        key = tuple(fold(v) if isinstance(v := row[c], str) else v for c in key_columns)
        if key in seen:
            sheet.reject(
                row,
                code,
                key_columns[0],
                {"row": seen[key]},
            )
        else:
            seen[key] = row["row_no"]


def _reject_ref_clashes(sheet: _Sheet) -> None:
    """One STT is one target: another text under the same STT is a mistake."""
    texts: dict[str, tuple[str, int]] = {}
    for row in list(sheet.rows):
        first = texts.setdefault(row["target_ref"], (fold(row["target_text"]), row["row_no"]))
        if first[0] != fold(row["target_text"]):
            sheet.reject(
                row,
                "ref_clash",
                "target_ref",
                {"ref": row["target_ref"], "row": first[1]},
            )


def _read_targets(recognised: RecognisedSheet) -> _Sheet:
    sheet = _open_sheet(recognised)
    _number_measures(sheet.rows)
    _attach_fields(sheet)
    _code_unsure(sheet)
    _validate_rows(sheet, TargetRecord)
    _reject_ref_clashes(sheet)
    identity = (
        "target_ref",
        "measure_label",
        "comparator",
        "value",
        "unit",
        "scope_level",
        "baseline",
        "due_year",
    )
    _reject_repeats(sheet, identity, "duplicate_row.target")
    # One target in words has one row, whatever else its rows say.
    _reject_repeats(sheet, ("target_ref",), "duplicate_row.target", only_words=True)
    return sheet


def _read_tasks(recognised: RecognisedSheet) -> _Sheet:
    sheet = _open_sheet(recognised)
    for number, row in enumerate(sheet.rows, start=1):
        row["task_ref"], row["task_no"] = _clean_ref(row["task_ref"]), number
    _attach_fields(sheet)
    _code_unsure(sheet)
    _validate_rows(sheet, TaskRecord)
    _reject_repeats(sheet, ("task_ref",), "duplicate_row.task")
    return sheet


def _read_plan(recognised: RecognisedSheet) -> tuple[PlanRecord, list[Problem]]:
    """The plan itself: only its code and its title must be there, any other fact may be unknown.

    Raises:
        UnreadableFileError: no usable code or title.
    """
    facts, problems = parse_facts(recognised)
    needed = {c.header for c in recognised.layout.columns if c.required}
    fatal = [p for p in problems if p.column_name in needed]
    if fatal:
        raise UnreadableFileError(*(dataclasses.replace(p, severity="file") for p in fatal))
    softened = [dataclasses.replace(p, severity="warning") for p in problems]
    plan, doubted = keep_sound_facts(facts)
    headers = {c.name: c.header for c in recognised.layout.columns}
    for rule in doubted:
        sheet, header = recognised.table.sheet, headers.get(rule.column, rule.column)
        if rule.column in ("plan_code", "plan_title"):
            raise reject_file(rule.code, rule.parameters, sheet, header)
        softened.append(
            Problem(
                f"{rule.code}.left_empty", "warning", rule.parameters, sheet, column_name=header
            )
        )
    said = {p.column_name for p in softened}
    softened += [p for p in _name_unknown(plan, recognised, headers) if p.column_name not in said]
    return plan, softened


def _name_unknown(
    plan: PlanRecord, recognised: RecognisedSheet, headers: dict[str, str]
) -> list[Problem]:
    """Facts that comparisons need and nobody stated; a paper of the centre has no province."""
    return [
        Problem(
            "plan_facts_missing",
            "warning",
            {"fact": word(f"fact.{name}")},
            sheet=recognised.table.sheet,
            column_name=headers[name],
        )
        for name in list_unknown_facts(plan)
    ]


def _frame_plan(plan: PlanRecord, sheet_name: str) -> pl.DataFrame:
    row = plan.model_dump() | {
        "document_places": json.dumps(plan.places, ensure_ascii=False),
        "source_kind": "export",
        "source_locator": f"trang {sheet_name}",
    }
    del row["places"]
    return shape_frame("plans", pl.DataFrame([row]))


def _place(sheet: _Sheet, row: Row) -> dict[str, str]:
    return {"source_locator": f"trang {sheet.name}, dòng {row['row_no']}"}


def _frame(table: str, rows: Sequence[Row]) -> pl.DataFrame:
    return shape_frame(
        table, pl.DataFrame(rows, infer_schema_length=None) if rows else pl.DataFrame()
    )


def _frame_tasks(plan: PlanRecord, sheet: _Sheet) -> Frames:
    tasks, dues, evidence = [], [], []
    for row in sheet.rows:
        key = {"plan_code": plan.plan_code, "task_ref": row["task_ref"], **_place(sheet, row)}
        tasks.append(row | key)
        for number, due in enumerate(
            read_deadlines(row["due_text"], plan.year_from, plan.year_to), start=1
        ):
            dues.append(key | due.to_row(number))
        documents = [d for text in row["evidence"] or [] if (d := read_issued_document(text))]
        evidence += [
            key | {"evidence_no": n, "doc_no": d.doc_no, "issued_on": d.issued_on}
            for n, d in enumerate(documents, start=1)
        ]
    return {
        "tasks": _frame("tasks", tasks),
        "task_dues": _frame("task_dues", dues),
        "task_evidence": _frame("task_evidence", evidence),
    }


def read_plan_export(sheets: Sequence[RecognisedSheet]) -> tuple[Frames, list[Problem]]:
    """Read one plan workbook.

    Args:
        sheets: recognised sheets of layout ``plan_export``.

    Returns:
        Frames for ``plans``, ``targets``, ``tasks``, ``task_dues``, ``task_evidence`` (columns
        of ``RAW_TABLES``; ``file_path`` and ``file_sha256`` still null) and every problem.

    Raises:
        UnreadableFileError: the plan itself cannot be read.
    """
    by_table = {s.layout.table: s for s in sheets}
    plan, found = _read_plan(by_table["plans"])
    targets, tasks = _read_targets(by_table["targets"]), _read_tasks(by_table["tasks"])
    target_rows = [r | {"plan_code": plan.plan_code} | _place(targets, r) for r in targets.rows]
    frames = {
        "plans": _frame_plan(plan, by_table["plans"].table.sheet),
        "targets": _frame("targets", target_rows),
        **_frame_tasks(plan, tasks),
    }
    return frames, found + targets.problems + tasks.problems
