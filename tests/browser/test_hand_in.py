"""An analyst without a terminal: from a file on her desk to the changed page, and back."""

from __future__ import annotations

import os
import re
import time
import zipfile
from typing import TYPE_CHECKING

import docx
import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from pipeline.building.build import build
from pipeline.handins.journal import find_last
from pipeline.support.console import LineReporter
from pipeline.support.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.slow, pytest.mark.browser]
_LINES = (
    "ỦY BAN NHÂN DÂN",
    "XÃ ĐÔNG THÀNH",
    "Số: 12/KH-UBND",
    "Đông Thành, ngày 09 tháng 01 năm 2026",
    "KẾ HOẠCH",
    "Cải cách hành chính năm 2026 của xã Đông Thành",
    "I. MỤC TIÊU",
    "- Ít nhất 97% hồ sơ thủ tục hành chính được giải quyết đúng hạn.",
)


@pytest.fixture
def office_of_hers(tmp_path) -> Settings:
    """Folders of an office where nothing was ever handed in."""
    for folder in ("plans", "progress", "units"):
        (tmp_path / "raw" / folder).mkdir(parents=True)
    (tmp_path / "marts").mkdir()
    return Settings(raw=tmp_path / "raw", marts=tmp_path / "marts")


@pytest.fixture
def desk(tmp_path) -> Path:
    folder = tmp_path / "desk"
    folder.mkdir()
    return folder


def write_plan(folder: Path, *, megabytes: int = 0) -> Path:
    document = docx.Document()
    for line in _LINES:
        document.add_paragraph(line)
    path = folder / "Kế hoạch xã Đông Thành.docx"
    document.save(str(path))
    if megabytes:
        # As heavy as one with a scanned seal or a chart in it.
        with zipfile.ZipFile(path, "a") as archive:
            archive.writestr("word/media/dau.bin", os.urandom(megabytes << 20))
    return path


def upload(visitor, *paths: Path) -> None:
    visitor.page.set_input_files("input[type=file]", [str(p) for p in paths])
    for path in paths:
        card = visitor.page.get_by_test_id("stMarkdown").filter(has_text=path.name)
        card.first.wait_for(timeout=30_000)
    visitor.settle()


def sign(visitor) -> None:
    """Say who hands in, and wait until the page knows."""
    box = visitor.page.get_by_role("textbox", name="Người đưa vào")
    box.fill("Lan")
    box.press("Enter")
    visitor.settle()
    assert box.input_value() == "Lan"


def press(visitor, name: str) -> None:
    visitor.page.get_by_role("button", name=name).click()


def hand_in(visitor) -> None:
    press(visitor, "Xem trước")
    visitor.page.get_by_text("Điều sẽ đổi so với bản đang dùng").wait_for(timeout=60_000)
    visitor.settle()
    button = visitor.page.get_by_role("button", name="Đưa vào và dựng")
    try:
        button.click(timeout=20_000)
    except PlaywrightTimeoutError:
        said = visitor.page.get_by_test_id("stMain").inner_text()
        raise AssertionError(f"không có nút đưa vào; trang ghi: {said[:3000]}") from None
    visitor.page.get_by_text("Đã đưa vào và dựng xong").wait_for(timeout=60_000)
    visitor.settle()


def test_from_a_plan_in_word_to_a_judged_number_and_back(office_of_hers, desk, serve, visit):
    address = serve(office_of_hers.marts, office_of_hers.raw)
    visitor = visit()
    page = visitor.open(f"{address}/")
    # Nothing was ever built: the first page leads to where the first file is handed in.
    page.get_by_role("link", name="Đưa số liệu vào").last.wait_for()
    page = visitor.open(f"{address}/dua-so-lieu")
    sign(visitor)
    upload(visitor, write_plan(desk, megabytes=3))
    assert page.get_by_text("xã Đông Thành").first.is_visible()
    page.get_by_text("Kế hoạch của đơn vị nào").wait_for()
    hand_in(visitor)
    (entry,) = find_last(office_of_hers.raw)
    assert (entry.by, entry.file) == ("Lan", "plans/Kế hoạch xã Đông Thành.docx")

    # Undone, everything is as it was.
    press(visitor, "Hoàn tác lần gần nhất")
    press(visitor, "Hoàn tác và dựng lại")
    limit = time.monotonic() + 60
    while find_last(office_of_hers.raw):
        assert time.monotonic() < limit
        time.sleep(0.2)
    assert list((office_of_hers.raw / "plans").iterdir()) == []
    assert visitor.faults == []


