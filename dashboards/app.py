"""Entry of the dashboard: navigation and what all pages share."""

from __future__ import annotations

import os
from pathlib import Path

import streamlit as st
import structlog

from dashboards.components.address import follow_address, note_address
from dashboards.components.refresh import watch_build
from dashboards.components.state import draw_shared_controls, is_presenting, read_wall_state

# A file of our own: Streamlit fetches its named page icons from outside.
_ICON = Path(__file__).parent / "assets" / "icon.svg"
_LOG = structlog.get_logger()
_PAGES = {
    "weekly": ("tuan-nay", ":material/today:"),
    "trends": ("xu-huong", ":material/trending_up:"),
    "comparison": ("so-sanh", ":material/compare_arrows:"),
    "attainment": ("hoan-thanh", ":material/target:"),
    "tasks": ("nhiem-vu", ":material/task_alt:"),
    "plans": ("ke-hoach", ":material/description:"),
    "units": ("don-vi", ":material/account_balance:"),
    "handin": ("dua-so-lieu", ":material/upload_file:"),
    "review": ("ra-soat", ":material/fact_check:"),
    "sql": ("sql", ":material/terminal:"),
    "quality": ("chat-luong", ":material/verified:"),
    "sources": ("nguon-so-lieu", ":material/library_books:"),
    "search": ("tim-kiem", ":material/search:"),
}


def main() -> None:
    """Draw the chosen page."""
    st.set_page_config(
        page_title="CCHC",
        page_icon=str(_ICON),
        layout="wide",
        initial_sidebar_state="auto",
    )
    follow_address()
    presents = is_presenting()
    shared = read_wall_state() if presents else draw_shared_controls()
    pages = [
        st.Page(
            f"app_pages/{name}.py",
            title=shared.texts(f"page.{name}"),
            icon=icon,
            url_path=path,
            default=name == "weekly",
        )
        for name, (path, icon) in _PAGES.items()
    ]
    page = st.navigation(pages, position="hidden" if presents else "sidebar", expanded=True)
    # Before the page: a page that has nothing to show ends the script.
    watch_build(shared.build_id)
    try:
        page.run()
    except Exception:
        if os.environ.get("CCHC_DEBUG"):
            raise
        # Streamlit's own notice offers to send the error to outside services.
        _LOG.exception("page_failed", page=page.title)
        st.error(shared.texts("app.failed"), icon=":material/error:")
    finally:
        note_address()


main()
