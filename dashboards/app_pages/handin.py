"""Đưa số liệu vào: files handed in, checked and built without a terminal."""

from __future__ import annotations

import dataclasses
import getpass
from typing import TYPE_CHECKING

import streamlit as st

from dashboards.access.guard import keep_own_changes, may_write
from dashboards.access.session import find_who, is_signed_in
from dashboards.components.hand_in_job import start_hand_in
from dashboards.components.page import open_page
from dashboards.components.quote import escape
from dashboards.sections.hand_in_files import draw_files
from dashboards.sections.hand_in_history import draw_forms, draw_jobs, draw_journal
from dashboards.sections.hand_in_preview import draw_preview
from pipeline.handins.foretell import ForetellError, foretell_apart
from pipeline.handins.store import SamePlaceError, check_places, find_known
from pipeline.support.settings import resolve_settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboards.components.state import Shared
    from pipeline.handins.store import HandedFile


def _name_user() -> str:
    """Who signed in, else the name that the machine gives."""
    person = find_who()
    if person is not None and person.is_signed_in:
        return person.name
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""


def _name_request(files: Sequence[HandedFile]) -> str:
    """Changes with anything that would be handed in."""
    return repr([dataclasses.astuple(file) for file in files])


def _foretell(files: Sequence[HandedFile], shared: Shared) -> None:
    """Make the preview and keep it beside what it was made of."""
    texts = shared.texts
    try:
        with st.spinner(texts("handin.foretelling")):
            told = keep_own_changes(foretell_apart(resolve_settings(), files))
            # At once: the next call of Streamlit may be where another run takes over.
            st.session_state["foretold"] = (_name_request(files), told)
    except ForetellError as error:
        st.error(texts("handin.foretell_failed", reason=escape(str(error))))


def _check_places(files: Sequence[HandedFile], shared: Shared) -> bool:
    """Whether each file has a place of its own; what it would replace is told."""
    try:
        replaced = check_places(resolve_settings(), files)
    except SamePlaceError as error:
        st.error(escape(str(error)), icon=":material/file_copy:")
        return False
    for path, name in replaced.items():
        st.warning(
            shared.texts("handin.replaces", name=escape(path.name), file=escape(name)),
            icon=":material/sync_alt:",
        )
    return True


def _draw_steps(files: Sequence[HandedFile], by: str, shared: Shared) -> None:
    """Preview first; handing in is offered beside it."""
    texts = shared.texts
    known = find_known(resolve_settings(), files)
    for path, name in known.items():
        st.warning(
            texts("handin.known", name=escape(path.name), file=escape(name)),
            icon=":material/file_copy:",
        )
    fresh = [file for file in files if file.path not in known]
    if not fresh or not _check_places(fresh, shared):
        return
    if st.button(texts("handin.foretell"), icon=":material/visibility:", key="foretell"):
        _foretell(fresh, shared)
    request, told = st.session_state.get("foretold", ("", None))
    if told is None or request != _name_request(fresh):
        st.caption(texts("handin.foretell_first"))
        return
    draw_preview(told, shared)
    if not by:
        st.info(texts("handin.name_yourself"))
        return
    if st.button(texts("handin.add"), type="primary", icon=":material/publish:", key="add"):
        started = start_hand_in("add", fresh, by, told["units"])
        st.session_state.setdefault("hand-ins", []).append(started)
        del st.session_state["foretold"]
        st.rerun()


def main() -> None:
    """Draw the page."""
    shared = open_page("handin", needs_plans=False, needs_build=False)
    texts = shared.texts
    if not may_write():
        st.info(texts("access.viewer"), icon=":material/visibility:")
        return
    draw_jobs(shared)
    left, _ = st.columns([1, 2])
    with left:
        if "by" not in st.session_state:
            st.session_state["by"] = _name_user()
        # Not in the address: a link says what is shown, not who shows it.
        by = st.text_input(
            texts("handin.who"), key="by", help=texts("handin.who_help"), disabled=is_signed_in()
        ).strip()
        # Without a name it bears the one that the machine gives.
        by = by or _name_user()
    files = draw_files(shared)
    if files:
        _draw_steps(files, by, shared)
    draw_journal(shared, by)
    draw_forms(shared)


main()
