"""The words of a document, marked among their neighbours ("câu gốc")."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboards.data import ask
from dashboards.queries.origin import read_context

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboards.components.state import Shared

_SIGNS = re.compile(r"[\\`*_{}\[\]#+\-!|~$:<>&\"']")
_BREAKS = re.compile(r"\s*\n\s*")
# Streamlit makes links of bare addresses, and its logo of its name, after signs were read; an
# invisible joiner (U+2060) within keeps them words.
_ADDRESSES = re.compile(
    r"(?<=:)(?=\s*//)|(?<=www)(?=\.)|(?<=@)|(?<=:)(?=streamlit:)", re.IGNORECASE
)


def escape(text: str | None) -> str:
    """Text as Markdown shows it unchanged, addresses in it no links."""
    words = _ADDRESSES.sub("\u2060", text or "")
    escaped = _SIGNS.sub(lambda found: f"&#{ord(found[0])};", words)
    # Lines of an export break in the middle of sentences; empty ones would push the quote away.
    return _BREAKS.sub(" ", escaped)


def draw_quote(
    row: Mapping[str, Any], shared: Shared, height: int = 260, around: int = 400
) -> None:
    """The quote of a row in its document; its own text where only an export was read.

    Args:
        row: source_quote, quote_file, quote_locator, and record_text for want of a quote.
        shared: language.
        height: pixels of the box.
        around: characters of the document shown on each side.
    """
    texts, quote = shared.texts, row["source_quote"]
    if quote is None:
        st.markdown(f"**{texts('review.text')}** {escape(row['record_text'])}")
        st.caption(texts("review.no_quote"))
        return
    file = row["quote_file"]
    found = ask(read_context, quote_file=file, source_quote=quote, around=around).to_dicts()
    before, after = (found[0]["before"], found[0]["after"]) if found else ("", "")
    marked = (
        f"<small>… {escape(before)}</small>"
        f"<mark>{escape(quote)}</mark><small>{escape(after)} …</small>"
    )
    with st.container(border=True, height=height):
        st.markdown(marked, unsafe_allow_html=True)
    place = escape(row["quote_locator"])
    st.caption(texts("review.place", file=escape(file), place=place))
