"""Words of documents that would be Markdown, HTML or an address stay words on every page."""

from __future__ import annotations

import datetime as dt
import socketserver
import threading
from http.server import BaseHTTPRequestHandler

import pytest

from pipeline.building.build import build
from pipeline.explanations.append import FOLDER, Step, append_step
from pipeline.support.console import LineReporter
from pipeline.support.settings import Settings
from tests.browser.test_every_page import SCREENS
from tests.plan_books import write_plan

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PLAN = "ke-hoach-xau"
# Every page, and the views that show other words of plans and files.
VIEWS = (
    *SCREENS,
    "hoan-thanh?aview=multiples",
    "chat-luong?qview=findings",
    "chat-luong?qview=files",
)
UNIT = "VN34-14"


@pytest.fixture(scope="module")
def calls():
    """An address that notes whoever asks for anything; (port, list of paths)."""
    heard: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append(self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_arguments: object) -> None:
            return

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Listener) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1], heard
        server.shutdown()


def spell(port: int, what: str) -> str:
    """A name as no office writes it: image, link, bare address, tag, formula, icon, colour."""
    there = f"http://127.0.0.1:{port}/{what}"
    return (
        f"Sở ![x]({there}-img) [y]({there}-link) {there}-bare www.vi-du.test/{what} "
        f"<img src={there}-tag onerror=fetch('{there}-js')> :red[z] :material/home: $a$ `c` **d** "
        ":streamlit:"
    )


@pytest.fixture(scope="module")
def hostile(tmp_path_factory, serve, calls):
    """The address of a dashboard whose every word was written by somebody bad."""
    port, _ = calls
    folder = tmp_path_factory.mktemp("hostile")
    settings = Settings(raw=folder / "raw", marts=folder / "marts")
    (settings.raw / "plans").mkdir(parents=True)
    write_plan(
        settings.raw / "plans" / f"{PLAN}.xlsx",
        [{"target_text": spell(port, "muc-tieu"), "measure_label": spell(port, "do"),
          "lead_agency": spell(port, "chu-tri"), "document_place": spell(port, "cho"),
          "note": spell(port, "ghi-chu")},
         {"target_ref": spell(port, "stt"), "indicator_code": None, "value": 40}],
        [{"task_text": spell(port, "viec"), "lead_agency": spell(port, "co-quan"),
          "products": spell(port, "san-pham"), "document_place": spell(port, "noi")}],
        {"plan_code": PLAN, "plan_title": spell(port, "ten"), "doc_no": spell(port, "so"),
         "issuer_name": spell(port, "ban-hanh"), "unit_code": UNIT,
         "source_document": spell(port, "goc"), "replaces_doc_no": spell(port, "thay")},
    )  # fmt: skip
    progress = settings.raw / "progress" / "2025-07-01"
    progress.mkdir(parents=True)
    (progress / "x ![x](y) <b>.csv").write_text(
        "Mã đơn vị;Mã chỉ số;Ngày số liệu;Giá trị;Đơn vị tính;Ghi chú;Nguồn\n"
        f"{UNIT};TTHC_ONLINE_PAYMENT_OFFERED_SHARE;30/06/2025;40;%;{spell(port, 'note')};"
        f"{spell(port, 'nguon')}\n"
        f"{spell(port, 'don-vi')};TTHC_ONLINE_PAYMENT_OFFERED_SHARE;30/06/2025;50;%;;\n",
        encoding="utf-8",
    )
    report = build(settings, LineReporter())
    assert report.is_published, report.transform
    append_step(
        settings.raw / FOLDER,
        Step(f"{PLAN}#1", "request", spell(port, "ai"), spell(port, "hoi"), dt.date(2025, 7, 9)),
        dt.datetime(2025, 7, 2, 8, 0),  # noqa: DTZ001 (steps are written in local time)
    )
    return serve(settings.marts, settings.raw)


@pytest.mark.parametrize("path", VIEWS)
def test_no_word_of_data_becomes_more_than_a_word(visit, hostile, calls, path):
    _, heard = calls
    visitor = visit()
    page = visitor.open(f"{hostile}/{path}{'&' if '?' in path else '?'}plan={PLAN}&unit={UNIT}")
    assert page.locator("[data-testid=stException]").count() == 0
    visitor.open_folds()
    foreign = page.evaluate(
        """() => [...document.querySelectorAll('[src], [href]')]
            .map(e => new URL(e.getAttribute('src') || e.getAttribute('href'), location.href))
            .filter(a => a.protocol.startsWith('http') && a.host !== location.host)
            .map(String)"""
    )
    assert foreign == []
    main = page.locator("[data-testid=stMain]")
    made = main.evaluate(
        "e => [...e.querySelectorAll('strong, code, .katex, .stMarkdownColoredText')]"
        ".map(x => x.innerText).filter(t => ['a', 'c', 'd', 'z'].includes(t.trim()))"
    )
    assert made == []
    assert main.locator("[data-testid=stMarkdownContainer] img").count() == 0
    assert heard == [], "somebody asked the address that a document named"


def test_the_policy_lets_nothing_be_fetched_from_elsewhere(visit, hostile, calls):
    port, heard = calls
    page = visit().open(f"{hostile}/")
    refused = page.evaluate(
        """async port => {
            const image = new Image();
            const loaded = new Promise(done => { image.onload = () => done('loaded');
                                                 image.onerror = () => done('refused'); });
            image.src = `http://127.0.0.1:${port}/policy-img`;
            const fetched = await fetch(`http://127.0.0.1:${port}/policy-fetch`)
                .then(() => 'fetched', () => 'refused');
            return [await loaded, fetched];
        }""",
        port,
    )
    assert refused == ["refused", "refused"]
    assert heard == []
