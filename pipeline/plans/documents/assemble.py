"""A document -> frames of raw.plans, raw.targets, raw.tasks and what hangs on them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import polars as pl
from pydantic import ValidationError

from pipeline.plans.deadlines import read_deadlines
from pipeline.plans.documents.body import read_body
from pipeline.plans.documents.confidence import score, sort_doubts
from pipeline.plans.documents.facts import PlanFacts, read_facts
from pipeline.plans.documents.fields import find_field, find_topic
from pipeline.plans.documents.ledger import SAID_BEFORE, TIMES, Ledger
from pipeline.plans.documents.plan_tables import find_tables
from pipeline.plans.documents.table_targets import find_table_targets
from pipeline.plans.documents.tasks import TaskReading, find_tasks
from pipeline.plans.evidence import read_issued_documents
from pipeline.plans.quantities.demands import names_counted
from pipeline.plans.quantities.measures import Measure, counts_communes, read_measures
from pipeline.plans.quantities.number_words import names_number
from pipeline.plans.quantities.numbers import read_value
from pipeline.plans.quantities.qualifiers import read_qualifier
from pipeline.plans.quantities.spans import find_baseline, is_conditional
from pipeline.plans.records import (
    PlanRecord,
    TargetRecord,
    find_context,
    keep_sound_facts,
    list_unknown_facts,
)
from pipeline.support.problems import Problem, UnreadableFileError, reject_file
from pipeline.support.raw_tables import shape_frame
from pipeline.support.reference import load_reference, read_threshold
from pipeline.support.sentences import word
from pipeline.support.text import strip_marks, tidy
from pipeline.support.trace import Traced, join

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pipeline.documents.model import Document
    from pipeline.lexicon.levels import Level
    from pipeline.lexicon.roles import Role
    from pipeline.plans.documents.body import BodyReading
    from pipeline.plans.documents.logical_rows import LogicalRow, LogicalTable
    from pipeline.plans.documents.statements import Statement

Row = dict[str, Any]
Frames = dict[str, pl.DataFrame]
_STAGE_YEARS = 5
_LONG_QUOTE = 3000
_LONGEST_UNIT = 25
_ORDER = re.compile(
    r"\W*(?:[A-ZĐ]{1,4}\d{1,3}(?:\.\d{1,2})*|\d{1,3}(?:\.\d{1,2})*|[IVX]{1,5}|[a-zA-ZđĐ])\W*"
)
# Cells of a task that may be said to be unsure or inherited.
_ROLES = ("product", "lead", "coord", "time", "task", "evidence", "budget")
_FIRST_NUMBER = re.compile(r"\D{0,30}?(\d+(?:[.,]\d+)*)(.*)", re.DOTALL)
_BARE_SPAN = re.compile(r"^\s*\d+(?:[.,]\d+)*\s*[-–]\s*(\d+(?:[.,]\d+)*)\s*\D{0,20}$")
_PARTS_OF = re.compile(
    r"^(?P<before>\D{0,20})(?P<part>\d{1,6})\s*/\s*(?P<whole>\d{1,6})(?P<after>\D{0,20})$"
)
# "0,98" where shares are counted in percent.
_FRACTION = re.compile(r"^\D{0,20}0[.,]\d+\D*$")
_YEARS = 1900


# "không dưới 97,5.": a bound and a number whose unit was lost; or a share said in words.
_LOST_UNIT = re.compile(
    r"\b(?:toi thieu|it nhat|khong (?:duoi|qua|thap hon|cao hon)|toi da|tren|duoi|dat)\s+"
    r"\d{1,3}(?:[.,]\d+)?\s*(?:[.;,]|$)"
    r"|\b(?:mot nua|phan nua|gap (?:doi|ba|\d+)|(?:mot|hai) phan (?:ba|tu|nam))\b"
    r"|\b(?:it nhat|toi thieu|hon|tren)\s+\d{1,2}/\d{1,3}\b"
)
_SHARE = re.compile(r"\d\s*%")
# Without its marks such a word may be another one ("Bà con"), so that it is only asked about.
_COUNT_IN_WORDS = re.compile(r"^\W*(?:Hai|Ba|Bốn|Năm|Sáu|Bảy|Tám|Chín|Mười)\s+(?=[^\W\d_])")


class _Assembler:
    """Turns readings into rows; keeps the document at hand for quotes and places."""

    def __init__(self, document: Document, facts: PlanFacts, folded: str) -> None:
        self.document = document
        self.facts = facts
        self.plan_code = facts.values["plan_code"]
        self.problems: list[Problem] = []
        self.shared_doubts = _shared_doubts(document)
        self.folded = folded

    # -- targets ---------------------------------------------------------------------

    def target_rows(self, statements: Sequence[Statement]) -> list[Row]:
        rows: list[Row] = []
        stages = [s.due_year for s in statements if s.due_year]
        # Rows above the heading of the last stage belong to the stage before it.
        first_stage = min(*stages, max(stages) - _STAGE_YEARS) if stages else None
        for number, statement in enumerate(statements, start=1):
            rows += self._rows_of(statement, number, first_stage)
        return rows

    def _rows_of(self, statement: Statement, number: int, first_stage: int | None) -> list[Row]:
        base = self._target_base(statement, number)
        measures = self._demanded(statement, self._measures_of(statement))
        if not measures:
            doubts = {*statement.doubts, *self.shared_doubts}
            if _holds_number(statement.text):
                doubts.add("number_unread")
            quote = self.document.quote(statement.text)
            return [base | self._trust(doubts) | {"source_quote": quote}]
        rows = []
        for position, (measure, text) in enumerate(measures):
            due_year, stage_doubts = self._due_year(statement, measure, first_stage)
            doubts = {*statement.doubts, *measure.doubts, *stage_doubts, *self.shared_doubts}
            row = base | measure.to_columns(statement.level, due_year) | self._trust(doubts)
            row |= {"measure_no": position, "source_quote": self._quote(text, measure)}
            if self._is_valid(row):
                rows.append(row)
        return rows

    def _target_base(self, statement: Statement, number: int) -> Row:
        text = statement.text
        return {
            "plan_code": self.plan_code,
            "target_ref": statement.ref,
            "target_no": number,
            "measure_no": None,
            "field_code": statement.field_code,
            "target_text": text.text.replace("\n", " "),
            "is_nested": False,
            "is_conditional": is_conditional(text.folded),
            "lead_agency": statement.lead.text.replace("\n", " ") if statement.lead else None,
            "coord_agency": statement.coord.text.replace("\n", " ") if statement.coord else None,
            "document_place": self._place(text, statement.context),
            "source_locator": self.document.locate(text.start, text.end),
        }

    def _place(self, text: Traced, context: Sequence[Traced]) -> str:
        """Where a record stands, and where what it inherits is said."""
        place = self.document.locate(text.start, text.end)
        around = [self.document.locate(c.start, c.end) for c in context if c]
        return "; ".join(dict.fromkeys((place, *around)))

    def _demanded(
        self, statement: Statement, measures: list[tuple[Measure, Traced]]
    ) -> list[tuple[Measure, Traced]]:
        """Without what was reached before the plan began: "(năm 2025 đạt 96,4%)"."""
        first = self.facts.values["year_from"] or 0
        demanded = [m for m in measures if not (m[0].due_year and m[0].due_year < first)]
        place = self.document.locate(statement.text.start, statement.text.end)
        self.problems += [
            Problem(
                "figure_of_earlier_year",
                "warning",
                {
                    "value": measure.value,
                    "unit": measure.unit,
                    "year": measure.due_year,
                    "first": first,
                },
                place=place,
            )
            for measure, _ in measures
            if measure.due_year and measure.due_year < first
        ]
        return demanded

    def _measures_of(self, statement: Statement) -> list[tuple[Measure, Traced]]:
        if statement.number_cells:
            return self._measures_of_cells(statement)
        return [
            (m, statement.text)
            for m in read_measures(statement.text.text)
            if (m.value, m.comparator, m.level) not in statement.said_before
        ]

    def _measures_of_cells(self, statement: Statement) -> list[tuple[Measure, Traced]]:
        """The number stands in a cell of its own; its unit may stand in another."""
        found = []
        baseline = find_baseline(statement.text.folded)
        is_capped = any(_caps(number.text.folded) for number in statement.number_cells)
        for number in statement.number_cells:
            cell, unit = number.text, number.unit
            said = _add_unit(_cap(cell.text) if is_capped else cell.text, unit)
            label = re.sub(r"[\d%]+", " ", statement.text.text)
            text = f"{label} : {_name_change(statement.text.folded)}{said}"
            if "%" in unit and (parts := _PARTS_OF.match(cell.folded)):
                measures = _read_parts_of(parts, label)
            else:
                measures = read_measures(text) or _bare_number(said, unit, label)
            if "%" in unit and _FRACTION.match(cell.text):
                measures = [_doubt_fraction(m) if m.value < 1 else m for m in measures]
            if not measures:
                statement.doubts += ("number_unread",)
            for measure in measures:
                shown = " ".join(label.split()).strip(" ,;:.()")
                found.append(
                    (
                        replace(
                            measure,
                            unit=tidy(unit) if unit and measure.unit == "count" else measure.unit,
                            due_year=measure.due_year or number.year,
                            level=number.level or measure.level or _level_counted(label, unit),
                            baseline=baseline if _is_change(measure) else measure.baseline,
                            label=" ".join(shown.split()[:12]),
                            clause=shown,
                            start=0,
                        ),
                        join((statement.text, cell), " "),
                    )
                )
        # "... trong đó bộ phận một cửa đạt 100%" demands a number of its own beside the cell's.
        in_cells = {measure.value for measure, _ in found}
        in_text = read_measures(statement.text.text)
        # "Tỷ lệ hộ có ít nhất 01 điện thoại" is what the cell's share is of.
        beside = [m for m in in_text if m.value not in in_cells and _stands_beside(m)]
        return [*found, *((m, statement.text) for m in beside)]

    def _due_year(
        self, statement: Statement, measure: Measure, first_stage: int | None
    ) -> tuple[int | None, tuple[str, ...]]:
        if measure.due_year:
            return measure.due_year, ()
        if statement.due_year:
            return statement.due_year, ()
        first_year = self.facts.values["year_from"]
        if first_stage and first_year and first_year <= first_stage:
            return first_stage, ("stage_inferred",)
        return self.facts.values["year_to"], ()

    def _quote(self, text: Traced, measure: Measure) -> str:
        pieces = self.document.text[text.start : text.end] if text.start < text.end else ""
        if measure.start == 0 and measure.end and len(pieces) < _LONG_QUOTE and pieces:
            return pieces
        return self.document.quote(text, (measure.start, measure.end))

    def _is_valid(self, row: Row) -> bool:
        try:
            TargetRecord.model_validate(row, context={"reference": load_reference()})
        except ValidationError as error:
            rule = find_context(error.errors()[0])
            self._reject(rule.code, row, rule.parameters)
            return False
        return True

    def _reject(self, code: str, row: Row, parameters: Mapping[str, object]) -> None:
        place = row["source_locator"]
        self.problems.append(
            Problem(
                code,
                parameters=parameters,
                place=place,
                raw_row={k: str(v) for k, v in row.items() if v is not None},
            )
        )

    # -- tasks -----------------------------------------------------------------------

    def task_frames(self, tasks: Sequence[TaskReading]) -> Frames:
        rows, dues, evidence = [], [], []
        for number, task in enumerate(tasks, start=1):
            row, own_dues, own_evidence = self._task_row(task, number)
            rows.append(row)
            dues += own_dues
            evidence += own_evidence
        return {
            "tasks": _frame("tasks", rows),
            "task_dues": _frame("task_dues", dues),
            "task_evidence": _frame("task_evidence", evidence),
        }

    def _task_row(self, task: TaskReading, number: int) -> tuple[Row, list[Row], list[Row]]:
        place = self.document.locate(task.text.start, task.text.end)
        key = {"plan_code": self.plan_code, "task_ref": task.ref, "source_locator": place}
        issued = task.issued
        if task.time and not issued:
            issued = read_issued_documents(task.time.text, task.time.folded, self.folded)
        doubts = {*task.doubts, *self.shared_doubts}
        if task.unsure:
            doubts.add("cell_unattributed")
        if any(d.doc_no is None or d.issued_on is None for d in issued):
            doubts.add("evidence_unread")
            task.unsure.add("evidence")
        is_done = bool(task.time and re.search(r"\b[dp]?[ab]a? hoan thanh\b", task.time.folded))
        row = key | {
            "task_no": number,
            "field_code": task.field_code,
            "task_text": task.text.text,
            "products": [p.text for p in task.products] or None,
            "lead_agency": task.lead.text if task.lead else None,
            "coord_agency": task.coord.text if task.coord else None,
            "due_text": task.time.text if task.time else None,
            "budget_million_vnd": task.budget_million_vnd,
            "budget_note": task.budget_note,
            "is_done": is_done,
            "document_place": self._place(task.text, task.context),
            "inherited": _name_roles(task.inherited),
            "unsure": _name_roles(task.unsure),
            "source_quote": self.document.quote(task.text),
        }
        return (
            row | self._trust(doubts),
            self._dues(task, key, issued),
            [
                key | {"evidence_no": n, "doc_no": d.doc_no, "issued_on": d.issued_on}
                for n, d in enumerate(issued, start=1)
            ],
        )

    def _dues(self, task: TaskReading, key: Row, issued: Sequence[object]) -> list[Row]:
        first, last = self.facts.values["year_from"], self.facts.values["year_to"]
        found = read_deadlines(task.time.text if task.time else None, first, last)
        if issued:
            # A cell that lists issued documents states no deadline of its own.
            found = [d for d in found if d.kind != "unknown"]
        return [key | due.to_row(n) for n, due in enumerate(found, start=1)]

    # -- the rest --------------------------------------------------------------------

    def passage_row(self, text: Traced, rule: str) -> Row:
        """Row of ``raw.unread_passages``."""
        return {
            "plan_code": self.plan_code,
            "passage_text": text.text,
            "starts_at": text.start,
            "ends_at": text.end,
            "reason": rule,
            "source_locator": self.document.locate(text.start, text.end),
        }

    def _trust(self, doubts: set[str]) -> Row:
        return {
            "reading_confidence": score(doubts),
            "reading_doubts": sort_doubts(doubts) or None,
        }

    def plan_row(self) -> Row:
        values = dict(self.facts.values)
        values["plan_title"] = values.get("plan_title") or _made_title(values)
        return values | {
            "document_places": json.dumps(self.facts.places, ensure_ascii=False),
            "source_kind": "document",
            "source_locator": "cả văn bản",
            "note_codes": _list_notes(self.facts) or None,
        }


def _made_title(values: Mapping[str, Any]) -> str:
    first, last = values.get("year_from"), values.get("year_to")
    years = f" năm {first}" if first == last else f" giai đoạn {first}-{last}"
    issuer = f" của {values['issuer_name']}" if values.get("issuer_name") else ""
    return f"Kế hoạch cải cách hành chính{years if first else ''}{issuer}"


# Doubts of a plan's facts that its note tells.
_FACT_DOUBTS = (
    "years_guessed", "issuer_from_clause", "issuer_from_signature", "province_from_text",
    "amends_unnamed",
)  # fmt: skip


def _list_notes(facts: PlanFacts) -> list[str]:
    """Codes of what is to be known of a plan's facts."""
    found = ["made_title"] if "plan_title" not in facts.values else []
    found += [doubt for doubt in _FACT_DOUBTS if doubt in facts.doubts]
    return [f"plan_note.{code}" for code in found]


