"""Links between measures and the catalogue against labelled sentences.

Both files were written by people who had not seen the rules, the second after the rules had been
bettered on the first; what each gave when it was first measured stands in docs/decisions.md.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from pipeline.linking.link_targets import link_targets
from pipeline.plans.quantities.measures import read_measures
from pipeline.support.raw_tables import shape_frame

FOLDER = Path(__file__).parent
NO_INDICATOR = "NONE"
_FIRST = 3


@dataclass
class LinkScore:
    """Counts over labelled numbers.

    Attributes:
        labelled: numbers whose indicator is in the catalogue.
        auto: numbers linked by machine.
        right: of those, rightly.
        suggested: not linked, the right one among the first three candidates.
        unread: labelled numbers that the reading did not find.
        wrong: automatic links that are wrong, for people.
        missed: labelled numbers without a right candidate, for people.
    """

    labelled: int = 0
    auto: int = 0
    right: int = 0
    suggested: int = 0
    unread: int = 0
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.right / self.auto if self.auto else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.labelled if self.labelled else 1.0

    @property
    def within_three(self) -> float:
        """Share of the labelled numbers that are linked or have the right one at hand."""
        return (self.right + self.suggested) / self.labelled if self.labelled else 1.0


def read_labels(text: str) -> list[tuple[float, str]]:
    """``80=CODE;30=NONE``."""
    pairs = (part.split("=") for part in text.split(";") if part.strip())
    return [(float(value.replace(",", ".")), code.strip()) for value, code in pairs]


def _link(text: str, field_code: int | None) -> tuple[list[dict], list[dict]]:
    rows = [
        {
            "plan_code": "p",
            "target_ref": "1",
            "measure_no": number,
            "field_code": field_code,
            "target_text": text,
            "measure_label": measure.label,
            "measure_clause": measure.clause,
            "comparator": measure.comparator,
            "value": measure.value,
            "unit": measure.unit,
            "scope_level": measure.level,
            "due_year": measure.due_year,
            "is_nested": measure.is_nested,
        }
        for number, measure in enumerate(read_measures(text))
    ]
    if not rows:
        return [], []
    frame = shape_frame("targets", pl.DataFrame(rows, infer_schema_length=None))
    targets, candidates = link_targets(frame, "province")
    return targets.to_dicts(), candidates.to_dicts()


def _judge(score: LinkScore, row: dict, candidates: list[dict], code: str) -> None:
    if row["link_status"] == "auto":
        score.auto += 1
        if row["linked_code"] == code:
            score.right += 1
        else:
            score.wrong.append(f"{row['linked_code']} thay vì {code}: {row['measure_clause']}")
    elif code != NO_INDICATOR:
        own = [c["indicator_code"] for c in candidates if c["measure_no"] == row["measure_no"]]
        if code in own[:_FIRST]:
            score.suggested += 1
        else:
            score.missed.append(f"{code}: {row['measure_clause']}")


def score_links(file_name: str) -> LinkScore:
    """Link every sentence of a labelled file.

    Args:
        file_name: below this folder; columns target_text, field_code, labels.
    """
    score = LinkScore()
    with (FOLDER / file_name).open(encoding="utf-8", newline="") as file:
        sentences = list(csv.DictReader(file))
    for sentence in sentences:
        rows, candidates = _link(sentence["target_text"], int(sentence["field_code"] or 0))
        for value, code in read_labels(sentence["labels"]):
            score.labelled += code != NO_INDICATOR
            row = next((r for r in rows if r["value"] == value), None)
            if row is None:
                score.unread += code != NO_INDICATOR
                continue
            rows.remove(row)
            _judge(score, row, candidates, code)
    return score
