"""Tuần này as a director uses it: asked, reminded, decided; and whose office it is."""

from __future__ import annotations

import datetime as dt
import re

import duckdb
import pytest

from pipeline.explanations.append import FOLDER, Step, append_step
from pipeline.inputs.reading import read_file
from pipeline.publish.builds import DATABASE
from tests.browser.screens import Visit

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PLAN = "long-an-2022"


@pytest.fixture
def raw(tmp_path):
    folder = tmp_path / "raw"
    folder.mkdir()
    return folder


@pytest.fixture
def served(serve, committed_build, raw) -> str:
    return serve(committed_build.parent.parent, raw)


def press(visitor: Visit, name: str) -> None:
    # Not "Không chấp nhận" for "Chấp nhận".
    visitor.page.get_by_role("button", name=re.compile(rf"(^|\s){name}$")).last.click()
    visitor.settle()


def list_steps(raw) -> list[str]:
    files = sorted((raw / FOLDER).glob("*.csv"))
    return [step for f in files for step in read_file(f, FOLDER).frames["explanations"]["step"]]


def find_late_task(committed_build) -> tuple[str, str]:
    """Keys of a task of the plan that is late on the newest day of its reports."""
    with duckdb.connect(committed_build / DATABASE, read_only=True) as connection:
        record, task = connection.execute(
            "select record_key, task_key from fct_task inner join task_shown_on("
            "date '2023-01-22', true) using (task_key) where state = 'late' "
            "and fct_task.plan_code = ? order by task_key limit 1",
            [PLAN],
        ).fetchone()
    return record, task


def test_an_explanation_from_request_to_decision(visit, served, raw):
    visitor = visit()
    page = visitor.open(f"{served}/?scope={PLAN}")
    before = int(re.search(r"Cần quyết định \(7 trên (\d+)\)", page.inner_text("body"))[1])
    page.locator("[data-testid=stMain]").get_by_role("button", name="Giải trình").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Người quyết định").fill("Hoa")
    dialog.get_by_role("textbox", name="Nội dung yêu cầu").fill("Vì sao chậm?")
    visitor.settle()
    press(visitor, "Ghi yêu cầu")
    assert list_steps(raw) == ["request"]
    text = page.inner_text("body")
    assert f"Cần quyết định (7 trên {before - 1})" in text
    assert "1 việc đang chờ trả lời giải trình" in text


def test_what_was_not_answered_is_reminded_of_answered_and_accepted(
    visit, served, raw, committed_build
):
    record, task = find_late_task(committed_build)
    now = dt.datetime.now(dt.UTC).astimezone().replace(tzinfo=None)
    asked, due = now - dt.timedelta(days=10), (now - dt.timedelta(days=3)).date()
    append_step(raw / FOLDER, Step(record, "request", "Hoa", "Phòng A", due), asked)
    visitor = visit()
    page = visitor.open(f"{served}/?scope={PLAN}")
    assert "Phòng A quá hạn trả lời 3 ngày" in page.inner_text("body")
    assert "Đề xuất: nhắc" in page.inner_text("body")
    assert "1 yêu cầu giải trình quá hạn trả lời" in page.inner_text("body")
    # The same at the task itself, where the answer is written down.
    page = visitor.open(f"{served}/nhiem-vu?plan={PLAN}&task={task}")
    assert "Hoa yêu cầu Phòng A giải trình" in page.inner_text("body")
    press(visitor, "Giải trình")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Người quyết định").fill("An")
    dialog.get_by_role("textbox", name="Câu trả lời của cơ quan").fill("Chờ Sở B")
    visitor.settle()
    press(visitor, "Ghi câu trả lời")
    assert "đã trả lời, chờ quyết định" in page.inner_text("body")
    page = visitor.open(f"{served}/?scope={PLAN}")
    first = page.get_by_text("Đề xuất:").first.inner_text()
    assert "quyết định về câu trả lời" in first, "an answer that waits comes first"
    assert "1 câu trả lời chờ quyết định" in page.inner_text("body")
    page.locator("[data-testid=stMain]").get_by_role("button", name="Giải trình").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Người quyết định").fill("Hoa")
    visitor.settle()
    press(visitor, "Chấp nhận")
    assert list_steps(raw) == ["request", "answer", "accept"]
    # Accepted without another day: then the plan has to change.
    assert "điều chỉnh hạn trong kế hoạch" in page.inner_text("body")