def _shared_doubts(document: Document) -> tuple[str, ...]:
    """What holds for everything that a document says."""
    if document.kind == "scan":
        return ("from_scan",)
    letters = [c for c in document.text if c.isalpha()]
    marked = sum(c in "ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ" for c in letters)
    # Vietnamese prose has such letters in about one of five; a scan read as another language
    # has hardly any of the stacked ones.
    if letters and marked / len(letters) < read_threshold("marked_letters_min_share"):
        return ("text_damaged",)
    return ()


def _is_change(measure: Measure) -> bool:
    return measure.comparator in ("decrease_gte", "decrease_eq", "increase_gte")


# The name of a row may say that its cell is an amount of change.
_CHANGE = re.compile(
    r"^(?:ty le|muc|phan tram) (?:cat )?(giam|tang)\b"
    r"|\b(giam|tang)\b[^,;(\d]{0,60}\bso voi\b(?!.*\bdat\W*$)[^,;()]*$"
)


def _holds_number(text: Traced) -> bool:
    """Whether a text without a number that was read says one all the same."""
    count = _COUNT_IN_WORDS.match(text.text)
    return bool(
        _LOST_UNIT.search(text.folded)
        or names_number(text.folded)
        or _SHARE.search(text.text)
        or (count and names_counted(text.folded[count.end() :]))
    )