def test_a_prepared_form_filled_in_changes_the_page(office_with_plans, desk, serve, visit):
    build(office_with_plans, LineReporter())
    address = serve(office_with_plans.marts, office_with_plans.raw)
    visitor = visit()
    page = visitor.open(f"{address}/dua-so-lieu?fplan=so-noi-vu-long-an-2025")
    with page.expect_download() as taken:
        press(visitor, "Mẫu kết quả chỉ tiêu")
    form = desk / "kết quả tháng 9.xlsx"
    taken.value.save_as(form)
    book = load_workbook(form)
    sheet = book.worksheets[0]
    head = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(2, head["Ngày số liệu"]).value = "14/12/2025"
    sheet.cell(2, head["Giá trị"]).value = 91
    book.save(form)
    wrong = desk / "thư mời.txt"
    wrong.write_text("Kính mời các đồng chí dự họp.", encoding="utf-8")
    upload(visitor, form, wrong)
    page.get_by_text("không nhận ra").first.wait_for()
    hand_in(visitor)
    # The same file a second time is told, not taken.
    upload(visitor, form)
    page.get_by_text(re.compile("đã có trong kho")).wait_for(timeout=30_000)
    assert page.get_by_role("button", name="Xem trước").count() == 0
    page = visitor.open(f"{address}/hoan-thanh?plan=so-noi-vu-long-an-2025")
    assert page.get_by_text("1 / 15").count() == 1
    assert visitor.faults == []


def test_a_closed_browser_does_not_stop_a_hand_in(office_with_plans, desk, serve, visit):
    address = serve(office_with_plans.marts, office_with_plans.raw)
    visitor = visit()
    page = visitor.open(f"{address}/dua-so-lieu")
    sign(visitor)
    upload(visitor, write_plan(desk))
    press(visitor, "Xem trước")
    page.get_by_text("Điều sẽ đổi so với bản đang dùng").wait_for(timeout=60_000)
    visitor.settle()
    press(visitor, "Đưa vào và dựng")
    page.get_by_text(re.compile("Đang đ(ợi|ưa)")).first.wait_for(timeout=30_000)
    page.context.close()
    limit = time.monotonic() + 90
    while not find_last(office_with_plans.raw):
        assert time.monotonic() < limit
        time.sleep(0.2)
    again = visit().open(f"{address}/dua-so-lieu")
    again.get_by_text("Đã đưa vào", exact=True).wait_for()
    assert again.get_by_role("button", name="Hoàn tác lần gần nhất").is_visible()


def write_own_form(folder: Path, name: str, day: str, value: float) -> Path:
    book = Workbook()
    sheet = book.active
    sheet.append(["BÁO CÁO KẾT QUẢ CẢI CÁCH HÀNH CHÍNH"])
    sheet.append([])
    sheet.append(["STT", "Nội dung chỉ tiêu", "Kế hoạch", f"Kết quả đến {day}"])
    sheet.append([1, "Tỷ lệ hài lòng về sự phục vụ của cơ quan hành chính", "90%", value])
    sheet.append([2, "Số lớp tập huấn", "3", 2])
    path = folder / name
    book.save(path)
    return path


def test_a_form_of_her_own_is_set_once_and_read_by_itself_the_next_week(
    office_with_plans, desk, serve, visit
):
    build(office_with_plans, LineReporter())
    address = serve(office_with_plans.marts, office_with_plans.raw)
    visitor = visit(1920, 1600)
    page = visitor.open(f"{address}/dua-so-lieu")
    upload(visitor, write_own_form(desk, "tuần 50.xlsx", "07/12/2025", 80))
    page.get_by_role("combobox", name="Báo cáo của kế hoạch nào").click()
    page.get_by_role("option", name="2025 · Sở Nội vụ tỉnh Long An").click()
    page.get_by_text("1 trong 2 dòng đã gắn chỉ tiêu.").wait_for(timeout=30_000)
    hand_in(visitor)
    (mapping,) = (office_with_plans.raw / "mappings").glob("*.toml")
    assert mapping.name.startswith("tuần 50 ")
    upload(visitor, write_own_form(desk, "tuần 51.xlsx", "14/12/2025", 91))
    page.get_by_text("Mẫu báo cáo riêng của đơn vị").first.wait_for()
    assert page.get_by_role("combobox", name="Báo cáo của kế hoạch nào").count() == 0
    hand_in(visitor)
    page = visitor.open(f"{address}/hoan-thanh?plan=so-noi-vu-long-an-2025")
    assert page.get_by_text("1 / 15").count() == 1
    assert visitor.faults == []
