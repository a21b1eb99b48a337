"""Targets that stand in tables: appendices of targets, and the aims column of a roadmap."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.plans.documents.fields import OTHER_FIELD, find_field, guess_field
from pipeline.plans.documents.plan_tables import classify, is_mixed, states_target
from pipeline.plans.documents.statements import NumberCell, Statement
from pipeline.plans.quantities.measures import read_measures
from pipeline.plans.quantities.number_words import names_number
from pipeline.plans.quantities.spans import find_due_year, find_stage
from pipeline.support.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.plans.documents.logical_rows import LogicalRow, LogicalTable
    from pipeline.plans.quantities.measures import Measure
    from pipeline.support.trace import Traced

_MIN_LENGTH = 12
_SAME_WORDS = 0.7
_YEAR = re.compile(r"\b20\d\d\b")
# Stages of a roadmap end in years that end in 0 or 5.
_STAGE = 5


def _number_cells(row: LogicalRow, table: LogicalTable) -> list[NumberCell]:
    """Cells of value columns that hold a number, with the unit of the row."""
    unit = row.text("unit").text
    return [
        NumberCell(text, unit or column.unit, column.year, column.level)
        for text, column in zip(row.values, table.columns.values, strict=True)
        if text and (any(c.isdigit() for c in text.text) or names_number(text.folded))
    ]


def _from_target_table(table: LogicalTable) -> list[Statement]:
    found = []
    for position, row in enumerate(table.rows, start=1):
        text = row.text("target") or row.text("task") or row.text("field")
        if len(text.text) < _MIN_LENGTH and not row.values:
            continue
        if not text:
            continue
        named = find_field(row.text("field").folded) if row.text("field") else None
        code, doubts = (row.field_code if named is None else named), _told(row)
        if code is None:
            code, doubts = guess_field(text.folded), (*doubts, "field_guessed")
        if any(column.is_last_mark for column in table.columns.values):
            doubts = (*doubts, "last_of_marks")
        if table.columns.is_told:
            doubts = (*doubts, "columns_told")
        statement = Statement(
            row.number or str(position),
            code,
            text,
            lead=row.text("lead") or None,
            coord=row.text("coord") or None,
            due_year=row.stage_year,
            doubts=doubts,
            number_cells=_number_cells(row, table),
        )
        found.append(statement)
    return found


def _from_work_table(table: LogicalTable) -> list[Statement]:
    """Rows of a table of work that say what is to be reached."""
    found = []
    for position, row in enumerate(table.rows, start=1):
        text = row.text("task") or row.text("activity")
        counted = is_mixed(table) and any(m.comparator != "eq" for m in read_measures(text.text))
        if not (states_target(row, table) or counted):
            continue
        label = re.match(r"\W*(?:chi tieu|muc tieu)\s*:\s*", text.folded)
        statement = _aim(row, text.cut(label.end()) if label else text, "")
        statement.ref = f"{row.section}-{row.number}" if row.section else row.number
        statement.ref = statement.ref or str(position)
        statement.lead = row.text("lead") or None
        statement.coord = row.text("coord") or None
        year = find_due_year(row.text("time").folded, 0) or find_stage(row.text("time").folded)
        statement.due_year = statement.due_year or year
        statement.context = tuple(t for t in (row.text("time"),) if t)
        found.append(statement)
    return found


def _told(row: LogicalRow) -> tuple[str, ...]:
    return ("cells_told_from_text",) if row.is_laid else ()


def _stage(rows: Sequence[LogicalRow]) -> int | None:
    """Due year that the time cells of a roadmap's rows agree on; single years only hint."""
    return next((r.stage_year for r in rows if r.stage_year), None)


def _from_roadmap(table: LogicalTable) -> list[Statement]:
    """Aims, and cells of the task column that state a number of their own."""
    found: list[Statement] = []
    counts: dict[tuple[str, str], int] = {}
    last_number = ""
    for row in table.rows:
        aim, work = row.text("target"), row.text("task")
        if aim and "target" not in row.inherited:
            last_number = row.number.replace("I", "1") or last_number
            number = "1" if row.number in ("I", "l") else row.number
            ref = f"{row.section}.{number or len(found) + 1}" if row.section else number
            found.append(_aim(row, aim, ref or str(len(found) + 1)))
        if work and "task" not in row.inherited and "activity" in table.columns:
            key = (row.section, last_number)
            counts[key] = counts.get(key, 0) + 1
            if read_measures(work.text):
                ref = f"{row.section}.{last_number}-nv{counts[key]}"
                found.append(_aim(row, work, ref))
    return found


