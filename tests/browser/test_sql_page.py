"""SQL as a colleague types it: edits stay, a reload brings them back, the keyboard leads out."""

from __future__ import annotations

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def type_statement(page, text: str) -> None:
    frame = page.frame_locator("iframe[title*='streamlit_ace']")
    frame.locator("textarea").first.focus()
    page.keyboard.press("Control+a")
    page.keyboard.type(text)
    # The editor hands over what was typed a moment after the last key.
    page.wait_for_timeout(700)


def run(visitor) -> None:
    visitor.page.get_by_role("button", name="Chạy").click()
    visitor.settle()


def test_the_first_edit_after_a_run_stays_and_a_reload_brings_it_back(visit, address):
    visitor = visit()
    page = visitor.open(f"{address}/sql?ask=viec-tre")
    type_statement(page, "select 41 as mot")
    run(visitor)
    page.get_by_text("1 dòng trong").first.wait_for()
    assert "ask=viec-tre" in page.url
    assert "s=" in page.url
    type_statement(page, "select 1 as mot union all select 2")
    run(visitor)
    page.get_by_text("2 dòng trong").first.wait_for()
    type_statement(page, "select 1 as mot union all select 2 union all select 3")
    run(visitor)
    page.get_by_text("3 dòng trong").first.wait_for()
    page = visitor.open(page.url)
    page.get_by_text("3 dòng trong").first.wait_for()
    lines = page.frame_locator("iframe[title*='streamlit_ace']").locator(".ace_line")
    assert "union all select 3" in " ".join(lines.all_inner_texts())


def test_escape_leads_out_of_the_editor(visit, address):
    visitor = visit()
    page = visitor.open(f"{address}/sql")
    # The frame loads by itself; on a busy machine the way out is laid later than the page rests.
    page.wait_for_function(
        "() => document.querySelector(\"iframe[title*='streamlit_ace']\")"
        "?.contentWindow?.cchcWayOut === true",
        timeout=20_000,
    )
    page.frame_locator("iframe[title*='streamlit_ace']").locator("textarea").first.focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "IFRAME", "Tab indents"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.tagName") != "IFRAME"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") != "IFRAME"


def test_a_fault_names_what_comes_near(visit, address):
    visitor = visit()
    page = visitor.open(f"{address}/sql")
    type_statement(page, "select * from mart_atainment")
    run(visitor)
    page.get_by_text("Không có bảng «mart_atainment»; gần giống: mart_attainment").first.wait_for()


@pytest.mark.parametrize(("of_language", "language"), [("", "vi"), ("?lang=en", "en")])
def test_the_document_says_its_language(visit, address, of_language, language):
    page = visit().open(f"{address}/tim-kiem{of_language}")
    page.wait_for_function("l => document.documentElement.lang === l", arg=language)
