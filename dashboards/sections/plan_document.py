"""The document of a plan: what of it became records, and what did not."""

from __future__ import annotations

import bisect
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboards.components.document_view import Mark, cut_pieces, draw_document
from dashboards.components.quote import escape
from pipeline.documents.page_image import render_page
from pipeline.support.settings import resolve_settings

if TYPE_CHECKING:
    import polars as pl

    from dashboards.components.document_view import MarkKind
    from dashboards.components.state import Shared
    from dashboards.sections.plan_choice import Choice, Subject

_HEIGHT = 760
_KEY = "plan-document"
# What a mark of a kind chooses.
_SUBJECTS: dict[str, Subject] = {"target": "target", "task": "task", "unread": "passage"}


@dataclass(frozen=True)
class PlanDocument:
    """A document with everything that is marked in it.

    Attributes:
        file: below the raw folder.
        text: whole.
        page_starts: offsets, empty where it has no pages.
        marks: of records and of words that became none.
        spans: record -> where its words stand.
    """

    file: str
    text: str
    page_starts: list[int]
    marks: list[Mark]
    spans: dict[tuple[str, str], tuple[int, int]]

    @property
    def page_count(self) -> int:
        """Pages, 0 where it has none."""
        return len(self.page_starts)

    def find_page(self, subject: str, key: str) -> int | None:
        """The page on which a record stands."""
        span = self.spans.get((subject, key))
        if span is None or not self.page_starts:
            return None
        return max(1, bisect.bisect_right(self.page_starts, span[0]))

    def cut_page(self, page: int | None) -> tuple[int, int]:
        """Where a page begins and ends; the whole document where no page is asked for."""
        if page is None or not 1 <= page <= self.page_count:
            return 0, len(self.text)
        starts = [*self.page_starts, len(self.text)]
        return (0 if page == 1 else starts[page - 1]), starts[page]

    def keep_page(self, subject: str, frame: pl.DataFrame, page: int | None) -> pl.DataFrame:
        """Records that stand on a page, and those of which nobody knows where they stand."""
        if page is None:
            return frame
        keys = frame[f"{subject}_key"].to_list()
        return frame.filter([self.find_page(subject, key) in (page, None) for key in keys])

    def find_mark(self, choice: Choice) -> str:
        """Key of the mark of what is chosen, empty where it has none."""
        if choice.subject == "passage":
            words = choice.key
            return next((m.key for m in self.marks if m.key == f"unread:{words}"), "")
        span = self.spans.get((choice.subject, choice.key))
        return next((m.key for m in self.marks if (m.start, m.end) == span), "")


def _mark_records(
    document: dict[str, Any], frame: pl.DataFrame, kind: MarkKind
) -> tuple[list[Mark], dict[tuple[str, str], tuple[int, int]]]:
    """Where the quotes of records stand; equal ones follow each other in the document."""
    text, cursor, last = document["document_text"], 0, ""
    marks: dict[tuple[int, int], Mark] = {}
    spans = {}
    for row in frame.iter_rows(named=True):
        if row["quote_file"] != document["source_file"] or not row["source_quote"]:
            continue
        # Numbers of one record stand in the same words; the next record stands behind them.
        if row[f"{kind}_ref"] == last and spans:
            cursor = min(cursor, next(reversed(spans.values()))[0])
        last = row[f"{kind}_ref"]
        at = text.find(row["source_quote"], cursor)
        at = at if at >= 0 else text.find(row["source_quote"])
        if at < 0:
            continue
        span = (at, at + len(row["source_quote"]))
        cursor = span[1]
        spans[kind, row[f"{kind}_key"]] = span
        key = f"{kind}:{row[f'{kind}_key']}"
        marks.setdefault(span, Mark(*span, kind, key, row[f"{kind}_ref"]))
    return list(marks.values()), spans


def open_document(
    document: dict[str, Any],
    targets: pl.DataFrame,
    tasks: pl.DataFrame,
    unread: pl.DataFrame,
    shared: Shared,
) -> PlanDocument:
    """Find everything that is marked in a document.

    Args:
        document: row of ``read_plan_documents``.
        targets: of ``read_plan_targets``.
        tasks: of ``read_plan_tasks``.
        unread: of ``read_unread_passages``, those that nobody decided on since.
        shared: language.
    """
    target_marks, spans = _mark_records(document, targets, "target")
    task_marks, task_spans = _mark_records(document, tasks, "task")
    left = [
        Mark(
            row["starts_at"], row["ends_at"], "unread", f"unread:{row['passage_text']}",
            shared.texts("document.unread"),
        )
        for row in unread.iter_rows(named=True)
        if row["source_file"] == document["source_file"]
    ]  # fmt: skip
    return PlanDocument(
        document["source_file"],
        document["document_text"],
        list(document["page_starts"] or []),
        [*left, *target_marks, *task_marks],
        spans | task_spans | {("passage", m.key.partition(":")[2]): (m.start, m.end) for m in left},
    )


def choose_page(document: PlanDocument, choice: Choice, shared: Shared) -> None:
    """Whether the document is shown whole or page by page, and which page."""
    if document.page_count < 2:
        choice.page = None
        return
    texts = shared.texts
    shown = st.toggle(texts("document.by_page"), value=choice.page is not None, key=f"{_KEY}-paged")
    if not shown:
        choice.page = None
        return
    found = document.find_page(choice.subject, choice.key)
    turned = (choice.plan_code, choice.round_no)
    if st.session_state.get(f"{_KEY}-round") != turned:
        st.session_state[f"{_KEY}-round"] = turned
        # What was chosen elsewhere is turned to; turning pages afterwards is free.
        st.session_state[f"{_KEY}-page"] = found or choice.page or 1
    choice.page = st.pagination(document.page_count, key=f"{_KEY}-page")


@st.cache_data(max_entries=40, show_spinner=False)
def _render(path: str, number: int, changed: float) -> Any:  # noqa: ANN401, ARG001
    from pathlib import Path

    return render_page(Path(path), number)


def _draw_picture(document: PlanDocument, page: int, shared: Shared) -> bool:
    """The picture of a page in place of its text; False where it is not asked for."""
    path = resolve_settings().raw / document.file
    if path.suffix.lower() != ".pdf" or not path.is_file():
        return False
    if not st.toggle(shared.texts("document.picture"), key=f"{_KEY}-picture"):
        return False
    picture = _render(str(path), page, path.stat().st_mtime)
    if picture is None:
        st.info(shared.texts("document.no_picture"))
        return False
    with st.container(height=_HEIGHT, border=True):
        st.image(picture, width="stretch")
    return True


def draw_plan_document(document: PlanDocument, choice: Choice, shared: Shared) -> None:
    """The document, or one page of it as text or picture.

    Args:
        document: with its marks.
        choice: changed by a click on a mark, and by words that are marked.
        shared: language.
    """
    if choice.page is not None and _draw_picture(document, choice.page, shared):
        return
    start, end = document.cut_page(choice.page)
    pieces = cut_pieces(document.text, document.marks, start, end)

    def click(key: str) -> None:
        kind, _, rest = key.partition(":")
        choice.choose(_SUBJECTS[kind], rest)

    draw_document(
        pieces,
        document.find_mark(choice),
        shared,
        key=_KEY,
        height=_HEIGHT,
        on_click=click,
        on_mark=lambda words: choice.choose("passage", words),
    )
    st.caption(shared.texts("document.legend", file=escape(document.file)))