def _aim(row: LogicalRow, text: Traced, ref: str) -> Statement:
    code, doubts = row.field_code, _told(row)
    if row.is_laid:
        # Its cell may have been printed among the rows of another section.
        pointed = guess_field(text.folded, row.near_fields)
        named = find_field(text.folded)
        code = named if named is not None else row.field_code
        if named is None and pointed != OTHER_FIELD:
            code = pointed
        doubts = (*doubts, "row_order_lost")
    if code is None:
        code, doubts = guess_field(text.folded), (*doubts, "field_guessed")
    due = row.stage_year or (_read_stage_time(row) if row.is_laid else None)
    return Statement(ref, code, text, due_year=due, doubts=doubts)


def _read_stage_time(row: LogicalRow) -> int | None:
    """``2025-2030`` is due 2030; a year inside a stage says when work begins, not its end."""
    match = re.fullmatch(r"20\d\d\s*[-–]\s*(20\d\d)", row.text("time").text)
    return int(match[1]) if match and int(match[1]) % _STAGE == 0 else None


def _words(text: str) -> set[str]:
    return {w for w in fold(text).split() if len(w) > 1}


def _key(measure: Measure) -> tuple[float, str, str | None]:
    return measure.value, measure.comparator, measure.level


def _find_known(
    others: Iterable[Statement], statement: Statement
) -> set[tuple[float, str, str | None]]:
    """Numbers that other statements demand of the same thing."""
    known = set()
    for measure in read_measures(statement.text.text):
        words = _words(measure.label) or _words(statement.text.text)
        for other in others:
            for theirs in read_measures(other.text.text):
                near = _words(theirs.label) | _words(other.text.text)
                if _key(theirs) == _key(measure) and len(words & near) >= _SAME_WORDS * len(words):
                    known.add(_key(measure))
    return known


def _only_what_is_new(
    found: list[Statement], body: Sequence[Statement], known_before: list[Statement]
) -> list[Statement]:
    """Beside a body that states targets, an appendix only adds what the body does not say."""
    new: list[Statement] = []
    for statement in found:
        known = _find_known([*body, *new], statement)
        own = {_key(m) for m in read_measures(statement.text.text)}
        if own <= known:
            # One without a number that we read repeats nothing: what it says is asked about.
            if not own and re.search(r"\d", _YEAR.sub("", statement.text.text)):
                continue
            known_before.append(statement)
            continue
        statement.ref = f"PL-{statement.ref}"
        statement.said_before = frozenset(known)
        new.append(statement)
    return new


def find_table_targets(
    tables: Sequence[LogicalTable], body: Sequence[Statement]
) -> tuple[list[Statement], list[Statement]]:
    """Targets of every table.

    Args:
        tables: of the document.
        body: targets of its running text.

    Returns:
        Statements in order; where the running text states targets field by field, a roadmap's
        aims count only as far as they say something else. And those that only repeat.
    """
    body_speaks = len(body) >= 5  # (a lone key sentence is not a body of targets)
    found: list[Statement] = []
    repeated: list[Statement] = []
    for table in tables:
        kind = classify(table)
        if kind == "targets":
            found += _from_target_table(table)
        elif kind == "tasks":
            found += _from_work_table(table)
        elif kind == "roadmap":
            aims = _from_roadmap(table)
            found += _only_what_is_new(aims, body, repeated) if body_speaks else aims
    kept = _drop_reprints(found)
    return kept, [*repeated, *(s for s in found if s not in kept)]


def _drop_reprints(found: list[Statement]) -> list[Statement]:
    """A page printed twice counts once."""
    seen: set[tuple[int, str, str]] = set()
    kept = []
    for statement in found:
        key = (statement.field_code, statement.ref, fold(statement.text.text))
        if key not in seen:
            seen.add(key)
            kept.append(statement)
    return kept