def _name_change(label: str) -> str:
    """The verb of change that belongs before the number of a cell; empty where there is none."""
    match = _CHANGE.search(label)
    return f"{match[1] or match[2]} " if match else ""


def _stands_beside(measure: Measure) -> bool:
    """Whether a number in the name of a row is demanded beside the number of its cell."""
    return measure.is_nested or (measure.unit != "count" and _is_change(measure))


def _level_counted(label: str, unit: str) -> Level | None:
    """``Tỷ lệ xã, phường công khai ...`` in a row of shares: what is counted is the level."""
    said = re.sub(r"^\W*(?:(?:ty|ti) le|so|ty trong)\s+", "", strip_marks(label).lower())
    return "commune" if unit.strip() == "%" and counts_communes(said) else None


def _add_unit(cell: str, unit: str) -> str:
    """The unit of the row behind each number of a cell that states none itself."""
    if not unit or "%" in cell or unit.lower() in cell.lower():
        return cell

    def add(number: re.Match[str]) -> str:
        is_year = re.fullmatch(r"(?:20\d\d\s*[-–]\s*)?20\d\d", number[0]) is not None
        return number[0] if is_year else f"{number[0]} {unit}"

    # Of "2 - 3" only the upper end carries the unit.
    return re.sub(r"(?:\d+(?:[.,]\d+)*\s*[-–]\s*)?\d+(?:[.,]\d+)*", add, cell)


