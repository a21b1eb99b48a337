"""The screens in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from pipeline.asking.sandbox import ask
from pipeline.building.build import build
from pipeline.publish.builds import find_current_build
from pipeline.support.console import LineReporter
from tests.plan_books import write_plan

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_long_an_on_screen_agrees_with_sql(visit, address, committed_build):
    page = visit().open(f"{address}/xu-huong")
    labels = {
        "▲ Nâng": "raised", "● Giữ": "kept", "✚ Mới": "new", "○ Không nêu lại": "not_restated",
        "◇ Ngoài phạm vi": "outside_remit", "⊘ Cấp không còn": "level_ended",
    }  # fmt: skip
    query = """
        select change_class, count(*) from mart_target_trend
        where boundary_frame = '63' and from_plan = 'long-an-2022'
            and to_plan = 'so-noi-vu-long-an-2025'
        group by 1
    """
    counted = dict(ask(committed_build, query).frame.rows())
    for label, code in labels.items():
        metric = page.locator("[data-testid=stMetric]").filter(has_text=label)
        shown = metric.locator("[data-testid=stMetricValue]").inner_text()
        assert shown.strip() == str(counted.get(code, 0)), label


def test_the_slope_chart_names_its_lines(visit, address):
    page = visit().open(f"{address}/xu-huong")
    drawn = page.locator("[data-testid=stVegaLiteChart]").first
    # Waits: under load the chart is drawn a moment after its frame, and never drawn is a failure.
    drawn.locator("canvas, svg").first.wait_for()
    assert drawn.bounding_box()["height"] > 300


def test_a_copied_link_restores_the_view_in_another_browser(visit, address):
    first = visit()
    page = first.open(f"{address}/nhiem-vu")
    page.locator("[data-testid=stMain] [data-testid=stSelectbox] input").first.click()
    options = page.locator("[role=option]")
    options.filter(has_text="tỉnh Long An").filter(has_text="2022").click()
    first.settle()
    assert "plan=long-an-2022" in page.url
    values = page.locator("[data-testid=stMetricValue]")
    expect(values).to_have_count(5)

    again = visit().open(page.url)
    expect(again.locator("[data-testid=stMetricValue]")).to_have_text(values.all_inner_texts())
    chosen = again.locator("[data-testid=stMain] [data-testid=stSelectbox]").first
    shown = f"{chosen.inner_text()} {chosen.locator('input').first.input_value()}"
    assert "tỉnh Long An" in shown


def test_language_changes_and_the_choice_stays(visit, address):
    visitor = visit()
    page = visitor.open(f"{address}/hoan-thanh?plan=long-an-2022")
    page.get_by_role("button", name="English").or_(
        page.get_by_role("radio", name="English")
    ).click()
    visitor.settle()
    assert page.locator("h1").inner_text() == "Attainment"
    assert "plan=long-an-2022" in page.url
    assert "lang=en" in page.url


def test_leaving_out_simulated_data_says_unknown(visit, address):
    visitor = visit()
    page = visitor.open(f"{address}/hoan-thanh?plan=long-an-2022")
    page.get_by_text("số liệu mô phỏng", exact=False).first.wait_for()
    page.locator("[data-testid=stCheckbox], [data-testid=stToggle]").first.click()
    visitor.settle()
    alerts = page.locator("[data-testid=stAlert]").all_inner_texts()
    assert not [text for text in alerts if "số liệu mô phỏng" in text]
    unknown = page.locator("[data-testid=stMetric]").filter(has_text="Không rõ")
    assert unknown.locator("[data-testid=stMetricValue]").inner_text().strip() == "33 / 33"


def test_a_table_can_be_downloaded_with_its_provenance(visit, address, tmp_path):
    from openpyxl import load_workbook

    page = visit().open(f"{address}/xu-huong")
    with page.expect_download() as event:
        page.get_by_role("button", name="Tải Excel").last.click()
    path = tmp_path / "tai-ve.xlsx"
    event.value.save_as(path)
    book = load_workbook(path)
    assert book.sheetnames == ["Số liệu", "Nguồn gốc"]
    rows = list(book["Số liệu"].iter_rows(values_only=True))
    assert len(rows) == 45
    files = [row[1] for row in book["Nguồn gốc"].iter_rows(values_only=True) if row[0] == "file"]
    assert "plans/long-an-2022.xlsx" in files


def test_a_new_build_appears_at_the_next_click(visit, serve, office):
    write_plan(office.raw / "plans" / "a.xlsx")
    first = build(office, LineReporter()).manifest
    visitor = visit()
    page = visitor.open(f"{serve(office.marts)}/ke-hoach")
    page.get_by_text(first.build_id).first.wait_for()

    write_plan(office.raw / "plans" / "a.xlsx", targets=[{"value": 91}])
    second = build(office, LineReporter()).manifest
    page.get_by_role("textbox", name="Tìm trong kế hoạch").fill("thanh")
    page.keyboard.press("Enter")
    visitor.settle()
    page.get_by_text(second.build_id).first.wait_for()
    assert page.locator("[data-testid=stException]").count() == 0


def test_a_review_decided_by_keyboard_is_in_the_next_build(visit, serve, office, monkeypatch):
    monkeypatch.setenv("CCHC_RAW", str(office.raw))
    write_plan(
        office.raw / "plans" / "a.xlsx",
        [{"indicator_code": None, "measure_label": "lượt trả phí qua mạng"}],
        facts={"unit_code": "VN34-14"},
    )
    build(office, LineReporter())
    visitor = visit()
    page = visitor.open(f"{serve(office.marts)}/ra-soat")
    page.get_by_label("Người quyết định").fill("Lan")
    page.keyboard.press("Enter")
    visitor.settle()
    chosen = page.locator("[data-testid=stRadio] [role=radiogroup] label").first.inner_text()
    page.locator("h1").click()
    page.keyboard.press("a")
    visitor.settle()
    page.get_by_text("Không còn gì phải rà soát").wait_for()

    assert build(office, LineReporter()).is_published
    found = ask(
        find_current_build(office),
        "select name_vi, link_status from fct_target inner join dim_indicator using "
        "(indicator_code)",
    )
    ((name, status),) = found.frame.rows()
    assert chosen.startswith(name)
    assert status == "reviewed"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("ke-hoac", "Địa chỉ nêu trang «ke-hoac»"),
        ("xyz?lang=en", "The address names the page"),
        ("?=ho", "Liên kết nêu «=ho»"),
        ("so-sanh?view=nope", "Liên kết nêu «view=nope»"),
        ("xu-huong?frame=99&lang=en", "The link asks for “frame=99”"),
        ("xu-huong?from=1999", "Liên kết nêu «from=1999»"),
    ],
)
def test_what_an_address_asks_for_in_vain_is_said(visit, address, path, said):
    visitor = visit()
    page = visitor.open(f"{address}/{path}")
    page.get_by_text(said).first.wait_for()
    assert visitor.faults == []
    assert page.get_by_role("dialog").count() == 0


def test_the_first_page_opens_by_its_own_name(visit, address):
    page = visit().open(f"{address}/tuan-nay")
    page.get_by_role("heading", name="Tuần này").first.wait_for()
    assert page.get_by_role("dialog").count() == 0
    assert page.title() == "Tuần này · CCHC"


def test_an_unknown_page_offers_what_comes_near(visit, address):
    page = visit().open(f"{address}/ke-hoac")
    page.get_by_role("link", name="Kế hoạch").last.click()
    page.get_by_role("heading", name="Kế hoạch", level=1).wait_for()
