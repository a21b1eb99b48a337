"""Plans that a page cannot show, by name: what is missing from a page must not be missed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboards.components.quote import escape
from dashboards.data import ask
from dashboards.queries.plans import list_unplaced

if TYPE_CHECKING:
    from dashboards.components.state import Shared

_SHOWN = 4


def draw_left_out(shared: Shared, *, needs_place: bool) -> None:
    """Name the plans that this page leaves out.

    Args:
        shared: language.
        needs_place: the page needs to know their province as well as their years.
    """
    names = ask(list_unplaced, needs_place=needs_place)["plan_name"].to_list()
    if not names:
        return
    shown = ", ".join(escape(name) for name in names[:_SHOWN])
    if len(names) > _SHOWN:
        shown = shared.texts("app.and_more", shown=shown, more=len(names) - _SHOWN)
    key = "app.left_out_place" if needs_place else "app.left_out_years"
    st.caption(f":material/visibility_off: {shared.texts(key, count=len(names), plans=shown)}")
