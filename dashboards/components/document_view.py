"""The text of a document with its records marked, in which words can be marked too."""

from __future__ import annotations

import bisect
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import streamlit as st

from dashboards.data import short_hash
from pipeline.support.settings import PROJECT

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from streamlit.components.v2.types import ComponentRenderer

    from dashboards.components.state import Shared

MarkKind = Literal["target", "task", "unread"]
# Where marks lie over each other, the one that asks for something is shown.
_FIRST: tuple[MarkKind, ...] = ("unread", "target", "task")
_ASSETS = PROJECT / "dashboards" / "assets"
_HTML = (
    '<div class="document-view"><div class="document-text" tabindex="0" role="document"></div>'
    '<button type="button" class="document-add"></button></div>'
)


@dataclass(frozen=True)
class Mark:
    """A stretch of a document that means something.

    Attributes:
        start: offset of its first letter.
        end: offset behind its last.
        kind: what it is.
        key: tells it apart; what a click on it hands over.
        title: shown on hovering.
    """

    start: int
    end: int
    kind: MarkKind
    key: str
    title: str


@dataclass(frozen=True)
class Piece:
    """A stretch of text under one mark or none."""

    text: str
    mark: Mark | None = None


def cut_pieces(
    text: str, marks: Sequence[Mark], start: int = 0, end: int | None = None
) -> list[Piece]:
    """A text cut where its marks begin and end.

    Args:
        text: whole document.
        marks: in any order; they may lie over each other.
        start: where the shown part begins.
        end: where it ends; the end of the text where None.

    Returns:
        Pieces that joined are the shown part, each with the mark that is shown there.
    """
    end = len(text) if end is None else end
    inside = [m for m in marks if m.start < end and m.end > start and m.start < m.end]
    inside.sort(key=lambda m: (_FIRST.index(m.kind), m.end - m.start, m.start))
    edges = [(max(start, m.start), min(end, m.end)) for m in inside]
    bounds = sorted({start, end, *(place for edge in edges for place in edge)})
    shown: list[Mark | None] = [None] * (len(bounds) - 1)
    for mark, (begin, stop) in zip(inside, edges, strict=True):
        for at in range(bisect.bisect_left(bounds, begin), bisect.bisect_left(bounds, stop)):
            shown[at] = shown[at] or mark
    pieces: list[Piece] = []
    for at, mark in enumerate(shown):
        words = text[bounds[at] : bounds[at + 1]]
        if pieces and pieces[-1].mark == mark:
            pieces[-1] = Piece(pieces[-1].text + words, mark)
        elif words:
            pieces.append(Piece(words, mark))
    return pieces


@st.cache_resource(show_spinner=False)
def _register() -> ComponentRenderer:
    return st.components.v2.component(
        "cchc_document",
        html=_HTML,
        css=(_ASSETS / "document_view.css").read_text(encoding="utf-8"),
        js=(_ASSETS / "document_view.js").read_text(encoding="utf-8"),
        # A selection inside a shadow root is not told by every browser.
        isolate_styles=False,
    )


def draw_document(
    pieces: Sequence[Piece],
    chosen: str,
    shared: Shared,
    key: str,
    height: int,
    on_click: Callable[[str], None],
    on_mark: Callable[[str], None],
) -> None:
    """Show a document.

    Args:
        pieces: of ``cut_pieces``.
        chosen: key of the mark that is shown as chosen, empty for none.
        shared: language.
        key: unique on the page.
        height: in pixels.
        on_click: called with the key of a mark that was clicked, before the page runs again.
        on_mark: called with words that were marked.
    """
    shown = [
        {"text": p.text} if p.mark is None else
        {"text": p.text, "kind": p.mark.kind, "key": p.mark.key, "title": p.mark.title}
        for p in pieces
    ]  # fmt: skip

    def tell(name: str, told: Callable[[str], None]) -> None:
        value = getattr(st.session_state[key], name, None)
        if value:
            told(value)

    _register()(
        key=key,
        data={
            "pieces": shown,
            "signature": short_hash(repr(shown)),
            "chosen": chosen,
            "height": height,
            "label": shared.texts("document.label"),
            "add": shared.texts("document.add"),
        },
        on_clicked_change=lambda: tell("clicked", on_click),
        on_marked_change=lambda: tell("marked", on_mark),
    )
