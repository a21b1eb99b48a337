"""Saving, closing and opening a report again, and taking it away as Word and PDF."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import streamlit as st

from dashboards.access.guard import covers_unit, may_write, require_right
from dashboards.brief.letterhead import TEMPLATE, TEMPLATES, BadTemplateError, write_template
from dashboards.brief.pdf import write_report_pdf
from dashboards.brief.report_word import write_report_word
from dashboards.components.quote import escape
from dashboards.components.refresh import find_today
from dashboards.components.reviewer import enter_reviewer
from pipeline.reports.store import (
    ChangedMeanwhileError,
    Draft,
    Version,
    close_report,
    save_draft,
)
from pipeline.support.settings import resolve_settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from dashboards.brief.report import Figures, Report
    from dashboards.components.state import Shared

# What the boxes of the report on the screen were filled from.
OPENED = "report-opened"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _find_moment() -> str:
    return dt.datetime.now(dt.UTC).astimezone().replace(tzinfo=None).isoformat(timespec="seconds")


def _do(act: Callable[[], object], folder: Path, shared: Shared) -> None:
    """Carry out what changes the report of a folder; say why it could not be."""
    require_right("report", [folder.parent.name])
    try:
        act()
    except ChangedMeanwhileError as error:
        st.error(shared.texts("report.changed_meanwhile", who=escape(str(error))))
        return
    except OSError as error:
        st.error(shared.texts("report.not_written", fault=escape(str(error))))
        return
    # Our own words: the boxes are filled from them.
    st.session_state.pop(OPENED, None)
    st.rerun()


def _offers(folder: Path, shared: Shared) -> bool:
    """Whether the reader may write the report of a folder; says where they may not."""
    if may_write() and covers_unit(folder.parent.name):
        return True
    st.caption(shared.texts("access.only_look"))
    return False


def draw_open_actions(
    folder: Path, draft: Draft, written: dict[str, str], figures: Figures, shared: Shared
) -> None:
    """Buttons of a report that is being written.

    Args:
        folder: of the report.
        draft: as it was read.
        written: texts as they stand on the screen.
        figures: that closing keeps.
        shared: language and build.
    """
    texts = shared.texts
    if not _offers(folder, shared):
        return
    who, _ = enter_reviewer(shared, "report")
    with st.container(horizontal=True):
        saves = st.button(texts("report.save"), icon=":material/save:", type="primary")
        closes = st.button(texts("report.close"), icon=":material/lock:")
    if not saves and not closes:
        return
    if not who:
        st.warning(texts("review.who_first"), icon=":material/edit:")
        return
    if saves:
        _do(
            lambda: save_draft(folder, draft, written, who, _find_moment()),
            folder,
            shared,
        )
        return
    version = Version(
        0, written, figures.numbers, figures.tasks, who, _find_moment(), shared.build_id
    )
    _do(lambda: close_report(folder, draft, version), folder, shared)


def draw_closed_actions(folder: Path, draft: Draft, shared: Shared) -> None:
    """The button that opens a closed report again; its words stay.

    Args:
        folder: of the report.
        draft: as it was read, the words of the newest version.
        shared: language.
    """
    texts = shared.texts
    if not _offers(folder, shared):
        return
    who, _ = enter_reviewer(shared, "report")
    if not st.button(texts("report.reopen"), icon=":material/lock_open:"):
        return
    if not who:
        st.warning(texts("review.who_first"), icon=":material/edit:")
        return
    _do(
        lambda: save_draft(folder, draft, draft.texts, who, _find_moment()),
        folder,
        shared,
    )


def draw_documents(compose: Callable[[], Report], name: str, shared: Shared) -> None:
    """Word and PDF of what is on the screen, and the letterhead to edit.

    Args:
        compose: puts the report together, when somebody asks for it.
        name: of the files, without their ending.
        shared: language.
    """
    texts, raw = shared.texts, resolve_settings().raw
    with st.container(horizontal=True, gap="small"):
        try:
            # Rendered now, so that a letterhead that cannot be used is told and not a broken file.
            word = write_report_word(compose(), raw, find_today())
        except BadTemplateError as error:
            st.error(texts("report.bad_template", fault=escape(str(error))))
        else:
            st.download_button(
                texts("weekly.word"), word, f"{name}.docx", _WORD, icon=":material/print:",
                type="tertiary", on_click="ignore",
            )  # fmt: skip
        st.download_button(
            texts("weekly.pdf"), lambda: write_report_pdf(compose()), f"{name}.pdf",
            "application/pdf", icon=":material/print:", type="tertiary", on_click="ignore",
        )  # fmt: skip
        st.download_button(
            texts("report.template"), write_template, TEMPLATE, _WORD, on_click="ignore",
            icon=":material/edit_document:", type="tertiary",
            help=texts("report.template_help", place=f"data/raw/{TEMPLATES}/{TEMPLATE}"),
        )  # fmt: skip