def _caps(folded: str) -> bool:
    """Whether a cell holds its number down ("≤ 6,0")."""
    match = _FIRST_NUMBER.match(folded)
    return bool(match) and read_qualifier(folded[: match.start(1)], "").comparator in ("lte", "lt")


def _cap(cell: str) -> str:
    """A bare span in a row whose other cells hold the number down: its upper end is the limit."""
    match = _BARE_SPAN.match(cell)
    return f"≤ {cell[match.start(1) :]}" if match else cell


def _read_parts_of(match: re.Match[str], label: str) -> list[Measure]:
    """Read "14/14" in a row of shares: fourteen of fourteen, and not fourteen percent."""
    part, whole = int(match["part"]), int(match["whole"])
    # "12/2026" is a month.
    if not 0 < whole >= part or whole >= _YEARS:
        return []
    return [
        Measure(
            round(100 * part / whole, 1),
            "%",
            read_qualifier(match["before"], match["after"]).comparator,
            label=" ".join(label.split()[:12]),
            end=1,
            doubts=("share_of_parts",),
        )
    ]


def _doubt_fraction(measure: Measure) -> Measure:
    return replace(measure, doubts=(*measure.doubts, "fraction_or_share"))


def _bare_number(said: str, unit: str, label: str) -> list[Measure]:
    """A cell with a number and perhaps a word or sign before it, whose unit stands elsewhere."""
    folded = strip_marks(said).lower()
    match = _FIRST_NUMBER.match(folded)
    value = read_value(match[1]) if match else None
    # "1/3" is a ratio, not one.
    if match is None or value is None or re.match(r"\s*/\s*\d", match[2]):
        return []
    qualifier = read_qualifier(folded[: match.start(1)], match[2])
    named = unit or (match[2] if re.match(r"\s*[a-z]", match[2]) else "")
    shown = said[match.start(2) :] if named and not unit else unit
    return [
        Measure(
            value,
            tidy(shown) or "count",
            qualifier.comparator,
            label=" ".join(label.split()[:12]),
            end=1,
            doubts=("counted_thing",),
        )
    ]


