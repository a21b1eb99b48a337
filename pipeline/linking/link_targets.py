"""Link every measure of one plan to the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from pipeline.linking.candidates import Wording, find_candidates
from pipeline.linking.comparability import judge_comparability
from pipeline.linking.decide import Link, Place, decide, settle_siblings
from pipeline.support.raw_tables import empty_frame, shape_frame

if TYPE_CHECKING:
    from collections.abc import Sequence

_DAMAGE = frozenset(("text_damaged", "from_scan"))


def _is_damaged(row: dict[str, Any]) -> bool:
    return not _DAMAGE.isdisjoint(row["reading_doubts"] or ())


def _word(row: dict[str, Any]) -> Wording:
    return Wording(
        clause=row["measure_clause"] or row["measure_label"] or row["target_text"],
        target=row["target_text"],
        field_code=row["field_code"],
        unit=row["unit"],
        comparator=row["comparator"],
        is_damaged=_is_damaged(row),
    )


def word_for_rules(row: dict[str, Any]) -> str:
    """The words that rules of comparability look at.

    An export holds only a short label of the number, so the whole target is looked at too.
    """
    clause = row["measure_clause"] or row["measure_label"] or row["target_text"]
    return clause if row["source_quote"] else f"{clause}. {row['target_text']}"


def _link_rows(rows: Sequence[dict[str, Any]]) -> list[Link]:
    links = [decide(find_candidates(_word(r)), is_damaged=_is_damaged(r)) for r in rows]
    places = [
        Place((r["target_ref"], r["scope_level"], r["due_year"]), bool(r["is_nested"]))
        for r in rows
    ]
    return settle_siblings(links, places)


def _link_columns(row: dict[str, Any], link: Link, issuer_level: str) -> dict[str, Any]:
    """What raw.targets says of the link; a code that the row carries is judged as it stands."""
    columns: dict[str, Any] = {
        "linked_code": link.code,
        "link_status": link.status,
        "link_score": link.candidates[0].score,
        "link_margin": link.margin,
        "link_reasons": [*link.objections, *link.candidates[0].reasons],
    }
    if code := row["indicator_code"] or link.code:
        grade, notes = judge_comparability(code, issuer_level, word_for_rules(row))
        columns |= {"link_comparability": grade, "link_notes": notes or None}
    return columns


def _candidate_rows(row: dict[str, Any], link: Link) -> list[dict[str, Any]]:
    key = {name: row[name] for name in ("plan_code", "target_ref", "measure_no")}
    return [
        key
        | {
            "candidate_no": number,
            "indicator_code": candidate.code,
            "score": candidate.score,
            "is_certain": candidate.is_certain,
            "reasons": list(candidate.reasons),
        }
        for number, candidate in enumerate(link.candidates, start=1)
    ]


def link_targets(targets: pl.DataFrame, issuer_level: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Propose an indicator for every number of a plan.

    Args:
        targets: rows of ``raw.targets`` of one plan.
        issuer_level: who issued it.

    Returns:
        The targets with their link columns filled, and rows of ``raw.link_candidates``. Codes
        that the rows carry are left alone: a person put them there.
    """
    rows = targets.to_dicts()
    measured = [row for row in rows if row["value"] is not None]
    candidates: list[dict[str, Any]] = []
    for row, link in zip(measured, _link_rows(measured), strict=True):
        row.update(_link_columns(row, link, issuer_level))
        candidates += _candidate_rows(row, link)
    if not rows:
        return targets, empty_frame("link_candidates")
    linked = shape_frame("targets", pl.DataFrame(rows, schema=targets.schema))
    frame = pl.DataFrame(candidates, infer_schema_length=None) if candidates else pl.DataFrame()
    return linked, shape_frame("link_candidates", frame)
