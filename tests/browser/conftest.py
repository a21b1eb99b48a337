"""A served dashboard and a real browser."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Page

CHROMIUM = shutil.which("chromium")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_served(url: str, seconds: float = 40) -> None:
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=2):  # noqa: S310
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise TimeoutError(url)


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """Serve the dashboard of a marts folder; returns its address."""
    processes = []

    def start(marts: Path) -> str:
        port = free_port()
        command = [sys.executable, "-m", "pipeline", "dashboard", "--marts", str(marts)]
        environment = {k: v for k, v in os.environ.items() if k != "CCHC_MARTS"}
        processes.append(
            subprocess.Popen(
                [*command, "--port", str(port), "--no-open"],
                env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )
        )  # fmt: skip
        wait_until_served(f"http://127.0.0.1:{port}")
        return f"http://127.0.0.1:{port}"

    yield start
    for process in processes:
        process.terminate()
        process.wait(10)


@pytest.fixture(scope="session")
def address(serve, committed_build) -> str:
    """Dashboard of the committed plans."""
    return serve(committed_build.parent.parent)


@dataclass
class Visit:
    """A page in a browser of its own, with what went wrong on it."""

    page: Page
    faults: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def open(self, url: str) -> Page:
        """Open an address and wait until the script behind it has run."""
        self.page.goto(url)
        self.page.wait_for_selector("h1", timeout=40_000)
        self.settle()
        return self.page

    def settle(self) -> None:
        """Wait until nothing runs and charts are drawn."""
        self.page.wait_for_timeout(700)
        self.page.wait_for_selector(
            "[data-testid=stApp][data-test-script-state=notRunning]", timeout=40_000
        )
        self.page.wait_for_timeout(900)


@pytest.fixture(scope="session")
def browser():
    if CHROMIUM is None:
        pytest.skip("không có Chromium: sudo apt install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser) -> Iterator[Callable[..., Visit]]:
    """Open browsers of their own: ``visit(width, height)``."""
    contexts = []

    def start(width: int = 1920, height: int = 1080) -> Visit:
        context = browser.new_context(viewport={"width": width, "height": height}, locale="vi-VN")
        contexts.append(context)
        visit = Visit(context.new_page())
        visit.page.on("pageerror", lambda error: visit.faults.append(str(error)))
        visit.page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith(("http://127.0.0.1", "data:", "blob:", "ws://127.0.0.1"))
                else visit.outside.append(request.url)
            ),
        )
        return visit

    yield start
    for context in contexts:
        context.close()
