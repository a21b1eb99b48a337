"""How fast the dashboard answers: first paint in a browser, filter changes of many sessions."""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING

from playwright.sync_api import TimeoutError as PlaywrightTimeoutError
from playwright.sync_api import sync_playwright
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect

from tests.browser.screens import Visit, launch_chromium, start_dashboard

if TYPE_CHECKING:
    from websockets.asyncio.client import ClientConnection

COUNTS = (1, 20, 50)
_SECONDS = 20
_PAUSE_SECONDS = 2.0
_PAGES = ("", "xu-huong", "so-sanh", "hoan-thanh", "nhiem-vu", "ke-hoach", "ra-soat", "sql",
          "chat-luong")  # fmt: skip
# The page whose filter is changed, and the filter.
_PAGE, _FILTER = "hoan-thanh", "Biết đến ngày"
_NUMBER_OF_DAYS = 12
# Who thinks how long is no secret to be kept.
_RANDOM = random.Random()  # noqa: S311


@dataclass
class Session:
    """One user without a browser: speaks what Streamlit's page speaks.

    Attributes:
        socket: connection to the server.
        filter_id: widget that is changed, found on the first run.
        options: what it can be set to.
        received: bytes that came from the server.
        faults: notices of failure that pages showed.
    """

    socket: ClientConnection
    filter_id: str = ""
    options: list[str] = field(default_factory=list)
    received: int = 0
    faults: int = 0

    def choose(self) -> str:
        """One of the newest days."""
        return _RANDOM.choice(self.options[:_NUMBER_OF_DAYS])

    async def run(self, chosen: str | None = None) -> float:
        """Run the page, with the filter set or as it opens; returns seconds until it ended."""
        message = BackMsg()
        message.rerun_script.page_name = _PAGE
        if chosen is not None:
            state = message.rerun_script.widget_states.widgets.add()
            state.id, state.string_value = self.filter_id, chosen
        started = time.perf_counter()
        await self.socket.send(message.SerializeToString())
        while True:
            raw = await self.socket.recv(decode=False)
            self.received += len(raw)
            answer = ForwardMsg()
            answer.ParseFromString(raw)
            kind = answer.WhichOneof("type")
            if kind == "delta" and answer.delta.new_element.selectbox.label == _FILTER:
                box = answer.delta.new_element.selectbox
                self.filter_id, self.options = box.id, list(box.options)
            if kind == "delta" and answer.delta.new_element.WhichOneof("type") == "exception":
                self.faults += 1
            if kind == "script_finished":
                return time.perf_counter() - started


def open_session(address: str) -> connect:
    """A web socket as a page of the dashboard opens it."""
    url = address.replace("http", "ws") + "/_stcore/stream"
    return connect(url, subprotocols=["streamlit"], max_size=None, ping_interval=None)  # ty: ignore[invalid-argument-type]


def think() -> float:
    """Seconds that somebody looks at a page before the next click."""
    return _RANDOM.expovariate(1 / _PAUSE_SECONDS)


async def _warm(address: str) -> float:
    """One user who looks at every day once; returns the median, with nothing cached yet."""
    async with open_session(address) as socket:
        session = Session(socket)
        await session.run()
        days = session.options[:_NUMBER_OF_DAYS]
        return median([await session.run(day) for day in days])


async def _use(address: str, started: float) -> tuple[list[float], int]:
    """One user who changes the filter again and again, thinking in between."""
    async with open_session(address) as socket:
        session = Session(socket)
        await session.run()
        times: list[float] = []
        while time.monotonic() - started < _SECONDS:
            await asyncio.sleep(think())
            times.append(await session.run(session.choose()))
        return times, session.received


def _resident_mb(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * 4096 / 2**20


def bench_sessions(marts: Path) -> None:
    """Filter changes at 1, 20 and 50 sessions, and memory of the server."""
    for count in COUNTS:
        address, process = start_dashboard(marts)
        try:
            cold = asyncio.run(_warm(address))

            async def use_all(address: str = address, count: int = count) -> list:
                started = time.monotonic()
                return await asyncio.gather(*(_use(address, started) for _ in range(count)))

            used = asyncio.run(use_all())
            memory = _resident_mb(process.pid)
        finally:
            process.terminate()
            process.wait(20)
        times = sorted(t for sessions, _ in used for t in sessions)
        sent = sum(received for _, received in used) / max(1, len(times) + count) / 1024
        p95 = quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
        print(
            f"{count:3} phiên: đổi bộ lọc trung vị {median(times) * 1000:5.0f} ms, "
            f"p95 {p95 * 1000:5.0f} ms ({len(times)} lần; chưa ai hỏi thì {cold * 1000:.0f} ms), "
            f"máy chủ {memory:5.0f} MB, {sent:5.0f} KB mỗi lần"
        )


def bench_pages(marts: Path) -> None:
    """Seconds until each page shows its heading, and until its charts are drawn."""
    address, process = start_dashboard(marts)
    try:
        with sync_playwright() as playwright:
            browser = launch_chromium(playwright)
            for turn in ("lần đầu", "lần sau"):
                for path in _PAGES:
                    page = browser.new_page(viewport={"width": 1920, "height": 1080})
                    started = time.perf_counter()
                    page.goto(f"{address}/{path}")
                    page.wait_for_selector("h1", timeout=120_000)
                    painted = time.perf_counter() - started
                    page.wait_for_selector(
                        "[data-testid=stApp][data-test-script-state=notRunning]", timeout=120_000
                    )
                    whole = time.perf_counter() - started
                    page.close()
                    print(f"  {turn} /{path:<12} tiêu đề {painted:5.2f} s, cả trang {whole:5.2f} s")
            _bench_filter(browser.new_page(viewport={"width": 1920, "height": 1080}), address)
            browser.close()
    finally:
        process.terminate()
        process.wait(20)


def _bench_filter(page, address: str) -> None:
    """From the choice of another day to the redrawn page, in a real browser."""
    Visit(page).open(f"{address}/{_PAGE}")
    times = []
    for _ in range(8):
        box = page.locator("[data-testid=stSelectbox]").filter(has_text=_FILTER).locator("input")
        box.focus()
        # Far enough that the verdicts are others: after a deadline neighbouring days look alike.
        for _ in range(6):
            page.keyboard.press("ArrowDown")
        before = page.locator("[data-testid=stVegaLiteChart]").first.inner_html()
        started = time.perf_counter()
        page.keyboard.press("Enter")
        try:
            page.wait_for_function(
                "text => text !== "
                "document.querySelector('[data-testid=stVegaLiteChart]').innerHTML",
                arg=before,
                timeout=10_000,
            )
        except PlaywrightTimeoutError:
            print("  đổi ngày trong trình duyệt: biểu đồ của kho này không đổi giữa các ngày")
            return
        times.append(time.perf_counter() - started)
        page.wait_for_timeout(500)
    print(f"  đổi ngày trong trình duyệt đến khi biểu đồ vẽ lại: trung vị {median(times):.2f} s")
