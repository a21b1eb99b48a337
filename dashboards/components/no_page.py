"""What is shown where an address names no page."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

import streamlit as st

from dashboards.components.quote import escape
from dashboards.components.state import read_shared
from pipeline.support.text import strip_marks

if TYPE_CHECKING:
    from collections.abc import Mapping


def draw_unknown_page(asked: str, pages: Mapping[str, str]) -> None:
    """Say what was not found, and offer what comes near, or else every page.

    Args:
        asked: last part of the address.
        pages: path of a page -> its name in the texts.
    """
    shared = read_shared()
    texts = shared.texts
    st.title(texts("app.no_page"))
    st.warning(texts("app.no_page_text", name=escape(asked)), icon=":material/link_off:")
    plain = strip_marks(asked).lower().replace(" ", "-")
    near = difflib.get_close_matches(plain, list(pages), n=3, cutoff=0.5)
    st.markdown(texts("app.near_pages" if near else "app.all_pages"))
    for path in near or pages:
        name = pages[path]
        st.page_link(f"app_pages/{name}.py", label=texts(f"page.{name}"))
