"""Records that people added, split or merged: made from the words of the document."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Any

import polars as pl

from pipeline.linking.link_targets import link_targets
from pipeline.linking.settle_fields import settle_fields
from pipeline.plans.content_keys import key_targets, key_tasks
from pipeline.plans.documents.confidence import score, sort_doubts
from pipeline.plans.documents.fields import guess_field
from pipeline.plans.quantities.measures import read_measures
from pipeline.plans.quantities.spans import is_conditional
from pipeline.reviews.passages import Passage, Source, find_passage
from pipeline.support.raw_tables import shape_frame
from pipeline.support.text import fold, strip_marks, tidy

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pipeline.lexicon.levels import Level

Row = dict[str, Any]
# Contents of decisions that change which records there are.
STRUCTURAL = ("addition", "split", "merge")
# Stands between the parts of a record that is split; no document holds it.
PART_SIGN = " || "
APPLIED = "applied"
_LONGEST_QUOTE = 1500
# Tables whose rows hang on a task.
HANGING = ("task_dues", "task_evidence")


def _names(table: str) -> tuple[str, str]:
    """Columns that hold the text and the reference of a record."""
    return ("target_text", "target_ref") if table == "targets" else ("task_text", "task_ref")


def _ref_of(row: Row) -> str:
    return row["target_ref"] if "target_ref" in row else row["task_ref"]


@dataclasses.dataclass
class PlanRecords:
    """All that raw.* holds of one plan, as far as decisions may change it.

    Attributes:
        plan: row of ``raw.plans``.
        targets: rows of ``raw.targets``.
        tasks: rows of ``raw.tasks``.
        hanging: rows of the tables that hang on a task, by name of the table.
        sources: its documents.
        candidates: rows of ``raw.link_candidates`` of records made here.
        retired: rows of targets and tasks that another record took the place of.
        aliases: key of a record that was merged -> table and reference of what it is part of.
    """

    plan: Row
    targets: list[Row]
    tasks: list[Row]
    hanging: dict[str, list[Row]] = dataclasses.field(default_factory=dict)
    sources: Sequence[Source] = ()
    candidates: list[Row] = dataclasses.field(default_factory=list)
    retired: dict[str, list[Row]] = dataclasses.field(
        default_factory=lambda: {"targets": [], "tasks": []}
    )
    aliases: dict[str, tuple[str, str]] = dataclasses.field(default_factory=dict)

    @property
    def code(self) -> str:
        """Code of the plan."""
        return self.plan["plan_code"]

    def find(self, record_key: str) -> tuple[str, str] | None:
        """Table and reference of the record that a key is of."""
        content_key = record_key.removeprefix(f"{self.code}#")
        for table in ("targets", "tasks"):
            for row in getattr(self, table):
                if row["content_key"] == content_key:
                    return table, _ref_of(row)
        return self.aliases.get(content_key)

    def name(self, table: str, wanted: str) -> str:
        """A reference that no record of the plan has or had: "BS-1", else "BS-1 (2)"."""
        name = _names(table)[1]
        taken = {r[name] for r in (*getattr(self, table), *self.retired[table])}
        number, ref = 1, wanted
        while ref in taken:
            number += 1
            ref = f"{wanted} ({number})"
        return ref

    def list_rows(self, table: str, ref: str) -> list[Row]:
        """Rows of one record."""
        name = _names(table)[1]
        return [r for r in getattr(self, table) if r[name] == ref]

    def take(self, table: str, ref: str) -> list[Row]:
        """Rows of one record, which no longer is one."""
        name = _names(table)[1]
        taken = self.list_rows(table, ref)
        setattr(self, table, [r for r in getattr(self, table) if r[name] != ref])
        self.retired[table] += taken
        return taken


def read_target(base: Mapping[str, Any], text: str, level: Level | None = None) -> list[Row]:
    """Rows of ``raw.targets`` of a text that a person says is one target.

    The numbers are read as those of a document are; that they are right a person has seen, so
    no doubt is left.

    Args:
        base: what does not depend on the text: plan, reference, field, agencies, due year, places.
        text: tidy text of the target.
        level: administrative level that a heading names, for numbers that name none.

    Returns:
        One row per number that the text demands, or one for a target without a number. Keys and
        links are still null.
    """
    common = {
        **base,
        "target_text": text,
        "is_nested": False,
        "is_conditional": is_conditional(strip_marks(text).lower()),
    }
    measures = read_measures(text)
    if not measures:
        return [common | {"measure_no": None}]
    return [
        common | {"measure_no": number} | measure.to_columns(level, base["due_year"])
        for number, measure in enumerate(measures)
    ]


# Nothing but words says the field: that of a linked indicator is better.
_GUESSED = {
    "reading_confidence": score(["field_guessed"]),
    "reading_doubts": sort_doubts(["field_guessed"]),
}
# A person saw how it is read, so no doubt is left.
_SEEN = {"reading_confidence": None, "reading_doubts": None}
_OF_NUMBERS = (
    "measure_label", "measure_clause", "comparator", "value", "unit", "scope_level", "baseline",
    "indicator_code", "comparability", "comparability_note", "content_key", "linked_code",
    "link_status", "link_score", "link_margin", "link_reasons", "link_comparability", "link_notes",
)  # fmt: skip


def _find_heading_level(rows: Sequence[Row]) -> Level | None:
    """The level that all numbers of a target have without naming it themselves."""
    levels = {r["scope_level"] for r in rows}
    named = {m.level for m in read_measures(rows[0]["target_text"])} - {None}
    return levels.pop() if len(levels) == 1 and not named else None


def _base_of(rows: Sequence[Row], plan: Mapping[str, Any]) -> Row:
    """What a target's parts have from it."""
    years = {r["due_year"] for r in rows}
    base = {name: value for name, value in rows[0].items() if name not in _OF_NUMBERS}
    # A year that only some of its numbers have was said with them.
    return base | {"due_year": (years.pop() if len(years) == 1 else None) or plan["year_to"]}