def _name_roles(roles: Iterable[str]) -> list[str] | None:
    """Codes of cells in seeds/sentences.csv."""
    return sorted(f"role.{role}" for role in roles if role in _ROLES) or None


def make_refs_distinct(records: Sequence[Statement | TaskReading]) -> list[tuple[str, str, int]]:
    """Give a reference that stands twice in a document a number behind it: "3", "3 (2)".

    Args:
        records: targets or tasks of one document; changed in place.

    Returns:
        The reference as it stands, as it is now, and where its text begins, for each repeat.
    """
    taken = {record.ref for record in records}
    seen: set[str] = set()
    repeats = []
    for record in records:
        stated, number = record.ref, 2
        if stated in seen:
            while f"{stated} ({number})" in taken:
                number += 1
            record.ref = f"{stated} ({number})"
            taken.add(record.ref)
            repeats.append((stated, record.ref, record.text.start))
        seen.add(record.ref)
    return repeats


def _name_repeats(document: Document, repeats: Sequence[tuple[str, str, int]]) -> list[Problem]:
    return [
        Problem(
            "repeated_ref", "warning", {"stated": stated, "ref": ref}, place=document.locate(start)
        )
        for stated, ref, start in repeats
    ]


def _frame(table: str, rows: Sequence[Row]) -> pl.DataFrame:
    return shape_frame(
        table, pl.DataFrame(rows, infer_schema_length=None) if rows else pl.DataFrame()
    )


