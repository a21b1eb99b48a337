"""So sánh: places, and plans above and below one another."""

from __future__ import annotations

import streamlit as st

from dashboards.components.address import choose_segment
from dashboards.components.filters import choose_frame
from dashboards.components.left_out import draw_left_out
from dashboards.components.page import open_page
from dashboards.sections.cascade import draw_cascade_view
from dashboards.sections.heat_table import draw_heat_table
from dashboards.sections.index_course import draw_index_courses
from dashboards.sections.portal_scores import draw_portal_scores
from dashboards.sections.tile_map import draw_tile_map

# Views of published results, which no plan bears on.
_OF_RESULTS = {"portal": draw_portal_scores, "index": draw_index_courses}


def main() -> None:
    """Draw the page."""
    shared = open_page("comparison")
    texts = shared.texts
    views = {
        "heat": texts("comparison.view_heat"),
        "map": texts("comparison.view_map"),
        "portal": texts("comparison.view_portal"),
        "index": texts("comparison.view_index"),
        "cascade": texts("comparison.view_cascade"),
    }
    view = choose_segment(texts("comparison.view"), "view", list(views), views.__getitem__)
    if view in _OF_RESULTS:
        _OF_RESULTS[view](shared)
        return
    draw_left_out(shared, needs_place=True)
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