def _words_near(records: PlanRecords, words: str) -> Row:
    """Quote and places of words, as far as a document of the plan holds them in one piece."""
    passage = find_passage(records.sources, words)
    if passage is None:
        return {}
    place = passage.source.locate(passage.start)
    return {
        "source_quote": passage.words,
        "file_path": passage.source.file_path,
        **({"document_place": place, "source_locator": place} if place else {}),
    }


def _finish_targets(records: PlanRecords, made: list[Row], decision: Row) -> None:
    """Keys and links of new rows; then they are rows of the plan."""
    known = [*records.targets, *records.retired["targets"]]
    frame = shape_frame("targets", pl.DataFrame(made, infer_schema_length=None))
    before = shape_frame("targets", pl.DataFrame(known, infer_schema_length=None))
    keyed = key_targets(pl.concat([before, frame])).tail(frame.height)
    linked, candidates = link_targets(keyed, records.plan["issuer_level"])
    for row in settle_fields(linked).iter_rows(named=True):
        records.targets.append(row | _SEEN | _name_maker(decision))
    records.candidates += candidates.to_dicts()


def _name_maker(decision: Row) -> Row:
    return {"made_as": decision["what"], "made_by": decision["record_key"]}


def _finish_tasks(records: PlanRecords, made: list[Row], decision: Row) -> None:
    known = [*records.tasks, *records.retired["tasks"]]
    frame = shape_frame("tasks", pl.DataFrame(made, infer_schema_length=None))
    before = shape_frame("tasks", pl.DataFrame(known, infer_schema_length=None))
    keyed = key_tasks(pl.concat([before, frame])).tail(frame.height)
    records.tasks += [r | _SEEN | _name_maker(decision) for r in keyed.iter_rows(named=True)]


def _hang(records: PlanRecords, from_ref: str, to_refs: Sequence[str]) -> None:
    """What hangs on a task goes to those that take its place."""
    for table in HANGING:
        rows = records.hanging.get(table, [])
        own = [r for r in rows if r["task_ref"] == from_ref]
        kept = [r for r in rows if r["task_ref"] != from_ref]
        records.hanging[table] = kept + [r | {"task_ref": ref} for ref in to_refs for r in own]


@dataclasses.dataclass(frozen=True)
class Context:
    """What a target has from where it stands, and not from its words.

    Attributes:
        field_code: of its section, None where only its words say it.
        due_year: of its heading, None for the last year of the plan.
        level: administrative level that its heading names.
    """

    field_code: int | None = None
    due_year: int | None = None
    level: Level | None = None


NO_CONTEXT = Context()


def find_context(rows: Sequence[Row], plan: Mapping[str, Any]) -> Context:
    """What the parts of a target have from it.

    Args:
        rows: of the target, one per number: ``field_code``, ``due_year``, ``scope_level``,
            ``target_text``.
        plan: ``year_to`` of its plan.
    """
    base = _base_of(rows, plan)
    return Context(base["field_code"], base["due_year"], _find_heading_level(rows))


