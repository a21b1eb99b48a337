"""``make images``: the pictures of the README, taken from the real dashboard."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from pipeline.building.build import build
from pipeline.sample.demo import EXAMPLES, write_demo
from pipeline.support.console import LineReporter
from pipeline.support.settings import Settings, resolve_settings
from tests.accuracy.cases import CASES
from tests.accuracy.render import render
from tests.browser.screens import Visit, launch_chromium, start_dashboard

WIDE, PHONE = (1920, 1080), (390, 844)
# File name -> address below the dashboard, size of the window. Of real figures alone:
PICTURES = {
    "xu-huong": ("xu-huong", WIDE),
    "xu-huong-dien-thoai": ("xu-huong", PHONE),
    "so-sanh": ("so-sanh?frame=34", WIDE),
    "ban-do": ("so-sanh?view=map", WIDE),
    "bo-chi-so-766": ("so-sanh?view=portal", WIDE),
    "chi-so-mot-tinh": ("so-sanh?view=index", WIDE),
    "mot-chi-so-moi-noi": ("xu-huong?xview=course", WIDE),
    "cap-tren-cap-duoi": ("so-sanh?view=cascade", WIDE),
    "nguon-so-lieu": ("nguon-so-lieu", WIDE),
    "don-vi": ("don-vi?unit=VN63-80", WIDE),
    "ke-hoach": ("ke-hoach?plan=so-noi-vu-long-an-2025", WIDE),
    "sql": ("sql?ask=chi-tieu-nang-ha", WIDE),
    "tim-kiem": ("tim-kiem?words=thanh+toan", WIDE),
    "trends-en": ("xu-huong?lang=en", WIDE),
}
# Of the demonstration, which has simulated progress beside them.
DEMO_PICTURES = {
    "tuan-nay": ("?known=2025-12-08", WIDE),
    "tuan-nay-dien-thoai": ("?known=2025-12-08", PHONE),
    "trinh-chieu": ("?known=2025-12-08&present=1&embed=true&embed_options=dark_theme", WIDE),
    "hoan-thanh": ("hoan-thanh?plan=long-an-2022", WIDE),
    "dien-bien": ("hoan-thanh?plan=long-an-2022&aview=multiples", WIDE),
    "bao-cao": ("bao-cao?unit=VN34-14-VPUB&ryear=2025", WIDE),
    "nhiem-vu": ("nhiem-vu?plan=van-phong-ubnd-son-la-2025", WIDE),
    "thoi-han": ("nhiem-vu?plan=long-an-2022&tview=timeline", WIDE),
    "chat-luong": ("chat-luong?qview=reports", WIDE),
}
# A plan in Word with a sentence that became no target.
DOCUMENT = Path(__file__).parent.parent / "accuracy" / "labelled" / "25-tinh-hai-tang.docx"
# A document of our own making, so that something waits for review.
REVIEW_PICTURES = {
    "ra-soat": ("ra-soat", WIDE),
    "dua-so-lieu": ("dua-so-lieu", WIDE),
    "ke-hoach-van-ban": (f"ke-hoach?plan={DOCUMENT.stem}", WIDE),
    "ke-hoach-cau-sot": (f"ke-hoach?plan={DOCUMENT.stem}", WIDE),
}
# What is clicked before the picture is taken; the page is then scrolled to the document.
CLICKS = {"ke-hoach-van-ban": "mark.target >> nth=3", "ke-hoach-cau-sot": "mark.unread"}
# What is uploaded before the picture is taken.
UPLOADS = {"dua-so-lieu": EXAMPLES / "plans" / "VI-DU-xa-vi-du-2023.docx"}


def build_example(folder: Path) -> Settings:
    """A build of one plan that was written for the accuracy tests."""
    settings = Settings(raw=folder / "raw", marts=folder / "marts")
    plans = settings.raw / "plans"
    plans.mkdir(parents=True)
    case = CASES[0]
    render(case, case.forms[0], plans)
    shutil.copy(DOCUMENT, plans)
    build(settings, LineReporter())
    return settings


def build_demo(folder: Path) -> Settings:
    """A build as `make demo` makes it."""
    settings = Settings(raw=folder / "raw", marts=folder / "marts")
    write_demo(resolve_settings().raw, settings.raw)
    build(settings, LineReporter())
    return settings


def _upload(visitor: Visit, path: Path) -> None:
    """Show a file on the page of hand-ins, with its preview; nothing is handed in."""
    page = visitor.page
    page.set_input_files("input[type=file]", [str(path)])
    page.get_by_role("button", name="Xem trước").click(timeout=30_000)
    page.get_by_text("Điều sẽ đổi so với bản đang dùng").wait_for(timeout=60_000)
    visitor.settle()


def _picture(settings: Settings, pictures: dict, folder: Path) -> None:
    address, process = start_dashboard(settings.marts, settings.raw)
    try:
        with sync_playwright() as playwright:
            browser = launch_chromium(playwright)
            for name, (path, (width, height)) in pictures.items():
                page = browser.new_page(viewport={"width": width, "height": height})
                visitor = Visit(page)
                visitor.open(f"{address}/{path}")
                if name in CLICKS:
                    page.locator(CLICKS[name]).first.click()
                    visitor.settle()
                    page.locator(".document-view").evaluate("view => view.scrollIntoView()")
                if name in UPLOADS:
                    _upload(visitor, UPLOADS[name])
                page.screenshot(path=folder / f"{name}.png")
                page.close()
            browser.close()
    finally:
        process.terminate()


def take_pictures(folder: Path) -> None:
    """Write one PNG per entry of the three lists of pictures.

    Args:
        folder: where they go; created if needed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _picture(resolve_settings(), PICTURES, folder)
    with tempfile.TemporaryDirectory() as name:
        _picture(build_demo(Path(name)), DEMO_PICTURES, folder)
    with tempfile.TemporaryDirectory() as name:
        _picture(build_example(Path(name)), REVIEW_PICTURES, folder)


if __name__ == "__main__":
    take_pictures(Path(sys.argv[1]))