def _check_facts(facts: PlanFacts, overrides: Mapping[str, Any], file_name: str) -> list[Problem]:
    """Keep the facts that hold; each of the others is null, and a warning that says what to do."""
    facts.values |= overrides
    title = facts.values.get("plan_title") or _made_title(facts.values)
    plan, broken_rules = keep_sound_facts(facts.values | {"plan_title": title})
    for rule in broken_rules:
        if rule.column in ("plan_code", "plan_title"):
            raise reject_file(rule.code, rule.parameters)
    for name in PlanRecord.model_fields:
        if name not in ("places", "plan_title"):
            facts.values[name] = getattr(plan, name)
    said = [Problem(f"{rule.code}.left_empty", "warning", rule.parameters) for rule in broken_rules]
    unknown = list_unknown_facts(plan)
    if unknown:
        said.append(
            Problem(
                "plan_facts_missing.document",
                "warning",
                {
                    "facts": [word(f"fact.{name}") for name in unknown],
                    "file": file_name,
                    "keys": ", ".join(unknown),
                },
            )
        )
    return said


def _verify_quotes(document: Document, frames: Frames) -> tuple[Frames, list[Problem]]:
    """A record whose words are not in the document does not enter the tables."""
    whole = tidy(document.text)
    problems = []
    for table in ("targets", "tasks"):
        frame = frames[table]
        if frame.is_empty():
            continue
        is_found = frame["source_quote"].map_elements(
            lambda quote: bool(quote) and tidy(quote) in whole, return_dtype=pl.Boolean
        )
        problems += [
            Problem(
                "quote_not_found",
                place=row["source_locator"],
                raw_row={k: str(v) for k, v in row.items() if v is not None},
            )
            for row in frame.filter(~is_found).iter_rows(named=True)
        ]
        frames[table] = frame.filter(is_found)
    # What hangs on a task goes with it.
    kept = frames["tasks"].select("plan_code", "task_ref")
    for table in ("task_dues", "task_evidence"):
        frames[table] = frames[table].join(kept, on=["plan_code", "task_ref"], how="semi")
    return frames, problems


def _list_claimed(statements: Sequence[Statement], tasks: Sequence[TaskReading]) -> list[Traced]:
    """Every stretch of the document that a record was made of, but when it is due."""
    claimed: list[Traced] = []
    for statement in statements:
        cells = [n.text for n in statement.number_cells]
        parts = (statement.text, statement.lead, statement.coord, *cells, *statement.context)
        claimed += [t for t in parts if t]
    for task in tasks:
        parts = (task.text, task.lead, task.coord, task.budget, *task.products)
        claimed += [t for t in parts if t]
    return claimed


def _list_times(tasks: Sequence[TaskReading]) -> list[Traced]:
    return [task.time for task in tasks if task.time]


@dataclass
class Reading:
    """All that a document gave."""

    tables: list[LogicalTable]
    body: BodyReading
    statements: list[Statement]
    tasks: list[TaskReading]
    repeated: list[Traced]


def read_everything(document: Document) -> Reading:
    """Tables, targets and tasks of a document, before they become rows."""
    tables = find_tables(document.blocks)
    body = read_body(document.blocks)
    in_tables, said_before = find_table_targets(tables, body.targets)
    found, reprints = find_tasks(tables, is_ruled=document.kind != "text")
    return Reading(
        tables,
        body,
        [*in_tables, *body.targets],
        [*found, *body.tasks],
        [*_list_claimed(said_before, reprints), *_list_times(reprints)],
    )


