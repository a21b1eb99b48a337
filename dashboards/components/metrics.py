"""A row of headline numbers that wraps on a narrow screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Sequence

# Two fit side by side on a phone.
_WIDTH = 168


@dataclass(frozen=True)
class Metric:
    """One headline number.

    Attributes:
        label: what it counts.
        value: as it is shown.
        hint: shown on demand.
    """

    label: str
    value: str
    hint: str | None = None


def draw_metrics(metrics: Sequence[Metric]) -> None:
    """Headline numbers side by side."""
    with st.container(horizontal=True, gap="small"):
        for metric in metrics:
            st.metric(metric.label, metric.value, help=metric.hint, border=True, width=_WIDTH)
