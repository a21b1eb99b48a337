"""Measures as docs/method.md writes them, so that its examples can be run."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.plans.quantities.measures import Measure

_SIGNS = {
    "eq": "=", "gte": "≥", "lte": "≤", "decrease_gte": "giảm ≥", "decrease_eq": "giảm",
    "increase_gte": "tăng ≥",
}  # fmt: skip
_LEVELS = {"province": "cấp tỉnh", "district": "cấp huyện", "commune": "cấp xã"}


def show_measure(measure: Measure) -> str:
    """``trong đó ≥ 10% cấp xã, so với 2021, đến 2026``."""
    number = f"{measure.value:g}".replace(".", ",")
    unit = (
        "%"
        if measure.unit == "%"
        else f" {'đơn vị đếm' if measure.unit == 'count' else measure.unit}"
    )
    parts = [f"{_SIGNS[measure.comparator]} {number}{unit}"]
    if measure.level:
        parts[0] += f" {_LEVELS[measure.level]}"
    if measure.baseline:
        parts.append(f"so với {measure.baseline}")
    if measure.due_year:
        parts.append(f"đến {measure.due_year}")
    nested = "trong đó " if measure.is_nested else ""
    return nested + ", ".join(parts)


def show_measures(measures: Sequence[Measure]) -> str:
    """All of them, or ``không có con số``."""
    return "; ".join(show_measure(m) for m in measures) or "không có con số"