def foretell_target(text: str, plan: Mapping[str, Any], context: Context = NO_CONTEXT) -> list[Row]:
    """What a text would be read as, were it a target of a plan.

    Args:
        text: words of a document.
        plan: ``plan_code``, ``issuer_level`` and ``year_to`` of the plan.
        context: of the record that the words are part of.

    Returns:
        Rows of ``raw.targets`` with their links, as ``read_target`` gives them.
    """
    words = cut_sign(text)
    is_guessed = context.field_code is None
    base = {
        "plan_code": plan["plan_code"],
        "target_ref": "",
        "target_no": 0,
        "field_code": guess_field(strip_marks(words).lower()) if is_guessed else context.field_code,
        "due_year": context.due_year or plan["year_to"],
        **(_GUESSED if is_guessed else {}),
    }
    made = read_target(base, words, context.level)
    frame = pl.DataFrame(made, infer_schema_length=None)
    linked, _ = link_targets(key_targets(shape_frame("targets", frame)), plan["issuer_level"])
    return settle_fields(linked).to_dicts()


def loses_number(rows: Sequence[Row], texts: Sequence[str]) -> bool:
    """Whether a number of a target stands in no text that would take its place.

    The number of a row of a table stands in a cell of its own, which a text does not hold.

    Args:
        rows: of the targets that would go: ``value``.
        texts: that would be read in their place.
    """
    found = {m.value for text in texts for m in read_measures(text)}
    return any(r["value"] is not None and r["value"] not in found for r in rows)


def _add(records: PlanRecords, decision: Row, number: int) -> str:
    if decision["decision"] == "reject":
        return APPLIED
    words = cut_sign(decision["new_value"] or "")
    passage = find_passage(records.sources, words)
    if passage is None:
        return "words_not_found"
    if any(fold(t["target_text"]) == fold(words) for t in records.targets):
        return "already_there"
    base = _base_of_passage(records, passage, number) | _words_near(records, words)
    _finish_targets(records, read_target(base, words), decision)
    return APPLIED


def cut_sign(words: str) -> str:
    """Marked words without the sign of the list that they are an item of."""
    return re.sub(r"^[-–+•*\s]+", "", tidy(words))


def _base_of_passage(records: PlanRecords, passage: Passage, number: int) -> Row:
    """What a target has from where it stands: after the records before it, due with the plan."""
    return {
        "plan_code": records.code,
        "target_ref": records.name("targets", f"BS-{number}"),
        "target_no": max((t["target_no"] or 0 for t in records.targets), default=0) + 1,
        "field_code": guess_field(strip_marks(passage.words).lower()),
        "due_year": records.plan["year_to"],
        **_GUESSED,
    }


def split_words(text: str, said: str) -> list[str] | None:
    """The parts of a text that somebody split.

    Args:
        text: whole.
        said: its parts, with `` || `` between them.

    Returns:
        The parts, in order; None where there are fewer than two, or where they are not words of
        the text.
    """
    parts = [tidy(p) for p in re.split(r"\s*\|\|\s*|\n", said) if tidy(p)]
    at, whole = 0, tidy(text)
    for part in parts:
        found = whole.find(part, at)
        if found < 0:
            return None
        at = found + len(part)
    return parts if len(parts) > 1 else None


def _split(records: PlanRecords, decision: Row, _: int) -> str:
    found = records.find(decision["record_key"])
    if found is None:
        return "record_unknown"
    table, ref = found
    rows = records.list_rows(table, ref)
    parts = split_words(rows[0][_names(table)[0]], decision["new_value"] or "")
    if parts is None:
        return "words_differ"
    if table == "targets" and loses_number(rows, parts):
        return "number_lost"
    refs = [records.name(table, f"{ref}/{number}") for number in range(1, len(parts) + 1)]
    records.take(table, ref)
    if table == "targets":
        base, level = _base_of(rows, records.plan), _find_heading_level(rows)
        made: list[Row] = []
        for part, name in zip(parts, refs, strict=True):
            made += read_target(
                base | {"target_ref": name} | _words_near(records, part), part, level
            )
        _finish_targets(records, made, decision)
        return APPLIED
    _hang(records, ref, refs)
    made = [
        rows[0] | {"task_ref": name, "task_text": part} | _words_near(records, part)
        for part, name in zip(parts, refs, strict=True)
    ]
    _finish_tasks(records, made, decision)
    return APPLIED


