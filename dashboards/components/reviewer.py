"""Who decides, and why: asked once a session, and beside every decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboards.access.session import find_who

if TYPE_CHECKING:
    from dashboards.components.state import Shared

_NAME = "reviewer"


def recall_reviewer() -> str:
    """The name of who signed in, else the one entered last; empty where there is none."""
    person = find_who()
    if person is not None and person.is_signed_in:
        return person.name
    return st.session_state.get(_NAME, "")


def enter_reviewer(shared: Shared, place: str) -> tuple[str, str]:
    """Name and reason.

    Args:
        shared: language.
        place: tells several of one page apart.

    Returns:
        Who, and why; each may be empty. Nothing can be decided without a name.
    """
    texts, key = shared.texts, f"who-{place}"
    # One name for the whole session: what was typed at one record is there at the next, and a
    # colleague who takes over is named everywhere at once.
    if st.session_state.get(key) != recall_reviewer():
        st.session_state[key] = recall_reviewer()

    def keep() -> None:
        st.session_state[_NAME] = st.session_state[key].strip()

    left, right = st.columns([1, 2])
    person = find_who()
    signed = person is not None and person.is_signed_in
    who = left.text_input(
        texts("review.who"), key=key, on_change=keep, disabled=signed
    ).strip()  # fmt: skip
    reason = right.text_input(texts("review.reason"), key=f"reason-{place}").strip()
    # The place of the hint stays: what is typed below it must not be drawn anew.
    hint = st.empty()
    if not who:
        hint.caption(texts("review.who_first"))
    return who, reason
