"""One thing to be decided: its words in their context, what was read, and why it waits."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboards.data import ask
from dashboards.queries.review import read_context

if TYPE_CHECKING:
    from dashboards.components.state import Shared

_BREAKS = re.compile(r"\s*\n\s*")


def _escape(text: str | None) -> str:
    """Text as Markdown shows it unchanged."""
    escaped = html.escape(text or "")
    for sign in "\\`*_{}[]#+-!|~$:":
        escaped = escaped.replace(sign, f"&#{ord(sign)};")
    # Lines of an export break in the middle of sentences; empty ones would push the quote away.
    return _BREAKS.sub(" ", escaped)


def _draw_context(row: dict[str, Any], shared: Shared) -> None:
    """The quote, marked, among its neighbours in the document."""
    texts = shared.texts
    quote = row["source_quote"]
    if quote is None:
        st.markdown(f"**{texts('review.text')}** {_escape(row['target_text'])}")
        st.caption(texts("review.no_quote"))
        return
    found = ask(read_context, quote_file=row["quote_file"], source_quote=quote).to_dicts()
    before, after = (found[0]["before"], found[0]["after"]) if found else ("", "")
    marked = (
        f"<small>… {_escape(before)}</small>"
        f"<mark>{_escape(quote)}</mark><small>{_escape(after)} …</small>"
    )
    with st.container(border=True, height=260):
        st.markdown(marked, unsafe_allow_html=True)
    place = texts("review.place", file=row["quote_file"], place=row["quote_locator"])
    st.caption(place)


def _say_reading(row: dict[str, Any], shared: Shared) -> list[str]:
    """What was read, in pieces."""
    texts = shared.texts
    parts = []
    if row["value"] is not None:
        sign = texts("comparator." + row["comparator"])
        parts.append(f"**{sign} {texts.share(row['value'], row['unit'])}**")
        if row["clause"]:
            parts.append(_escape(row["clause"]))
    if row["scope_level"]:
        parts.append(texts("scope." + row["scope_level"]))
    if row["due_year"]:
        parts.append(str(row["due_year"]))
    if row["record_kind"] == "task":
        parts.append(_escape(row["lead_agency"]) or texts("tasks.no_agency"))
    return parts


def _draw_reading(row: dict[str, Any], shared: Shared) -> None:
    texts = shared.texts
    parts = _say_reading(row, shared)
    if parts:
        st.markdown(f"{texts('review.read_as')} " + " · ".join(parts))
    if row["reasons"]:
        label = texts("review_why." + row["what"])
        st.markdown(f"{label} " + "; ".join(_escape(r) for r in row["reasons"]))
    if row["unsure"]:
        st.markdown(f"{texts('column.unsure')}: " + ", ".join(row["unsure"]))


def draw_card(row: dict[str, Any], shared: Shared) -> None:
    """Show one row of the queue."""
    texts = shared.texts
    kind = texts("review_kind." + row["record_kind"])
    st.markdown(f"**{row['issuer_name']} {row['year_from']}** · {kind} {row['record_ref']}")
    _draw_context(row, shared)
    _draw_reading(row, shared)
