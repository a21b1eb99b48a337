"""A periodic report: drafted, closed, opened again after later data; taken away as Word and PDF."""

from __future__ import annotations

import io

import pytest
from docx import Document

from pipeline.building.build import build
from pipeline.support.console import LineReporter

pytestmark = [pytest.mark.browser, pytest.mark.slow]
HEAD = "Mã đơn vị;Mã chỉ số;Ngày số liệu;Tử số;Mẫu số;Loại số liệu\n"
INDICATOR = "TTHC_ELECTRONIC_ROUTING_SHARE"


def report_on(office, received: str, top: int) -> None:
    folder = office.raw / "progress" / received
    folder.mkdir()
    (folder / "ket-qua.csv").write_text(
        f"{HEAD}VN63-80-SNV;{INDICATOR};10/06/2025;{top};100;chính thức\n", encoding="utf-8"
    )
    assert build(office, LineReporter()).is_published


def press(visitor, name: str) -> None:
    visitor.page.get_by_role("button", name=name).last.click()
    visitor.settle()


def test_a_report_is_drafted_closed_and_opened_again_after_later_data(
    visit, serve, office_with_plans
):
    office = office_with_plans
    report_on(office, "2025-06-15", 60)
    visitor = visit()
    served = serve(office.marts, office.raw)
    page = visitor.open(f"{served}/bao-cao?unit=VN63-80-SNV&ryear=2025&rperiod=BNV-6T-2025")
    text = page.inner_text("body")
    assert "Số liệu từ 15/12/2024 đến 14/06/2025, gửi chậm nhất 20/06/2025" in text
    assert "chưa có bản chốt" in text
    page.get_by_role("textbox", name="Người quyết định").fill("Hoa")
    page.get_by_role("textbox", name="Nội dung do người viết").nth(2).fill("Đã họp ba lần.")
    press(visitor, "Chốt kỳ")
    assert "Bản chốt số 1: Hoa" in page.inner_text("body")
    assert "vẫn đúng như bản chốt số 1" in page.inner_text("body")
    assert page.get_by_role("textbox", name="Nội dung do người viết").nth(2).is_disabled()
    # A correction comes later: the closed version stays, what differs is told.
    report_on(office, "2025-07-20", 85)
    page = visitor.open(page.url)
    assert "1 dòng nay khác bản chốt số 1" in page.inner_text("body")
    with page.expect_download() as event:
        press(visitor, "Bản in Word")
    closed = Document(io.BytesIO(event.value.path().read_bytes()))
    cells = [c.text for t in closed.tables for row in t.rows for c in row.cells]
    assert any(cell.startswith("60%") for cell in cells)
    assert "Đã họp ba lần." in [p.text for p in closed.paragraphs]
    page.get_by_role("textbox", name="Người quyết định").fill("Hoa")
    press(visitor, "Mở lại để viết tiếp")
    boxes = page.get_by_role("textbox", name="Nội dung do người viết")
    assert boxes.nth(2).input_value() == "Đã họp ba lần."
    press(visitor, "Chốt kỳ")
    assert "Bản chốt số 2: Hoa" in page.inner_text("body")
    assert "vẫn đúng như bản chốt số 2" in page.inner_text("body")
    with page.expect_download() as event:
        press(visitor, "Bản in PDF")
    assert event.value.path().read_bytes().startswith(b"%PDF")
    files = sorted(p.name for p in (office.raw / "reports").rglob("*.json"))
    assert files == ["phien-ban-1.json", "phien-ban-2.json"]
    # Nothing of it is data: a build neither reads nor rejects it.
    report = build(office, LineReporter())
    assert not [f for f in report.list_files() if f["file_path"].startswith("reports/")]
