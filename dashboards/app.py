"""Entry of the dashboard: navigation and what all pages share."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import streamlit as st
import structlog

from dashboards.access.guard import NotAllowedError
from dashboards.access.session import note_page
from dashboards.components.address import follow_address, note_address, recall, take_unknown
from dashboards.components.no_page import draw_unknown_page
from dashboards.components.outgoing import guard_outgoing
from dashboards.components.quote import escape
from dashboards.components.refresh import watch_build
from dashboards.components.sign_in import draw_person, find_reader
from dashboards.components.state import draw_shared_controls, is_presenting, read_wall_state
from dashboards.data import is_locked
from dashboards.i18n.texts import Texts
from pipeline.inputs.cache import find_code_version

if TYPE_CHECKING:
    from streamlit.navigation.page import StreamlitPage

    from dashboards.components.state import Shared

# A file of our own: Streamlit fetches its named page icons from outside.
_ICON = Path(__file__).parent / "assets" / "icon.svg"
_PRINT = Path(__file__).parent / "assets" / "print.css"
_FIRST = "weekly"
_LOG = structlog.get_logger()
_PAGES = {
    "weekly": ("tuan-nay", ":material/today:"),
    "trends": ("xu-huong", ":material/trending_up:"),
    "comparison": ("so-sanh", ":material/compare_arrows:"),
    "attainment": ("hoan-thanh", ":material/target:"),
    "tasks": ("nhiem-vu", ":material/task_alt:"),
    "plans": ("ke-hoach", ":material/description:"),
    "units": ("don-vi", ":material/account_balance:"),
    "report": ("bao-cao", ":material/summarize:"),
    "handin": ("dua-so-lieu", ":material/upload_file:"),
    "review": ("ra-soat", ":material/fact_check:"),
    "sql": ("sql", ":material/terminal:"),
    "quality": ("chat-luong", ":material/verified:"),
    "sources": ("nguon-so-lieu", ":material/library_books:"),
    "search": ("tim-kiem", ":material/search:"),
}


def _find_unknown() -> str | None:
    """The last part of an address that names no page; None where it names one."""
    path = urlsplit(st.context.url or "").path
    name = unquote(path.rstrip("/").rpartition("/")[2]).strip()
    known = {*_PAGES, *(path for path, _ in _PAGES.values())}
    # What cannot be the address of a page is left to Streamlit.
    return name if name and "/" not in name and name not in known else None


def _list_pages(shared: Shared) -> list[StreamlitPage]:
    """Every page, and one that says that a name is no page."""
    pages = [
        st.Page(
            f"app_pages/{name}.py",
            title=shared.texts(f"page.{name}"),
            icon=icon,
            url_path=None if name == _FIRST else path,
            default=name == _FIRST,
        )
        for name, (path, icon) in _PAGES.items()
    ]
    # The first page opens at the bare address, and at its own name too.
    path, icon = _PAGES[_FIRST]
    first = shared.texts(f"page.{_FIRST}")
    pages.append(
        st.Page(
            f"app_pages/{_FIRST}.py", title=first, icon=icon, url_path=path, visibility="hidden"
        )
    )
    # Streamlit's own notice of an unknown page is English and shows the first page behind it.
    if unknown := _find_unknown():
        names = {path: name for name, (path, _) in _PAGES.items()}
        pages.append(
            st.Page(
                partial(draw_unknown_page, unknown, names),
                title=shared.texts("app.no_page"),
                url_path=unknown,
                visibility="hidden",
            )
        )
    return pages


def _say_fault(error: Exception, where: str) -> None:
    """One sentence on what went wrong; Streamlit's own notice offers to send it to outsiders."""
    if os.environ.get("CCHC_DEBUG"):
        raise error
    if isinstance(error, NotAllowedError):
        st.error(Texts(recall("lang") or "")("access.not_allowed"), icon=":material/block:")
        return
    _LOG.exception("page_failed", page=where)
    shared: Shared | None = st.session_state.get("shared")
    # The very first question to the build may fail before anything is shared.
    texts = shared.texts if shared else Texts(recall("lang") or "")
    manifest = shared.manifest if shared else None
    other = manifest is not None and manifest.code != find_code_version()
    key = "app.locked" if is_locked(error) else "app.other_code" if other else "app.failed"
    st.error(texts(key), icon=":material/error:")


def _run_page(page: StreamlitPage, shared: Shared) -> None:
    try:
        page.run()
    except Exception as error:  # noqa: BLE001 (whatever it is, it is said in one sentence)
        _say_fault(error, page.title)
    finally:
        for said in take_unknown():
            text = shared.texts("app.unknown_asked", said=escape(said))
            st.toast(text, icon=":material/link_off:", duration="long")
        note_address()


def main() -> None:
    """Draw the chosen page."""
    guard_outgoing()
    st.set_page_config(
        page_title="CCHC", page_icon=str(_ICON), layout="wide", initial_sidebar_state="auto"
    )
    st.html(_PRINT)
    follow_address()
    presents = is_presenting()
    try:
        person = find_reader(Texts(recall("lang") or ""))
        shared = read_wall_state() if presents else draw_shared_controls()
        draw_person(person, shared.texts)
    except Exception as error:  # noqa: BLE001
        _say_fault(error, "")
        return
    page = st.navigation(
        _list_pages(shared), position="hidden" if presents else "sidebar", expanded=True
    )
    # The tab, a bookmark and the history say which page it is.
    st.set_page_config(page_title=f"{page.title} · CCHC")
    # Before the page: a page that has nothing to show ends the script.
    watch_build(shared.build_id)
    note_page(person, page.url_path or _FIRST)
    _run_page(page, shared)


main()
