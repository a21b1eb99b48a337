"""Kế hoạch as an analyst uses it: what the machine read is put right beside the document."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from urllib.parse import quote

import duckdb
import pytest
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from pipeline.building.build import build
from pipeline.publish.builds import DATABASE, find_current_build
from pipeline.support.console import LineReporter
from pipeline.support.settings import Settings
from tests.browser.screens import CHROMIUM
from tests.browser.test_hand_in import write_plan
from tests.marked_plan import CODE, MARKED, PLAN

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]
SCAN = Path(__file__).parent.parent / "accuracy" / "labelled" / "14-scan.pdf"
TARGETS = "select target_ref, value, made_as from fct_target order by target_no, measure_no"


@pytest.fixture
def office_of_hers(tmp_path) -> Settings:
    """An office with one plan in text."""
    (tmp_path / "raw" / "plans").mkdir(parents=True)
    (tmp_path / "marts").mkdir()
    (tmp_path / "raw" / "plans" / f"{CODE}.txt").write_text(PLAN, encoding="utf-8")
    settings = Settings(raw=tmp_path / "raw", marts=tmp_path / "marts")
    assert build(settings, LineReporter()).is_published
    return settings


def ask(settings, query):
    with duckdb.connect(find_current_build(settings) / DATABASE, read_only=True) as connection:
        return connection.sql(query).fetchall()


def wait_for(settings, query, rows) -> None:
    limit = time.monotonic() + 90
    while (found := ask(settings, query)) != rows:
        assert time.monotonic() < limit, found
        time.sleep(0.3)


def press(visitor, name: str) -> None:
    visitor.page.get_by_role("button", name=name).click()
    visitor.settle()


def sign(visitor) -> None:
    box = visitor.page.get_by_role("textbox", name="Người quyết định").first
    box.fill("Lan")
    box.press("Enter")
    visitor.page.get_by_text("Ghi tên người quyết định").first.wait_for(state="hidden")
    visitor.settle()


def rebuild(visitor) -> None:
    try:
        visitor.page.get_by_text("quyết định chưa vào các trang").wait_for(timeout=30_000)
    except PlaywrightTimeoutError:
        said = visitor.page.get_by_test_id("stMain").inner_text()
        raise AssertionError(f"không có quyết định nào chờ; trang ghi: {said[-3000:]}") from None
    visitor.settle()
    visitor.page.get_by_role("button", name="Dựng lại").click()


def open_plan(office, serve, visit, extra=""):
    visitor = visit(1920, 1600)
    address = serve(office.marts, office.raw)
    visitor.open(f"{address}/ke-hoach?plan={CODE}{extra}")
    return visitor


def select_words(visitor, words: str) -> None:
    """Drag over words of the document, as far as a script can do what a hand does."""
    found = visitor.page.evaluate(
        """words => {
          const text = document.querySelector('.document-text');
          const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
          const nodes = [];
          let whole = '';
          while (walker.nextNode()) {
            nodes.push([walker.currentNode, whole.length]);
            whole += walker.currentNode.data;
          }
          const at = whole.replace(/\\s/g, ' ').indexOf(words);
          if (at < 0) return false;
          const place = offset => {
            const [node, start] = nodes.filter(n => n[1] <= offset).pop();
            return [node, offset - start];
          };
          const range = document.createRange();
          range.setStart(...place(at));
          range.setEnd(...place(at + words.length));
          const selection = document.getSelection();
          selection.removeAllRanges();
          selection.addRange(range);
          return true;
        }""",
        words,
    )
    assert found


def test_a_target_is_added_by_marking_its_sentence_and_taken_back(office_of_hers, serve, visit):
    before = ask(office_of_hers, TARGETS)
    visitor = open_plan(office_of_hers, serve, visit)
    page = visitor.page
    assert page.get_by_text("1 câu có số chưa thành chỉ tiêu").is_visible()
    select_words(visitor, MARKED)
    press(visitor, "Xem phần đã bôi đen")
    page.get_by_text("Sẽ được đọc là:").wait_for(timeout=20_000)
    assert page.get_by_text("≥ 70%").is_visible()
    sign(visitor)
    press(visitor, "Là chỉ tiêu, thêm vào")
    assert page.get_by_text("câu có số chưa thành chỉ tiêu").count() == 0
    rebuild(visitor)
    added = [*before, ("BS-1", 70.0, "addition")]
    wait_for(office_of_hers, TARGETS, added)
    visitor.settle()
    visitor.open(page.url)
    page.locator("mark", has_text="trên 70% kiến nghị").click()
    page.get_by_text("Do người bổ sung từ lời của văn bản.").wait_for(timeout=20_000)
    sign(visitor)
    press(visitor, "Hoàn tác (bổ sung)")
    rebuild(visitor)
    wait_for(office_of_hers, TARGETS, before)
    assert visitor.faults == []


def test_a_sentence_that_is_no_target_is_put_aside_with_the_keyboard_alone(
    office_of_hers, serve, visit
):
    visitor = open_plan(office_of_hers, serve, visit)
    page = visitor.page
    page.get_by_role("combobox", name="Câu chưa thành bản ghi").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.get_by_text("Sẽ được đọc là:").wait_for(timeout=20_000)
    visitor.settle()
    box = page.get_by_role("textbox", name="Người quyết định").first
    box.focus()
    page.keyboard.type("Lan")
    page.keyboard.press("Enter")
    visitor.settle()
    for _ in range(12):
        page.keyboard.press("Tab")
        if (
            page.evaluate("document.activeElement.innerText")
            .strip()
            .endswith("Không phải chỉ tiêu")
        ):
            break
    else:
        raise AssertionError("the button cannot be reached")
    page.keyboard.press("Enter")
    visitor.settle()
    assert page.get_by_text("câu có số chưa thành chỉ tiêu").count() == 0
    page.get_by_role("button", name="Dựng lại").focus()
    page.keyboard.press("Enter")
    settled = "select is_settled, decision, decided_by from mart_unread_passage"
    wait_for(office_of_hers, settled, [(True, "reject", "Lan")])
    assert visitor.faults == []


def test_words_that_the_document_does_not_hold_are_refused(office_of_hers, serve, visit):
    visitor = open_plan(office_of_hers, serve, visit)
    page = visitor.page
    page.get_by_role("combobox", name="Câu chưa thành bản ghi").click()
    page.keyboard.type("Tối thiểu 99% hồ sơ được trả trong ngày.")
    page.keyboard.press("Enter")
    page.get_by_text("không đứng liền nhau trong văn bản").wait_for(timeout=20_000)
    visitor.settle()
    sign(visitor)
    for name in ("Là chỉ tiêu, thêm vào", "Không phải chỉ tiêu"):
        assert page.get_by_role("button", name=name).is_disabled()
    assert visitor.faults == []


def test_a_mark_opens_its_record_by_click_and_by_key(office_of_hers, serve, visit):
    visitor = open_plan(office_of_hers, serve, visit)
    page = visitor.page
    task = page.locator("mark.task").first
    task.click()
    page.get_by_text("nhiệm vụ II-1").first.wait_for(timeout=20_000)
    visitor.settle()
    assert "chosen" in task.get_attribute("class")
    mark = page.locator("mark.target").first
    mark.focus()
    page.keyboard.press("Enter")
    page.get_by_text("chỉ tiêu I.1-b1").first.wait_for(timeout=20_000)
    visitor.settle()
    assert mark.get_attribute("aria-pressed") == "true"
    # And the other way round: a row of the list marks its words.
    ((key,),) = ask(office_of_hers, "select target_key from fct_target where target_ref = 'I.1-b2'")
    visitor.open(f"{page.url.split('?')[0]}?plan={CODE}&target={quote(key, safe='')}")
    assert "Nâng số lượt" in page.locator("mark.chosen").first.inner_text()
    assert visitor.faults == []


def test_a_record_is_split_and_two_are_merged(office_of_hers, serve, visit):
    visitor = open_plan(office_of_hers, serve, visit)
    page = visitor.page
    page.locator("mark.target").first.click()
    visitor.settle()
    sign(visitor)
    page.get_by_role("radio", name="Tách").click()
    visitor.settle()
    box = page.get_by_role("textbox", name="Tách ở chỗ xuống dòng")
    whole = box.input_value()
    box.fill(whole.replace("; ít nhất", ";\nít nhất"))
    box.press("Control+Enter")
    visitor.settle()
    assert page.get_by_text("Phần 2").is_visible()
    page.get_by_role("button", name="Tách", exact=True).click()
    visitor.settle()
    page.locator("mark.target").nth(2).click()
    visitor.settle()
    page.get_by_role("radio", name="Gộp").click()
    visitor.settle()
    page.get_by_role("combobox", name="Gộp với").click()
    page.get_by_role("option").first.click()
    visitor.settle()
    page.get_by_role("button", name="Gộp", exact=True).click()
    visitor.settle()
    rebuild(visitor)
    wait_for(
        office_of_hers,
        TARGETS,
        [
            ("I.1-b1/1", 80.0, "split"),
            ("I.1-b1/2", 95.0, "split"),
            ("I.1-b2+I.1-b3", 60.0, "merge"),
        ],
    )
    assert visitor.faults == []


def test_a_scan_is_reviewed_page_by_page(tmp_path, serve, visit):
    (tmp_path / "raw" / "plans").mkdir(parents=True)
    (tmp_path / "marts").mkdir()
    shutil.copy(SCAN, tmp_path / "raw" / "plans" / f"{CODE}.pdf")
    settings = Settings(raw=tmp_path / "raw", marts=tmp_path / "marts")
    assert build(settings, LineReporter()).is_published
    waiting = "select count(*) from fct_target where needs_review"
    ((before,),) = ask(settings, waiting)
    visitor = open_plan(settings, serve, visit)
    page = visitor.page
    sign(visitor)
    page.get_by_text("Từng trang").click()
    visitor.settle()
    shown = page.locator(".document-text").inner_text()
    assert 0 < len(shown) < len(ask(settings, "select document_text from fct_document")[0][0])
    page.get_by_text("Ảnh của trang").click()
    visitor.settle()
    assert page.get_by_role("img").first.is_visible()
    accept = page.get_by_role("button", name="Đúng cả trang 1")
    accept.click()
    visitor.settle()
    rebuild(visitor)
    limit = time.monotonic() + 90
    while ask(settings, waiting)[0][0] >= before:
        assert time.monotonic() < limit
        time.sleep(0.3)
    assert visitor.faults == []


def test_a_number_that_the_machine_was_sure_of_is_corrected_and_the_correction_undone(
    office_of_hers, serve, visit
):
    plans = office_of_hers.raw / "plans"
    (plans / f"{CODE}.txt").unlink()
    write_plan(plans).rename(plans / "xa.docx")
    build(office_of_hers, LineReporter())
    address = serve(office_of_hers.marts, office_of_hers.raw)
    visitor = visit(1920, 2200)
    page = visitor.open(f"{address}/ke-hoach?plan=xa")
    sign(visitor)
    page.get_by_text("Sửa điều máy đọc").click()
    page.get_by_role("textbox", name="Giá trị").fill("98")
    press(visitor, "Ghi phần sửa")
    rebuild(visitor)
    query = "select value from fct_target where value is not null"
    wait_for(office_of_hers, query, [(98.0,)])
    page = visitor.open(f"{address}/ke-hoach?plan=xa")
    sign(visitor)
    press(visitor, "Hoàn tác (giá trị)")
    rebuild(visitor)
    wait_for(office_of_hers, query, [(97.0,)])
    assert visitor.faults == []
