"""A row of headline numbers that wraps on a narrow screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Sequence

# Two fit side by side on a phone.
_WIDTH = 168
# Pixels of a letter of the label, and of the edges with the sign for help.
_LETTER, _EDGE = 7.2, 64


@dataclass(frozen=True)
class Metric:
    """One headline number.

    Attributes:
        label: what it counts.
        value: as it is shown.
        hint: shown on demand.
        change: since the day compared with; None where nothing is compared.
        good: which way of changing is good; None where neither is.
    """

    label: str
    value: str
    hint: str | None = None
    change: int | None = None
    good: Literal["up", "down"] | None = None


_COLOURS: dict[str | None, Literal["normal", "inverse", "off"]] = {
    "up": "normal",
    "down": "inverse",
    None: "off",
}


def draw_metrics(metrics: Sequence[Metric], width: int = _WIDTH) -> None:
    """Headline numbers side by side.

    Args:
        metrics: from left to right.
        width: pixels of each, or as many as its label needs.
    """
    with st.container(horizontal=True, gap="small"):
        for metric in metrics:
            st.metric(
                metric.label,
                metric.value,
                delta=metric.change,
                delta_color=_COLOURS[metric.good],
                help=metric.hint,
                border=True,
                width=max(width, round(_LETTER * len(metric.label)) + _EDGE),
                height="stretch",
            )
