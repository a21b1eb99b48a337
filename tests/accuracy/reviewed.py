"""The five plans that the reader was built with, against their reviewed workbooks."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pipeline.inputs.reading import read_file
from pipeline.support.settings import PROJECT
from tests.accuracy.labelled import PlanScore, Tally

if TYPE_CHECKING:
    from pathlib import Path

REVIEWED = PROJECT.parent / "shared" / "plans"
PLANS = [
    REVIEWED / f"{stem}.txt"
    for stem in (
        "long-an-2022", "minh-duc-2025", "so-noi-vu-long-an-2025", "van-phong-ubnd-son-la-2025",
        "so-tu-phap-tay-ninh-2021-2030",
    )
]  # fmt: skip
_EXACT = (
    "field_code", "comparator", "value", "unit", "scope_level", "baseline", "due_year", "is_nested",
)  # fmt: skip


def _count(frames: dict, columns: tuple[str, ...]) -> Counter:
    return Counter(
        tuple(row[c] for c in columns)
        for row in frames["targets"].iter_rows(named=True)
        if row["value"] is not None
    )


def score_reviewed(path: Path) -> PlanScore:
    """Read one of the plans and compare it with its workbook: numbers, and tasks by reference."""
    parsed = read_file(path, "plans")
    wanted = read_file(PROJECT / "data/raw/plans" / f"{path.stem}.xlsx", "plans").frames
    score = PlanScore(path.name)
    if "targets" not in parsed.frames:
        score.refused = parsed.problems[0].message
        return score
    pairs = [(_count(parsed.frames, c), _count(wanted, c)) for c in (("value", "unit"), _EXACT)]
    (found, labels), (exact, exact_labels) = pairs
    score.measures = Tally(
        labels.total(), found.total(), (found & labels).total(), (exact & exact_labels).total()
    )
    read = {t["task_ref"]: t for t in parsed.frames["tasks"].iter_rows(named=True)}
    known = {t["task_ref"]: t for t in wanted["tasks"].iter_rows(named=True)}
    both = read.keys() & known.keys()
    right = sum(read[r]["lead_agency"] == known[r]["lead_agency"] for r in both)
    score.tasks = Tally(len(known), len(read), len(both), right)
    score.asked = sum(p.rule.endswith("_unclaimed") for p in parsed.problems)
    return score
