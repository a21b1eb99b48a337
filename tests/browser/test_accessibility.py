"""Screen readers and keyboards; what axe-core finds is looked at in test_screens.py."""

from __future__ import annotations

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_chart_tells_screen_readers_what_it_shows(visit, address):
    page = visit().open(f"{address}/xu-huong")
    charts = page.locator("[data-testid=stVegaLiteChart]")
    for i in range(charts.count()):
        described = charts.nth(i).locator("[aria-label], [alt]").first
        assert described.get_attribute("aria-label") or described.get_attribute("alt")


def test_filters_can_be_reached_and_used_by_keyboard(visit, address):
    visitor = visit()
    page = visitor.open(f"{address}/nhiem-vu?plan=long-an-2022")
    page.locator("h1").click()
    reached = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.tagName"))
    assert {"INPUT", "A"} <= reached or {"INPUT", "BUTTON"} <= reached
    box = page.locator("[data-testid=stMain] [data-testid=stSelectbox] input").first
    box.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    visitor.settle()
    assert "plan=long-an-2022" not in page.url
