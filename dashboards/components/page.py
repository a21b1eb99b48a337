"""Head of a page, its empty states, and the sign that data are simulated."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

import polars as pl
import streamlit as st

from dashboards.components.address import SEPARATOR
from dashboards.components.state import Shared, read_shared
from dashboards.data import ask
from dashboards.queries.plans import list_plans

if TYPE_CHECKING:
    from collections.abc import Sequence


# More files than these are looked at together, not file by file.
_MOST_NAMED = 5


def open_page(
    name: str, intro: bool = True, needs_plans: bool = True, needs_build: bool = True
) -> Shared:
    """Title and introduction; stops the page where there is nothing to show.

    Args:
        name: key of the page in the texts.
        intro: whether a line below the title says what the page is for.
        needs_plans: whether the page is empty as long as no plan was loaded.
        needs_build: whether the page is empty as long as nothing was built.

    Returns:
        What all pages share.
    """
    shared = read_shared()
    texts = shared.texts
    st.title(texts(f"page.{name}"))
    if shared.manifest is None and needs_build:
        st.info(
            f"**{texts('app.no_build_title')}**\n\n{texts('app.no_build_text')}",
            icon=":material/folder_open:",
        )
        st.stop()
    _warn_of_rejects(shared)
    if needs_plans and ask(list_plans).is_empty():
        text = texts("app.empty_text", build=shared.build_id)
        _stop_with_note(texts("app.empty_title"), text)
    if intro:
        st.caption(texts(f"{name}.intro"))
    return shared


def _stop_with_note(title: str, text: str) -> None:
    """Say why there is nothing to show, and show nothing more."""
    st.info(f"**{title}**\n\n{text}", icon=":material/folder_open:")
    st.stop()


def _warn_of_rejects(shared: Shared) -> None:
    files = shared.manifest.files if shared.manifest else []
    lost = {f["file_path"]: f["rows_rejected"] + (not f["is_loaded"]) for f in files}
    concerned = [name for name, count in lost.items() if count]
    if concerned:
        wanted = {"qview": "findings"}
        if len(concerned) <= _MOST_NAMED:
            wanted["file"] = SEPARATOR.join(concerned)
        address = f"chat-luong?{urlencode(wanted)}"
        text = shared.texts("app.rejected_warning", count=sum(lost.values()), address=address)
        st.warning(text, icon=":material/warning:")


def warn_of_simulated(frame: pl.DataFrame, shared: Shared) -> None:
    """A banner that cannot be missed where any shown row is simulated."""
    count = int(frame["is_simulated"].sum()) if "is_simulated" in frame.columns else 0
    if count:
        st.warning(shared.texts("app.simulated_banner", count=count), icon=":material/science:")


def list_values(frame: pl.DataFrame, column: str) -> list:
    """Distinct values of a column in order of appearance, nulls left out."""
    return frame[column].drop_nulls().unique(maintain_order=True).to_list()


def keep_chosen(frame: pl.DataFrame, column: str, chosen: Sequence) -> pl.DataFrame:
    """Rows whose value was chosen; nothing chosen means everything."""
    return frame.filter(pl.col(column).is_in(list(chosen))) if chosen else frame
