"""The field of a target, from its section and from the indicator that its numbers are linked to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from pipeline.linking.catalogue import load_indicators
from pipeline.plans.documents.confidence import DOUBTS
from pipeline.plans.documents.fields import OTHER_FIELD

if TYPE_CHECKING:
    from collections.abc import Iterable

_GUESSED = "field_guessed"
_DIFFERS = "field_differs"


def _find_linked(rows: Iterable[dict[str, Any]]) -> dict[str, int]:
    """Field of the indicator that a target's numbers are linked to, by reference of the target."""
    fields = {i.code: i.field_code for i in load_indicators()}
    linked: dict[str, set[int]] = {}
    for row in rows:
        if row["link_status"] == "auto" and row["linked_code"] in fields:
            linked.setdefault(row["target_ref"], set()).add(fields[row["linked_code"]])
    return {ref: codes.pop() for ref, codes in linked.items() if len(codes) == 1}


def _settle(row: dict[str, Any], linked: int | None) -> dict[str, Any]:
    # A row without a confidence was typed or seen by a person: its field is theirs.
    if linked is None or row["reading_confidence"] is None:
        return row
    doubts: list[str] = list(row["reading_doubts"] or [])
    share = DOUBTS[_GUESSED]
    if _GUESSED in doubts:
        # Nothing but its words said what field it is of: the indicator says it better.
        doubts.remove(_GUESSED)
        confidence = round(row["reading_confidence"] / share, 3)
        changed = {"field_code": linked, "reading_confidence": confidence}
    elif linked not in (row["field_code"], OTHER_FIELD):
        # (an index of everything contradicts no section)
        doubts.append(_DIFFERS)
        changed = {"reading_confidence": round(row["reading_confidence"] * DOUBTS[_DIFFERS], 3)}
    else:
        return row
    return row | changed | {"reading_doubts": doubts or None}


def settle_fields(targets: pl.DataFrame) -> pl.DataFrame:
    """Fields that only words pointed to, taken from the linked indicator; others doubted.

    Args:
        targets: of one document, linked.

    Returns:
        The same rows: where no section named the field, it is the indicator's; where a section
        named another, the section's stays and the difference is a doubt.
    """
    rows = targets.to_dicts()
    linked = _find_linked(rows)
    if not linked:
        return targets
    settled = [_settle(row, linked.get(row["target_ref"])) for row in rows]
    return pl.DataFrame(settled, schema=targets.schema)
