"""Every page in a real browser, with data and without: it fits, it can be used, it has no fault."""

from __future__ import annotations

import re
import shutil

import pytest

from pipeline.building.build import build
from pipeline.support.console import LineReporter
from tests.browser.screens import PAGES

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WIDE, PHONE = (1920, 1080), (390, 844)
VISITS = [
    ("vi", WIDE, "light"),
    ("en", WIDE, "dark"),
    ("en", PHONE, "light"),
]


def list_serious_faults(page) -> list[str]:
    """What axe-core finds, of the two gravest kinds."""
    from axe_playwright_python.sync_playwright import Axe

    return [
        f"{fault['id']}: {fault['help']} {[node['target'] for node in fault['nodes']][:4]}"
        for fault in Axe().run(page).response["violations"]
        if fault["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize(("language", "size", "scheme"), VISITS)
@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_its_screen_is_accessible_and_asks_nothing_outside(
    visit, address, path, language, size, scheme
):
    visitor = visit(*size, scheme)
    page = visitor.open(f"{address}/{path}{'&' if '?' in path else '?'}lang={language}")
    assert visitor.faults == []
    assert visitor.outside == []
    assert page.locator("[data-testid=stException]").count() == 0
    overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert overflow <= 0, "the page is wider than the screen"
    if size == WIDE:
        assert list_serious_faults(page) == []


SCREENS = ("", "xu-huong", "so-sanh", "hoan-thanh", "nhiem-vu", "ke-hoach", "ra-soat", "sql",
           "chat-luong", "bao-cao", "dua-so-lieu", "don-vi", "nguon-so-lieu",
           "tim-kiem")  # fmt: skip


SIMULATED = re.compile("MÔ PHỎNG|SIMULATED")


def look_everywhere(
    visitor,
    address,
    said: re.Pattern[str] | None = None,
    unsaid: re.Pattern[str] | None = None,
    **filters: str,
) -> None:
    """Open every screen in both languages: no fault, and each says what is the matter."""
    for language in ("vi", "en"):
        query = "&".join(f"{k}={v}" for k, v in {"lang": language, **filters}.items())
        for path in SCREENS:
            page = visitor.open(f"{address}/{path}?{query}")
            where = f"/{path} {language}"
            assert visitor.faults == [], where
            assert visitor.outside == [], where
            assert page.locator("[data-testid=stException]").count() == 0, where
            if said is not None:
                page.get_by_text(said).first.wait_for()
            assert unsaid is None or page.get_by_text(unsaid).count() == 0, where


def test_every_screen_without_a_build(visit, serve, tmp_path):
    # Every page says what to do; the one that does it needs no build.
    said = re.compile("Chưa có bản dựng nào|Nothing has been built yet|Mẫu điền sẵn|Prepared forms")
    look_everywhere(visit(), serve(tmp_path), said)


def test_every_screen_of_a_build_with_only_rejects(visit, serve, office):
    (office.raw / "plans" / "hong.xlsx").write_bytes(b"PK\x03\x04")
    assert build(office, LineReporter()).is_published
    look_everywhere(visit(), serve(office.marts), re.compile("bị loại|were rejected|rejected"))


def test_every_screen_of_an_empty_build(visit, serve, office):
    assert build(office, LineReporter()).is_published
    look_everywhere(visit(), serve(office.marts))


def test_no_screen_of_the_default_build_carries_a_simulated_figure(visit, serve, default_build):
    visitor = visit()
    address = serve(default_build.parent.parent)
    look_everywhere(visitor, address, unsaid=SIMULATED)
    page = visitor.open(f"{address}/hoan-thanh?plan=long-an-2022")
    assert page.get_by_text("Hiện số liệu mô phỏng").count() == 0, "there is nothing to leave out"
    page.get_by_text("Chưa có báo cáo tiến độ nào").first.wait_for()


def test_every_screen_with_simulated_data_left_out(visit, address):
    visitor = visit()
    visitor.open(f"{address}/hoan-thanh?sim=1").get_by_text(SIMULATED).first.wait_for()
    look_everywhere(visitor, address, unsaid=SIMULATED, sim="0")


def test_chromium_is_debians():
    if shutil.which("chromium") is None:
        pytest.skip("không có Chromium: sudo apt install chromium")
    assert shutil.which("chromium") == "/usr/bin/chromium"
