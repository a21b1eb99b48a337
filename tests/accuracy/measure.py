"""Readings against labels: precision and recall."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.support.text import fold
from tests.accuracy.cases import Case, Heading, Section, TargetRow, TaskRow

if TYPE_CHECKING:
    import polars as pl


@dataclass
class Score:
    """Counts of one kind of record.

    Attributes:
        wanted: in the labels.
        found: in the reading.
        right: in both.
        wrong: what differs, for people.
    """

    wanted: int = 0
    found: int = 0
    right: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0


def label_measures(case: Case) -> Counter:
    """Every measure of a case as (field, comparator, value, unit, level, due, nested, base)."""
    labels: Counter = Counter()
    code = None
    for piece in case.body:
        if isinstance(piece, Heading):
            code = piece.field
        else:
            labels.update(_key(code, m, case.year) for m in piece.measures)
    for table in case.tables:
        for row in table.rows:
            if isinstance(row, Section):
                code = row.field
            elif isinstance(row, TargetRow):
                labels.update(_key(code, m, case.year) for m in row.measures)
    return labels


def _key(code, m, year):
    return (code, m.comparator, m.value, m.unit, m.level, m.due or year, m.nested, m.base)


def read_measures(targets: pl.DataFrame) -> Counter:
    return Counter(
        (r["field_code"], r["comparator"], r["value"], r["unit"], r["scope_level"], r["due_year"],
         r["is_nested"], r["baseline"])
        for r in targets.iter_rows(named=True)
        if r["value"] is not None
    )  # fmt: skip


def score_measures(case: Case, frames: dict[str, pl.DataFrame]) -> Score:
    wanted, found = label_measures(case), read_measures(frames["targets"])
    wrong = [f"thiếu {k}" for k in (wanted - found)] + [f"thừa {k}" for k in (found - wanted)]
    return Score(wanted.total(), found.total(), (wanted & found).total(), wrong)


def count_targets(case: Case) -> int:
    body = sum(1 for p in case.body if not isinstance(p, Heading) and p.target)
    return body + sum(isinstance(r, TargetRow) for t in case.tables for r in t.rows)


def score_facts(case: Case, plan: dict) -> Score:
    score = Score(len(case.facts), len(case.facts))
    for column, wanted in case.facts.items():
        found = plan[column]
        shown = found.isoformat() if hasattr(found, "isoformat") else found
        if shown == wanted:
            score.right += 1
        else:
            score.wrong.append(f"{column}: cần {wanted}, đọc {shown}")
    return score


TASK_FIELDS = ("text", "field", "products", "lead", "coord", "dues", "amount", "evidence")


def score_tasks(case: Case, frames: dict[str, pl.DataFrame]) -> dict[str, Score]:
    """One score per field of a task, and ``task`` for being there at all."""
    scores = {name: Score() for name in ("task", *TASK_FIELDS)}
    read = {r["task_ref"]: r for r in frames["tasks"].iter_rows(named=True)}
    dues, evidence = _by_task(frames["task_dues"]), _by_task(frames["task_evidence"])
    scores["task"].found = len(read)
    code = None
    groups = {"1": 0, "2": 1, "3": 2}
    for row in (r for t in case.tables for r in t.rows):
        if isinstance(row, Section):
            code = row.field
        if not isinstance(row, TaskRow):
            continue
        own = groups[row.ref.split(".")[0]] if "." in row.ref else code
        scores["task"].wanted += 1
        found = read.get(row.ref)
        if found is None:
            scores["task"].wrong.append(f"thiếu nhiệm vụ {row.ref}")
            continue
        scores["task"].right += 1
        for name, wanted, got in _compare(row, own, found, dues, evidence):
            score = scores[name]
            score.wanted += 1
            score.found += 1
            score.right += wanted == got
            if wanted != got:
                score.wrong.append(f"{row.ref} {name}: cần {wanted}, đọc {got}")
    return scores


def _by_task(frame: pl.DataFrame) -> dict[str, list[dict]]:
    rows: dict[str, list[dict]] = {}
    for row in frame.iter_rows(named=True):
        rows.setdefault(row["task_ref"], []).append(row)
    return rows


def _compare(row, code, found, dues, evidence):
    text = row.text.split(". ", 1)[-1] if "." in row.ref else row.text
    yield "text", fold(text), fold(found["task_text"])
    yield "field", code, found["field_code"]
    yield "products", [fold(p) for p in row.products], [fold(p) for p in found["products"] or []]
    yield "lead", fold(row.lead), fold(found["lead_agency"] or "")
    yield "coord", fold(row.coord), fold(found["coord_agency"] or "")
    got = [(d["due_kind"], d["due_value"]) for d in dues.get(row.ref, [])]
    yield "dues", list(row.dues), got
    yield "amount", row.amount, found["budget_million_vnd"]
    issued = [
        (e["doc_no"], e["issued_on"].isoformat() if e["issued_on"] else None)
        for e in evidence.get(row.ref, [])
    ]
    yield "evidence", list(row.evidence), issued
