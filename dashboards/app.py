"""Entry of the dashboard: navigation and what all pages share."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboards.components.state import draw_shared_controls

# A file of our own: Streamlit fetches its named page icons from outside.
_ICON = Path(__file__).parent / "assets" / "icon.svg"
_PAGES = {
    "trends": ("xu-huong", ":material/trending_up:"),
    "comparison": ("so-sanh", ":material/compare_arrows:"),
    "attainment": ("hoan-thanh", ":material/target:"),
    "tasks": ("nhiem-vu", ":material/task_alt:"),
    "review": ("ra-soat", ":material/fact_check:"),
    "plans": ("ke-hoach", ":material/description:"),
}


def main() -> None:
    """Draw the chosen page."""
    st.set_page_config(
        page_title="CCHC",
        page_icon=str(_ICON),
        layout="wide",
        initial_sidebar_state="auto",
    )
    shared = draw_shared_controls()
    pages = [
        st.Page(
            f"app_pages/{name}.py",
            title=shared.texts(f"page.{name}"),
            icon=icon,
            url_path=path,
            default=name == "trends",
        )
        for name, (path, icon) in _PAGES.items()
    ]
    st.navigation(pages).run()


main()
