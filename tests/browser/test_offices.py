"""Every page as somebody's: the director of one office, a province with offices below it."""

from __future__ import annotations

import re

import pypdfium2
import pytest

from tests.browser.test_every_page import SCREENS

pytestmark = [pytest.mark.browser, pytest.mark.slow]
# Code -> words that each page which chooses a plan, a place or a unit opens on.
OFFICES = {
    "VN63-80-SNV": {"ke-hoach": "Sở Nội vụ tỉnh Long An", "hoan-thanh": "Sở Nội vụ tỉnh Long An",
                    "nhiem-vu": "Sở Nội vụ tỉnh Long An", "xu-huong": "Sở Nội vụ tỉnh Long An",
                    "don-vi": "Sở Nội vụ"},
    "VN34-14": {"ke-hoach": "Sơn La", "hoan-thanh": "Sơn La", "nhiem-vu": "Sơn La",
                "xu-huong": "Sơn La", "don-vi": "Sơn La"},
}  # fmt: skip


def list_chosen(page) -> list[str]:
    """What the boxes of the page itself say, not those of the side bar."""
    boxes = page.locator("[data-testid=stMain] [data-testid=stSelectbox] input")
    return [box.get_attribute("value") or "" for box in boxes.all()]


@pytest.mark.parametrize(("office", "language"), list(zip(OFFICES, ("vi", "en"), strict=True)))
def test_every_page_opens_on_the_office_of_who_looks(visit, address, office, language):
    visitor = visit()
    for path in SCREENS:
        page = visitor.open(f"{address}/{path}?office={office}&lang={language}")
        assert visitor.faults == [], path
        assert page.locator("[data-testid=stException]").count() == 0, path
        if words := OFFICES[office].get(path):
            assert any(words in said for said in list_chosen(page)), (path, list_chosen(page))


def test_a_link_that_names_a_plan_wins_over_the_office(visit, address):
    page = visit().open(f"{address}/ke-hoach?office=VN34-14&plan=long-an-2022")
    assert any("Long An" in said for said in list_chosen(page))


def test_two_tabs_of_one_browser_keep_their_own_choices(visit, address):
    first = visit()
    page = first.open(f"{address}/hoan-thanh?plan=long-an-2022")
    second = type(first)(page.context.new_page())
    other = second.open(f"{address}/hoan-thanh?plan=minh-duc-2025")
    assert any("Minh Đức" in said for said in list_chosen(other))
    page.bring_to_front()
    page.reload()
    first.settle()
    assert any("Long An" in said for said in list_chosen(page))
    assert any("Minh Đức" in said for said in list_chosen(other))


def test_no_session_sees_the_name_filter_or_rows_of_another(visit, address):
    first, second = visit(), visit()
    page = first.open(f"{address}/bao-cao?unit=VN63-80")
    page.get_by_role("textbox", name="Người quyết định").fill("Tên của người thứ nhất")
    page.keyboard.press("Enter")
    first.settle()
    other = second.open(f"{address}/bao-cao")
    assert other.get_by_role("textbox", name="Người quyết định").input_value() == ""
    assert "Tên của người thứ nhất" not in other.inner_text("body")
    assert not any("Long An" in said for said in list_chosen(other)[:1])
    asked = first.open(f"{address}/sql?ask=viec-tre")
    asked.get_by_role("button", name="Chạy").click()
    asked.get_by_text(re.compile("dòng trong")).first.wait_for()
    assert "dòng trong" not in second.open(f"{address}/sql").inner_text("body")


@pytest.mark.parametrize("path", ["", "hoan-thanh?plan=long-an-2022", "bao-cao"])
def test_on_paper_a_page_is_whole_and_has_nothing_to_press(visit, address, path, tmp_path):
    page = visit(1280, 900).open(f"{address}/{path}")
    said = page.locator("[data-testid=stMain] h2, [data-testid=stMain] h3").all_inner_texts()
    target = tmp_path / "trang.pdf"
    page.pdf(path=target, format="A4", landscape=True)
    with pypdfium2.PdfDocument(target) as document:
        text = " ".join(sheet.get_textpage().get_text_range() for sheet in document)
    plain = re.sub(r"\s+", " ", text)
    for heading in said:
        assert re.sub(r"\s+", " ", heading).strip()[:40] in plain, heading
    # The side bar and the buttons stay off the paper.
    assert "Đưa số liệu vào" not in plain
    assert "Câu truy vấn" not in plain
