"""Whole plans with labels beside them (``NAME.plan.json``, ``.targets.jsonl``, ``.tasks.jsonl``).

Those below ``labelled/`` were written for this purpose by people who had not seen the reader; those
of ``../shared/real`` are real and stay outside of the project.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.inputs.reading import read_file
from pipeline.support.settings import PROJECT
from pipeline.support.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

OWN = Path(__file__).parent / "labelled"
REAL = PROJECT.parent / "shared" / "real"
_SUFFIXES = (".docx", ".pdf", ".txt")
_LEVELS = {"tinh": "province", "huyen": "district", "xa": "commune"}
_BASELINES = {"previous year": "năm trước"}
_FACTS = {
    "doc_no": "doc_no", "issued_on": "issued_on", "issuer_level": "issuer_level",
    "province": "province_name", "year_from": "year_from", "year_to": "year_to",
}  # fmt: skip
# So much of a task's text tells it from the others of its plan.
_TELLING = 50
_MEASURE_FIELDS = ("comparator", "level", "baseline", "due_year", "nested")


@dataclass
class Tally:
    """Counts over plans.

    Attributes:
        wanted: labels.
        found: what was read.
        right: found among the labels.
        exact: right in every field.
    """

    wanted: int = 0
    found: int = 0
    right: int = 0
    exact: int = 0

    @property
    def f1(self) -> float:
        """Of precision and recall."""
        total = self.wanted + self.found
        return 2 * self.right / total if total else 1.0

    @property
    def exactness(self) -> float:
        """Share of the labels that are right in every field."""
        return self.exact / self.wanted if self.wanted else 1.0

    def add(self, other: Tally) -> None:
        """Add the counts of another plan."""
        self.wanted += other.wanted
        self.found += other.found
        self.right += other.right
        self.exact += other.exact


@dataclass
class PlanScore:
    """One plan against its labels.

    Attributes:
        name: of the file.
        measures: numbers.
        tasks: exact where lead, coordinators and deadlines are right too.
        errors: kind of error -> how often.
        silent: labelled rows that became no record, and are in no warning and no doubt.
        asked: places that the reading asks about.
        sure: numbers above the threshold of review, and how many of them are right in all fields.
        refused: message where the file gave nothing.
    """

    name: str
    measures: Tally = field(default_factory=Tally)
    tasks: Tally = field(default_factory=Tally)
    errors: Counter = field(default_factory=Counter)
    silent: list[str] = field(default_factory=list)
    asked: int = 0
    sure: tuple[int, int] = (0, 0)
    refused: str = ""


def list_documents(folder: Path) -> list[Path]:
    """Documents of a folder that have labels; one in several forms counts once a form."""
    if not folder.is_dir():
        return []
    stems = sorted(p.name.removesuffix(".plan.json") for p in folder.glob("*.plan.json"))
    return [
        path for s in stems for suffix in _SUFFIXES if (path := folder / f"{s}{suffix}").is_file()
    ]


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Labels of a file, one a line."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def _wanted_measures(targets: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "value": float(m["value"]),
            "comparator": m["comparator"],
            "level": _LEVELS.get(m["scope"]),
            "baseline": _BASELINES.get(m["baseline"], m["baseline"]),
            "due_year": m["due_year"],
            "nested": bool(m["nested"]),
            "text": target["text"],
        }
        for target in targets
        for m in target["measures"]
    ]


def _found_measures(frames: dict) -> list[dict[str, Any]]:
    return [
        {
            "value": r["value"],
            "comparator": r["comparator"],
            "level": r["scope_level"],
            "baseline": r["baseline"],
            "due_year": r["due_year"],
            "nested": r["is_nested"],
            "confidence": r["reading_confidence"],
        }
        for r in frames["targets"].iter_rows(named=True)
        if r["value"] is not None
    ]


def _differences(wanted: dict[str, Any], found: dict[str, Any]) -> list[str]:
    return [name for name in _MEASURE_FIELDS if wanted[name] != found[name]]


def _score_measures(score: PlanScore, wanted: list[dict], found: list[dict], said: str) -> None:
    """Each label takes the reading of the same value that differs least from it."""
    left = list(found)
    score.measures = Tally(len(wanted), len(found))
    exact_ids = set()
    for label in wanted:
        same = [f for f in left if f["value"] == label["value"]]
        if not same:
            score.errors["thiếu con số"] += 1
            if fold(label["text"])[:_TELLING] not in said:
                score.silent.append(label["text"])
            continue
        best = min(same, key=lambda f: len(_differences(label, f)))
        left.remove(best)
        score.measures.right += 1
        wrong = _differences(label, best)
        score.errors.update(f"sai {name}" for name in wrong)
        if not wrong:
            score.measures.exact += 1
            exact_ids.add(id(best))
    score.errors["thừa con số"] += len(left)
    sure = [f for f in found if f["confidence"] >= _threshold()]
    score.sure = (len(sure), sum(id(f) in exact_ids for f in sure))


def _threshold() -> float:
    from pipeline.plans.documents.confidence import THRESHOLD

    return THRESHOLD


def _score_tasks(score: PlanScore, labels: list[dict], frames: dict, said: str) -> None:
    dues: dict[str, list] = {}
    for due in frames["task_dues"].iter_rows(named=True):
        dues.setdefault(due["task_ref"], []).append((due["due_kind"], due["due_value"]))
    found = {fold(t["task_text"])[:_TELLING]: t for t in frames["tasks"].iter_rows(named=True)}
    score.tasks = Tally(len(labels), frames["tasks"].height)
    for label in labels:
        read = found.get(fold(label["text"])[:_TELLING])
        if read is None:
            score.errors["thiếu nhiệm vụ"] += 1
            if fold(label["text"])[:_TELLING] not in said:
                score.silent.append(label["text"])
            continue
        score.tasks.right += 1
        wanted = [(d["kind"], d["value"]) for d in label["due"]]
        pairs = {
            "chủ trì": (fold(label["lead"] or ""), fold(read["lead_agency"] or "")),
            "phối hợp": (fold(label["coord"] or ""), fold(read["coord_agency"] or "")),
            "thời hạn": (wanted, dues.get(read["task_ref"], [])),
        }
        wrong = [name for name, (a, b) in pairs.items() if a != b]
        score.errors.update(f"nhiệm vụ sai {name}" for name in wrong)
        score.tasks.exact += not wrong
    score.errors["thừa nhiệm vụ"] += max(0, score.tasks.found - score.tasks.right)


def _list_doubted(frames: dict) -> list[str]:
    """Texts of records without a number that a person is asked about all the same."""
    unread = "number_unread"
    rows = frames["targets"].iter_rows(named=True)
    return [r["target_text"] for r in rows if unread in (r["reading_doubts"] or ())]


def score_plan(path: Path) -> PlanScore:
    """Read a document and compare it with the labels beside it."""
    stem = path.with_suffix("")
    targets = read_lines(Path(f"{stem}.targets.jsonl"))
    tasks = read_lines(Path(f"{stem}.tasks.jsonl"))
    parsed = read_file(path, "plans")
    score = PlanScore(path.name)
    said = fold(" ".join(f"{p.value or ''} {p.message}" for p in parsed.problems))
    if "targets" not in parsed.frames:
        score.refused = parsed.problems[0].message
        score.measures = Tally(sum(len(t["measures"]) for t in targets))
        score.tasks = Tally(len(tasks))
        return score
    said += fold(" ".join(_list_doubted(parsed.frames)))
    found = _found_measures(parsed.frames)
    _score_measures(score, _wanted_measures(targets), found, said)
    _score_tasks(score, tasks, parsed.frames, said)
    score.asked = sum(p.rule.endswith("_unclaimed") for p in parsed.problems)
    facts = json.loads(Path(f"{stem}.plan.json").read_text(encoding="utf-8"))
    plan = parsed.frames["plans"].row(0, named=True)
    for label, column in _FACTS.items():
        shown = plan[column].isoformat() if hasattr(plan[column], "isoformat") else plan[column]
        score.errors[f"kế hoạch sai {column}"] += facts[label] != shown
    return score