def test_a_day_in_the_past_knows_nothing_of_what_was_asked_later(visit, served, raw):
    visitor = visit()
    page = visitor.open(f"{served}/?scope={PLAN}&known=2022-12-19")
    page.locator("[data-testid=stMain]").get_by_role("button", name="Giải trình").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Người quyết định").fill("Hoa")
    visitor.settle()
    press(visitor, "Ghi yêu cầu")
    assert list_steps(raw) == ["request"]
    assert "đang chờ trả lời giải trình" not in page.inner_text("body")


def test_the_first_visit_asks_whose_office_it_is_and_the_next_one_knows(browser, served):
    context = browser.new_context(viewport={"width": 1920, "height": 1080}, locale="vi-VN")
    visitor = Visit(context.new_page(), is_first=True)
    page = visitor.open(f"{served}/")
    page.get_by_text("Đây là máy của đơn vị nào?").wait_for()
    page.locator("[data-testid=stMain] [data-testid=stSelectbox] input").last.click()
    page.locator("[role=option]").filter(has_text="Văn phòng UBND tỉnh Sơn La").click()
    visitor.settle()
    assert "office=VN34-14-VPUB" in page.url
    assert page.get_by_text("Đây là máy của đơn vị nào?").count() == 0
    # Another tab, another day: the browser knows, and every page opens on it.
    again = Visit(context.new_page(), is_first=True)
    page = again.open(f"{served}/ke-hoach")
    page.wait_for_url(re.compile("office=VN34-14-VPUB"))
    again.settle()
    assert "Văn phòng UBND tỉnh Sơn La" in page.inner_text("[data-testid=stMain]")
    # A link that names another office is followed, and not kept.
    page = again.open(f"{served}/ke-hoach?office=VN63-80")
    assert "Long An" in page.inner_text("[data-testid=stMain]")
    page = again.open(f"{served}/ke-hoach")
    page.wait_for_url(re.compile("office=VN34-14-VPUB"))
    context.close()


def test_the_question_can_be_skipped_and_does_not_come_again(browser, served):
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="vi-VN")
    visitor = Visit(context.new_page(), is_first=True)
    page = visitor.open(f"{served}/")
    page.get_by_role("button", name="Bỏ qua").click()
    visitor.settle()
    assert page.get_by_text("Đây là máy của đơn vị nào?").count() == 0
    page = visitor.open(f"{served}/")
    assert page.get_by_text("Đây là máy của đơn vị nào?").count() == 0
    context.close()


def test_a_step_written_meanwhile_is_said_and_what_was_typed_stays(
    visit, served, raw, committed_build
):
    record, task = find_late_task(committed_build)
    visitor = visit()
    page = visitor.open(f"{served}/nhiem-vu?plan={PLAN}&task={task}")
    press(visitor, "Giải trình")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Nội dung yêu cầu").fill("Đang viết dở")
    now = dt.datetime.now(dt.UTC).astimezone().replace(tzinfo=None)
    due = now.date() + dt.timedelta(days=5)
    append_step(raw / FOLDER, Step(record, "request", "An", "Phòng A", due), now)
    dialog.get_by_role("textbox", name="Người quyết định").fill("Lan")
    visitor.settle()
    page.keyboard.press("Tab")
    visitor.settle()
    said = dialog.inner_text()
    assert "Có người vừa ghi thêm một bước" in said
    assert "Đang viết dở" in said
    assert "An yêu cầu Phòng A giải trình" in said