def _list_said(row: LogicalRow, table: LogicalTable) -> list[Traced]:
    """Cells that are known and demand nothing; a day to begin, where another column is the time."""
    columns = table.columns
    roles: tuple[Role, ...] = ("note", "start") if "time" in columns else ("note",)
    return [text for role in roles if (text := row.text(role))]


def open_ledger(document: Document, reading: Reading, facts: PlanFacts | None) -> Ledger:
    """Who claims what: records first, then what stands around them.

    Args:
        document: as read.
        reading: all that it gave.
        facts: of the plan, None where it is none.
    """
    ledger = Ledger(document)
    ledger.claim(_list_times(reading.tasks), "record", TIMES)
    ledger.claim(_list_claimed(reading.statements, reading.tasks), "record")
    ledger.claim(reading.body.labels, "record", "labels")
    ledger.claim(reading.repeated, "said", SAID_BEFORE)
    if facts:
        ledger.claim(facts.texts, "record", "facts")
    for table in reading.tables:
        ledger.claim(table.heads, "table_head")
        ledger.claim(table.titles, "heading", "title_row")
        for row in table.rows:
            ledger.claim([text for text in row.past if text], "said", "past_value")
            number = row.text("number")
            if number and _ORDER.fullmatch(number.text):
                ledger.claim([number], "record", "order")
            ledger.claim(_list_said(row, table), "said", "said_column")
            unit = row.text("unit")
            if unit and len(unit.text) < _LONGEST_UNIT:
                ledger.claim([unit], "record", "unit")
            group = row.text("field")
            if group and find_field(group.folded) is not None:
                ledger.claim([group], "heading", "group")
    ledger.claim(reading.body.headings, "heading")
    for text, rule in reading.body.prose:
        ledger.claim([text], "tail" if rule == "signature" else "said", f"below_{rule}")
    return ledger


def _take_topic(records: Sequence[Statement | TaskReading], title: str) -> None:
    """All records of a plan about something else than administrative reform are of its field."""
    topic = find_topic(strip_marks(title).lower())
    if topic is None:
        return
    for record in records:
        record.field_code = topic
        record.doubts = tuple(d for d in record.doubts if d != "field_guessed")


def read_plan_document(
    document: Document, stem: str, file_name: str, overrides: Mapping[str, Any]
) -> tuple[Frames, list[Problem]]:
    """Read a plan document.

    Args:
        document: blocks with places.
        stem: name of the file without ending, becomes the plan's code.
        file_name: becomes the source document, and stands in messages.
        overrides: facts that the sidecar of the file states; they win.

    Returns:
        Frames for ``plans``, ``targets``, ``tasks``, ``task_dues``, ``task_evidence`` and
        ``unread_passages`` (columns of ``RAW_TABLES``; ``file_path`` and ``file_sha256`` still
        null) and every problem.

    Raises:
        UnreadableFileError: nothing of a plan was found, or facts without which nothing can
            be placed are missing.
    """
    reading = read_everything(document)
    statements, tasks = reading.statements, reading.tasks
    repeated = [*make_refs_distinct(statements), *make_refs_distinct(tasks)]
    if not statements and not tasks:
        nothing = Problem("no_plan_found", "file")
        # Where it is a plan in words that the reader does not know, its demands are named.
        ledger = open_ledger(document, reading, None)
        raise UnreadableFileError(nothing, *ledger.describe(ledger.list_owed()))
    facts = read_facts(document, stem)
    _take_topic([*statements, *tasks], facts.values.get("plan_title") or "")
    said = _check_facts(facts, overrides, file_name)
    facts.values["source_document"] = facts.values.get("source_document") or file_name
    folded = Traced(document.text, tuple(range(len(document.text)))).folded
    assembler = _Assembler(document, facts, folded)
    frames = {
        "plans": _frame("plans", [assembler.plan_row()]),
        "targets": _frame("targets", assembler.target_rows(statements)),
        **assembler.task_frames(tasks),
    }
    frames, unquoted = _verify_quotes(document, frames)
    named = _name_repeats(document, repeated)
    ledger = open_ledger(document, reading, facts)
    unread = ledger.list_unread()
    frames["unread_passages"] = _frame(
        "unread_passages", [assembler.passage_row(text, rule) for text, rule in unread]
    )
    named += ledger.describe(unread)
    return frames, [*document.problems, *said, *named, *assembler.problems, *unquoted]
