"""A served dashboard and a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.screens import CHROMIUM, Visit, launch_chromium, start_dashboard

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[..., str]]:
    """Serve the dashboard of a marts folder; returns its address."""
    processes = []

    def start(marts: Path, raw: Path | None = None) -> str:
        address, process = start_dashboard(marts, raw)
        processes.append(process)
        return address

    yield start
    for process in processes:
        process.terminate()
        process.wait(10)


@pytest.fixture(scope="session")
def address(serve, committed_build) -> str:
    """Dashboard of the committed plans."""
    return serve(committed_build.parent.parent)


@pytest.fixture(scope="session")
def browser():
    if CHROMIUM is None:
        pytest.skip("không có Chromium: sudo apt install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = launch_chromium(playwright)
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser) -> Iterator[Callable[..., Visit]]:
    """Open browsers of their own: ``visit(width, height, scheme)``."""
    contexts = []

    def start(width: int = 1920, height: int = 1080, scheme: str = "light") -> Visit:
        context = browser.new_context(
            viewport={"width": width, "height": height}, locale="vi-VN", color_scheme=scheme
        )
        contexts.append(context)
        return Visit(context.new_page())

    yield start
    for context in contexts:
        context.close()
