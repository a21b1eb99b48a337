"""What people come for, from the first click to the last, in a real browser."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from openpyxl import load_workbook

from pipeline.asking.questions.library import bind_parameters, load_library
from pipeline.asking.sandbox import ask
from pipeline.building.build import build
from pipeline.support.console import LineReporter
from tests.plan_books import write_plan

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LATE = "scope=long-an-2022&known=2022-12-19"


def fits(page) -> bool:
    """Whether nothing of the page lies below the edge of the screen."""
    room = page.locator("[data-testid=stMain]").evaluate("e => e.scrollHeight - e.clientHeight")
    return room <= 0


@pytest.mark.parametrize("address_of", ["", "?known=2025-12-08", f"?{LATE}", "?sim=0", "?lang=en"])
def test_the_weekly_screen_needs_no_scrolling(visit, address, address_of):
    page = visit(1920, 1080).open(f"{address}/{address_of}")
    assert fits(page)


def test_every_slide_of_the_wall_fits_and_turns_by_itself(visit, address):
    visitor = visit(1920, 1080)
    page = visitor.open(f"{address}/?present=1&embed=true&embed_options=dark_theme&{LATE}")
    assert page.locator("[data-testid=stSidebar]").count() == 0
    number = page.get_by_text(re.compile(r"Trang \d+ trên \d+"))
    first = number.inner_text()
    for _ in range(int(first.split()[-1])):
        assert fits(page), number.inner_text()
        page.get_by_role("button", name="Sau").click()
        visitor.settle()
    shown = number.inner_text()
    page.wait_for_function(
        "text => !document.body.innerText.includes(text)", arg=shown, timeout=40_000
    )


def test_from_the_weekly_screen_to_the_line_of_a_late_task(visit, address, committed_build):
    visitor = visit()
    page = visitor.open(f"{address}/?{LATE}")
    link = page.get_by_role("link").filter(has_text="Trễ hạn").first
    link.click()
    page.wait_for_url(re.compile("nhiem-vu.*task="))
    visitor.settle()
    task = parse_qs(urlsplit(page.url).query)["task"][0]
    query = "select source_locator, document_place from fct_task where task_key = $task"
    locator, place = ask(committed_build, query, {"task": task}).frame.row(0)
    # The panel of the task may be drawn after the page has come to rest for a moment.
    panel = page.locator("[data-testid=stMarkdownContainer]").filter(has_text=locator)
    panel.first.wait_for()
    page.get_by_text(place).first.wait_for()


def test_a_chart_leads_to_its_query(visit, address, committed_build):
    visitor = visit()
    page = visitor.open(f"{address}/xu-huong")
    page.get_by_role("button", name="Câu truy vấn").first.click()
    page.get_by_role("link", name="Mở ở trang SQL").first.click()
    page.wait_for_url(re.compile("/sql"))
    visitor.settle()
    query = """
        select count(*) from mart_target_trend
        where boundary_frame = '63' and from_plan = 'long-an-2022'
            and to_plan = 'so-noi-vu-long-an-2025' and from_year = 2022 and to_year = 2025
    """
    rows = ask(committed_build, query).frame.item()
    page.get_by_text(re.compile(f"^{rows} dòng trong")).first.wait_for()


def test_a_question_is_run_and_its_answer_downloaded(visit, address, committed_build, tmp_path):
    visitor = visit()
    page = visitor.open(f"{address}/sql")
    page.locator("[data-testid=stMain] [data-testid=stSelectbox] input").first.click()
    question = load_library()["chi-tieu-nang-ha"]
    page.locator("[role=option]").filter(has_text=question.title_vi).click()
    visitor.settle()
    page.get_by_role("button", name="Chạy").click()
    visitor.settle()
    answer = ask(committed_build, question.sql, bind_parameters(question, {})).frame
    page.get_by_text(f"{answer.height} dòng trong").first.wait_for()
    with page.expect_download() as event:
        page.get_by_role("button", name="Tải Excel").click()
    path = tmp_path / "tra-loi.xlsx"
    event.value.save_as(path)
    book = load_workbook(path)
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert len(rows) == answer.height + 1
    assert rows[0] == tuple(answer.columns)
    notes = dict(row[:2] for row in book.worksheets[1].iter_rows(values_only=True))
    assert "mart_target_trend" in notes["statement"]
    # The link carries the question to another browser.
    other = visit().open(page.url)
    other.get_by_text(f"{answer.height} dòng trong").first.wait_for()


def test_a_long_question_can_be_stopped(visit, address):
    visitor = visit()
    page = visitor.open(f"{address}/sql")
    editor = page.frame_locator("iframe").first
    editor.locator(".ace_content").click()
    page.keyboard.press("Control+a")
    page.keyboard.type("select count(*) from range(10000000000) a, range(100000) b")
    page.wait_for_timeout(1500)
    page.get_by_role("button", name="Chạy").click()
    page.get_by_role("button", name="Dừng lại").click(timeout=20_000)
    page.get_by_text("Câu hỏi đã bị dừng").first.wait_for(timeout=20_000)


def test_a_chart_of_an_answer_in_two_clicks(visit, address):
    visitor = visit()
    page = visitor.open(f"{address}/sql?ask=dung-han-theo-co-quan")
    page.get_by_text("Vẽ biểu đồ").click()
    visitor.settle()
    page.locator("[data-testid=stVegaLiteChart] svg.marks").wait_for()


def test_a_picture_of_a_chart_can_be_taken_away(visit, address, tmp_path):
    page = visit().open(f"{address}/xu-huong")
    for kind, start in (("PNG", b"\x89PNG"), ("SVG", b"<svg")):
        with page.expect_download() as event:
            buttons = page.locator("[data-testid=stDownloadButton] button")
            buttons.filter(has_text=kind).first.click()
        path = tmp_path / kind
        event.value.save_as(path)
        assert path.read_bytes().startswith(start)


def test_the_brief_can_be_taken_away(visit, address, tmp_path):
    page = visit().open(f"{address}/?{LATE}")
    for name, start in (("Bản in Word", b"PK"), ("Bản in PDF", b"%PDF")):
        with page.expect_download() as event:
            page.get_by_role("button", name=name).click()
        path = tmp_path / name
        event.value.save_as(path)
        assert path.read_bytes().startswith(start)


def test_a_click_on_a_slope_shows_both_lines(visit, address):
    visitor = visit()
    page = visitor.open(f"{address}/xu-huong?change=raised&field=5")
    assert page.get_by_text("Câu gốc").count() == 0
    page.locator("svg.marks .mark-symbol.role-mark path").first.click()
    page.get_by_text("Câu gốc").first.wait_for()
    assert page.get_by_text("Câu gốc").count() == 2, "the line of 2022 and the line of 2025"


def test_a_new_build_appears_by_itself_and_keeps_the_place(visit, serve, office):
    write_plan(office.raw / "plans" / "a.xlsx")
    assert build(office, LineReporter()).is_published
    visitor = visit()
    page = visitor.open(f"{serve(office.marts)}/ke-hoach?q=thanh")
    write_plan(office.raw / "plans" / "a.xlsx", targets=[{"value": 91}])
    second = build(office, LineReporter()).manifest
    page.get_by_text(second.build_id).first.wait_for(timeout=40_000)
    assert page.get_by_role("textbox", name="Tìm trong kế hoạch").input_value() == "thanh"
    assert "q=thanh" in page.url
