"""``make images``: the pictures of the README, taken from the real dashboard."""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from pipeline.settings import resolve_settings
from tests.browser.screens import Visit, launch_chromium, start_dashboard

WIDE, PHONE = (1920, 1080), (390, 844)
# File name -> address below the dashboard, size of the window.
PICTURES = {
    "xu-huong": ("", WIDE),
    "xu-huong-dien-thoai": ("", PHONE),
    "so-sanh": ("so-sanh?frame=34", WIDE),
    "ban-do": ("so-sanh?view=map&frame=34", WIDE),
    "cap-tren-cap-duoi": ("so-sanh?view=cascade", WIDE),
    "ra-soat": ("ra-soat", WIDE),
    "hoan-thanh": ("hoan-thanh?plan=long-an-2022", WIDE),
    "nhiem-vu": ("nhiem-vu?plan=van-phong-ubnd-son-la-2025", WIDE),
    "ke-hoach": ("ke-hoach?plan=so-noi-vu-long-an-2025", WIDE),
    "trends-en": ("?lang=en", WIDE),
}


def take_pictures(folder: Path) -> None:
    """Write one PNG per entry of ``PICTURES``.

    Args:
        folder: where they go; created if needed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    address, process = start_dashboard(resolve_settings().marts)
    try:
        with sync_playwright() as playwright:
            browser = launch_chromium(playwright)
            for name, (path, (width, height)) in PICTURES.items():
                page = browser.new_page(viewport={"width": width, "height": height})
                Visit(page).open(f"{address}/{path}")
                page.screenshot(path=folder / f"{name}.png")
                page.close()
            browser.close()
    finally:
        process.terminate()


if __name__ == "__main__":
    take_pictures(Path(sys.argv[1]))
