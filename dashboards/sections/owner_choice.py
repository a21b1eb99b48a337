"""Whose plan is this? The question that a plan without a known owner asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboards.components.quote import escape
from dashboards.data import ask
from dashboards.queries.review import list_units
from dashboards.sections.review_choice import decide
from pipeline.reviews.append import Decision

if TYPE_CHECKING:
    from dashboards.components.state import Shared


def _choose_unit(row: dict[str, Any], shared: Shared) -> str | None:
    """One of the likeliest units, or any other one."""
    texts = shared.texts
    units = {u["unit_code"]: u for u in ask(list_units).to_dicts()}

    def show(code: str) -> str:
        unit = units[code]
        return f"{unit['unit_name']} · {unit['province_name'] or '–'} · {code}"

    likely = [code for code in row["reasons"] or [] if code in units]
    options = [*likely, *(code for code in units if code not in likely)]
    return st.selectbox(
        texts("review.owner"),
        options,
        index=0 if likely else None,
        format_func=show,
        key=f"owner-{row['queue_key']}",
        placeholder=texts("review.owner_pick"),
    )


def draw_owner_choice(row: dict[str, Any], who: str, reason: str, shared: Shared) -> None:
    """Name the unit whose plan it is; the next build attaches its reports."""
    texts = shared.texts
    code = _choose_unit(row, shared)
    st.caption(texts("review.owner_hint", plan=escape(row["plan_code"])))
    if st.button(
        texts("review.accept_owner"), type="primary", shortcut="a", key="accept",
        disabled=not (who and code), icon=":material/check:",
    ):  # fmt: skip
        made = Decision(
            row["record_key"], "owner", "accept", new_value=code or "", decided_by=who,
            reason=reason,
        )  # fmt: skip
        decide(shared, [made])
