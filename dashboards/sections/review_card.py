"""One thing to be decided: its words in their context, what was read, and why it waits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboards.components.quote import draw_quote, escape

if TYPE_CHECKING:
    from dashboards.components.state import Shared


def _say_reading(row: dict[str, Any], shared: Shared) -> list[str]:
    """What was read, in pieces."""
    texts = shared.texts
    parts = []
    if row["value"] is not None:
        sign = texts("comparator." + row["comparator"])
        parts.append(f"**{sign} {texts.share(row['value'], row['unit'])}**")
        if row["clause"]:
            parts.append(escape(row["clause"]))
    if row["scope_level"]:
        parts.append(texts("scope." + row["scope_level"]))
    if row["due_year"]:
        parts.append(str(row["due_year"]))
    if row["record_kind"] == "task":
        parts.append(escape(row["lead_agency"]) or texts("tasks.no_agency"))
    return parts


def _draw_reading(row: dict[str, Any], shared: Shared) -> None:
    texts = shared.texts
    parts = _say_reading(row, shared)
    if parts:
        st.markdown(f"{texts('review.read_as')} " + " · ".join(parts))
    if row["reasons"]:
        label = texts("review_why." + row["what"])
        st.markdown(f"{label} " + "; ".join(map(escape, texts.remarks(row["reasons"]))))
    if row["unsure"]:
        st.markdown(
            f"{texts('column.unsure')}: " + "; ".join(map(escape, texts.remarks(row["unsure"])))
        )


def draw_card(row: dict[str, Any], shared: Shared) -> None:
    """Show one row of the queue."""
    texts = shared.texts
    kind = texts("review_kind." + row["record_kind"])
    whose = escape(f"{row['issuer_name']} {row['year_from'] or ''}".strip())
    st.markdown(f"**{whose}** · {kind} {escape(row['record_ref'])}")
    draw_quote({**row, "record_text": row["target_text"] or row["record_text"]}, shared)
    _draw_reading(row, shared)
    subject = row["record_kind"]
    # Its plan is decided on the queue alone.
    if subject in ("target", "task"):
        st.page_link(
            "app_pages/plans.py",
            label=texts("origin.open_plan"),
            icon=":material/description:",
            query_params={"plan": row["plan_code"], subject: row["source_key"]},
        )
