"""A served dashboard and a page in Debian's Chromium, for tests and for pictures."""

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

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page, Playwright

# Every page, and each of its views.
PAGES = (
    "", "xu-huong", "so-sanh", "so-sanh?view=map", "so-sanh?view=cascade", "hoan-thanh",
    "so-sanh?view=portal", "so-sanh?view=index", "xu-huong?xview=course",
    "hoan-thanh?plan=long-an-2022&aview=multiples", "nhiem-vu",
    "nhiem-vu?plan=long-an-2022&tview=timeline", "ra-soat", "ke-hoach", "sql?ask=viec-tre",
    "chat-luong", "chat-luong?qview=reports", "chat-luong?qview=findings",
    "chat-luong?qview=files", "bao-cao",
    "dua-so-lieu", "don-vi", "don-vi?unit=VN63-80", "nguon-so-lieu",
    "nguon-so-lieu?nview=list",
    "nguon-so-lieu?nview=rules",
    "tim-kiem?words=thanh+toan",
)  # fmt: skip
CHROMIUM = shutil.which("chromium")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
# How long nothing may happen before a page counts as at rest: a click reaches the script behind
# the page within a tenth of it.
_REST_MS = 700
# No script runs and every chart is drawn, which a slow machine does seconds after the script.
_AT_REST = """rest => {
  window.restWatch ??= new MutationObserver(() => { window.restedSince = undefined });
  window.restWatch.observe(document.body, { childList: true, characterData: true, subtree: true });
  const app = document.querySelector('[data-testid=stApp]');
  const drawn = [...document.querySelectorAll('[data-testid=stVegaLiteChart]')]
    .filter(chart => chart.offsetParent !== null)
    .every(chart => chart.querySelector('canvas, svg'));
  const still = app && app.dataset.testScriptState === 'notRunning' && drawn;
  if (!still) window.restedSince = undefined;
  else window.restedSince ??= performance.now();
  return still && performance.now() - window.restedSince > rest;
}"""
_LOCAL = ("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_until_served(url: str, seconds: float = 40) -> None:
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=2):  # noqa: S310
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise TimeoutError(url)


def start_dashboard(marts: Path, raw: Path | None = None) -> tuple[str, subprocess.Popen]:
    """Serve a marts folder through the command that users type.

    Args:
        marts: published builds.
        raw: raw folder that files are handed in to; None for the project's own, which no test may
            hand anything in to.

    Returns:
        Address of the dashboard, and its process.
    """
    port = _free_port()
    command = [sys.executable, "-m", "pipeline", "dashboard", "--marts", str(marts)]
    if raw is not None:
        command += ["--raw", str(raw)]
    environment = {k: v for k, v in os.environ.items() if k != "CCHC_MARTS"}
    # A fault of ours shows as itself, so that tests see it.
    environment["CCHC_DEBUG"] = "1"
    process = subprocess.Popen(
        [*command, "--port", str(port), "--no-browser"],
        env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    _wait_until_served(address)
    return address, process


def launch_chromium(playwright: Playwright) -> Browser:
    """Debian's Chromium, talking to nobody by itself."""
    return playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)


@dataclass
class Visit:
    """A page in a browser of its own, with what went wrong on it.

    Attributes:
        page: the page.
        faults: errors of the page's scripts.
        outside: addresses asked for that are not this machine.
        is_first: whether this browser was never here before, and is asked whose office it is.
    """

    page: Page
    faults: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    is_first: bool = False

    def __post_init__(self) -> None:
        if not self.is_first:
            self.page.add_init_script("localStorage.setItem('cchc-office', 'none')")
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("request", lambda request: self._note(request.url))

    def _note(self, url: str) -> None:
        if not url.startswith(_LOCAL):
            self.outside.append(url)

    def open(self, url: str) -> Page:
        """Open an address and wait until the script behind it has run."""
        self.page.goto(url)
        self.page.wait_for_selector("h1", timeout=40_000)
        self.settle()
        return self.page

    def open_folds(self) -> None:
        """Open everything that is folded, those within others too."""
        self.page.evaluate(
            "document.querySelectorAll('[data-testid=stExpander] details:not([open]) summary')"
            ".forEach(fold => fold.click())"
        )
        self.page.wait_for_timeout(_REST_MS)
        self.settle()

    def settle(self) -> None:
        """Wait until nothing has run or changed for a while and charts are drawn."""
        self.page.evaluate("window.restedSince = undefined")
        self.page.wait_for_function(_AT_REST, arg=_REST_MS, timeout=40_000)
