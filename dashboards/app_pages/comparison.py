"""So sánh: places, and plans above and below one another."""

from __future__ import annotations

import streamlit as st

from dashboards.components.address import choose_segment
from dashboards.components.filters import choose_frame
from dashboards.components.left_out import draw_left_out
from dashboards.components.page import open_page
from dashboards.sections.cascade import draw_cascade_view
from dashboards.sections.heat_table import draw_heat_table
from dashboards.sections.tile_map import draw_tile_map


def main() -> None:
    """Draw the page."""
    shared = open_page("comparison")
    draw_left_out(shared, needs_place=True)
    texts = shared.texts
    views = {
        "heat": texts("comparison.view_heat"),
        "map": texts("comparison.view_map"),
        "cascade": texts("comparison.view_cascade"),
    }
    view = choose_segment(texts("comparison.view"), "view", list(views), views.__getitem__)
    if view == "cascade":
        draw_cascade_view(shared)
        return
    left, _ = st.columns([1, 2])
    with left:
        frame = choose_frame(shared)
    if view == "map":
        draw_tile_map(shared, frame)
    else:
        draw_heat_table(shared, frame)


main()