def _merge(records: PlanRecords, decision: Row, _: int) -> str:
    found, other = records.find(decision["record_key"]), records.find(decision["new_value"] or "")
    if found is None or other is None or found[0] != other[0] or found == other:
        return "record_unknown"
    table = found[0]
    kept, gone = records.list_rows(*other), records.list_rows(*found)
    order = "target_no" if table == "targets" else "task_no"
    first, second = sorted((kept, gone), key=lambda rows: rows[0][order] or 0)
    text = " ".join(rows[0][_names(table)[0]] for rows in (first, second))
    if table == "targets" and loses_number([*first, *second], [text]):
        return "number_lost"
    ref = records.name(table, f"{_ref_of(first[0])}+{_ref_of(second[0])}")
    records.take(*other)
    records.take(*found)
    # Who merges a third one names the record that is gone by now.
    records.aliases |= {r["content_key"]: (table, ref) for r in (*kept, *gone)}
    spot = _words_near(records, text)
    if len(spot.get("source_quote", "")) > _LONGEST_QUOTE:
        spot = {}
    if table == "targets":
        rows = [*kept, *gone]
        base = _base_of(rows, records.plan) | {"target_ref": ref} | spot
        base |= {n: kept[0][n] or gone[0][n] for n in ("lead_agency", "coord_agency")}
        _finish_targets(records, read_target(base, text, _find_heading_level(rows)), decision)
        return APPLIED
    one, two = kept[0], gone[0]
    joined = {n: one[n] or two[n] for n in ("lead_agency", "coord_agency", "due_text")}
    joined |= {"products": [*(first[0]["products"] or []), *(second[0]["products"] or [])] or None}
    donor = one if one["due_text"] or not two["due_text"] else two
    _hang(records, donor["task_ref"], [ref])
    _hang(records, (two if donor is one else one)["task_ref"], [])
    _finish_tasks(records, [one | joined | {"task_ref": ref, "task_text": text} | spot], decision)
    return APPLIED


_ACTIONS: dict[str, Callable[[PlanRecords, Row, int], str]] = {
    "addition": _add,
    "split": _split,
    "merge": _merge,
}


def _act(records: PlanRecords, decision: Row, number: int) -> str:
    """Apply one decision whole or not at all: no decision may stop a build."""
    trial = dataclasses.replace(
        records,
        hanging={table: list(rows) for table, rows in records.hanging.items()},
        candidates=list(records.candidates),
        retired={table: list(rows) for table, rows in records.retired.items()},
        aliases=dict(records.aliases),
        targets=list(records.targets),
        tasks=list(records.tasks),
    )
    try:
        outcome = _ACTIONS[decision["what"]](trial, decision, number)
    except Exception as error:  # noqa: BLE001 (a finding with the decision's file and row)
        decision["fault"] = f"{type(error).__name__}: {error}"
        return "failed"
    for name in ("targets", "tasks", "hanging", "candidates", "retired", "aliases"):
        setattr(records, name, getattr(trial, name))
    return outcome


def apply_decisions(records: PlanRecords, decisions: Sequence[Row]) -> list[Row]:
    """Change the records of a plan as people decided.

    Args:
        records: of one plan, changed in place.
        decisions: rows of ``raw.review_decisions`` of the plan about additions, splits and
            merges, in the order in which they were made; those that do not stand are counted,
            so that the numbers of additions never move, but not applied.

    Returns:
        Rows of ``raw.restructured_records``, one per decision that stands: its key and content,
        ``outcome`` (``applied``, or why not), and the keys and references that it retired and
        made.
    """
    numbers: dict[str, int] = {}
    outcomes = []
    for decision in decisions:
        number = 0
        if decision["what"] == "addition":
            number = numbers.setdefault(decision["record_key"], len(numbers) + 1)
        if not decision["is_standing"]:
            continue
        before = {t: len(rows) for t, rows in records.retired.items()}
        outcome = _act(records, decision, number)
        retired = [r for t, rows in records.retired.items() for r in rows[before[t] :]]
        outcomes.append(
            decision
            | {
                "plan_code": records.code,
                "outcome": outcome,
                "retired_keys": [f"{records.code}#{r['content_key']}" for r in retired],
                "retired_refs": list(dict.fromkeys(map(_ref_of, retired))),
                "made_refs": [
                    _ref_of(r)
                    for r in (*records.targets, *records.tasks)
                    if (r.get("made_as"), r.get("made_by"))
                    == (decision["what"], decision["record_key"])
                ],
            }
        )
    return outcomes
