"""Every page, in both languages, with data and without, with simulated data and without."""

from __future__ import annotations

import html

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from pipeline.building.build import build
from pipeline.publish.builds import DATABASE, find_current_build
from pipeline.support.console import LineReporter
from pipeline.support.settings import PROJECT, Settings

TITLES = {
    "weekly": ("Tuần này", "This week"),
    "trends": ("Xu hướng chỉ tiêu", "Target trends"),
    "comparison": ("So sánh", "Comparison"),
    "attainment": ("Mức độ hoàn thành", "Attainment"),
    "tasks": ("Nhiệm vụ", "Tasks"),
    "plans": ("Kế hoạch", "Plans"),
    "review": ("Rà soát", "Review"),
    "sql": ("SQL", "SQL"),
    "quality": ("Chất lượng", "Quality"),
    "sources": ("Nguồn số liệu", "Sources"),
    "units": ("Đơn vị", "Units"),
    "report": ("Báo cáo định kỳ", "Periodic report"),
    "search": ("Tìm kiếm", "Search"),
}
PAGES = tuple(TITLES)
PLANS = ("minh-duc-2025", "long-an-2022", "so-tu-phap-tay-ninh-2021-2030")
pytestmark = pytest.mark.slow


def open_page(page: str, marts, monkeypatch, **address: str) -> AppTest:
    monkeypatch.setenv("CCHC_MARTS", str(marts))
    # A fault of ours shows as itself instead of a notice.
    monkeypatch.setenv("CCHC_DEBUG", "1")
    monkeypatch.chdir(PROJECT)
    app = AppTest.from_file(str(PROJECT / "dashboards" / "app.py"), default_timeout=60)
    if page != "weekly":
        app.run()
        app.switch_page(f"app_pages/{page}.py")
    for key, value in address.items():
        app.query_params[key] = value
    return app.run()


def texts_of(app: AppTest) -> str:
    kinds = (app.title, app.subheader, app.caption, app.markdown, app.info, app.warning)
    return "\n".join(str(e.value) for kind in kinds for e in kind)


@pytest.fixture
def marts(committed_build):
    return committed_build.parent.parent


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_shows_without_a_fault(page, language, marts, monkeypatch):
    app = open_page(page, marts, monkeypatch, lang=language)
    assert not app.exception
    assert app.title[0].value == TITLES[page][language == "en"]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_without_any_build_says_what_to_do(page, tmp_path, monkeypatch):
    app = open_page(page, tmp_path, monkeypatch)
    assert not app.exception
    assert "(dua-so-lieu)" in app.info[0].value


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("page", ["attainment", "tasks", "plans"])
def test_every_plan_can_be_chosen_by_its_address(page, plan, marts, monkeypatch):
    app = open_page(page, marts, monkeypatch, plan=plan)
    assert not app.exception
    assert app.selectbox(key="plan").value == plan


def test_simulated_data_are_named_and_can_be_left_out(marts, monkeypatch):
    shown = open_page("attainment", marts, monkeypatch, plan="long-an-2022")
    assert "số liệu mô phỏng" in shown.warning[0].value
    left_out = open_page("attainment", marts, monkeypatch, plan="long-an-2022", sim="0")
    assert not left_out.exception
    assert not left_out.warning
    metrics = {m.label: m.value for m in left_out.metric}
    assert metrics["Không rõ"] == "33 / 33", "four of 37 are stated twice and count once"
    assert "MÔ PHỎNG" not in texts_of(left_out)


def test_the_figures_of_long_an_stand_on_the_trends_screen(marts, monkeypatch):
    app = open_page("trends", marts, monkeypatch)
    metrics = {m.label: m.value for m in app.metric}
    assert metrics["▲ Nâng"] == "10"
    assert metrics["● Giữ"] == "6", "three numbers and three targets in words"
    table = app.dataframe[-1].value
    row = table[table["Chỉ số"] == "Giao dịch thanh toán trực tuyến"].iloc[0]
    assert (row["2022"], row["2025"], row["Thay đổi"]) == (10.0, 30.0, "Nâng")
    assert "STT 5" in row["Chỗ trong văn bản trước"]


def test_frames_and_filters_come_from_the_address(marts, monkeypatch):
    app = open_page("trends", marts, monkeypatch, frame="34", field="5", change="raised")
    assert not app.exception
    assert app.selectbox(key="frame").value == "34"
    assert app.multiselect(key="field").value == ["5"]
    table = app.dataframe[-1].value
    assert set(table["Lĩnh vực"]) == {"Tài chính công"}


def test_an_address_with_nonsense_falls_back(marts, monkeypatch):
    app = open_page("trends", marts, monkeypatch, frame="99", place="x", field="abc", lang="xx")
    assert not app.exception
    assert app.selectbox(key="frame").value == "63"


def test_search_in_a_plan_ignores_marks_and_case(marts, monkeypatch):
    app = open_page("plans", marts, monkeypatch, plan="long-an-2022", q="THANH TOAN truc tuyen")
    table = app.dataframe[1].value
    assert len(table) == 2
    assert set(table["STT"]) == {"5"}


def test_declared_against_found(marts, monkeypatch):
    app = open_page("plans", marts, monkeypatch, plan="so-noi-vu-long-an-2025")
    assert "văn bản ghi 16, đánh số đọc được 14" in texts_of(app)


def test_rejects_are_announced(office_with_rejects, monkeypatch):
    app = open_page("trends", office_with_rejects.marts, monkeypatch)
    assert not app.exception
    assert "bị loại" in app.warning[0].value
    assert "Chưa có kế hoạch nào" in app.info[0].value


def test_a_document_shows_its_words_and_what_waits_for_review(office_with_document, monkeypatch):
    app = open_page("plans", office_with_document.marts, monkeypatch)
    assert not app.exception
    targets = app.dataframe[1].value
    assert list(targets["Cần rà soát"].fillna("")) == ["", "x"]
    assert next(iter(targets["Trích nguyên văn"])).startswith("Tối thiểu 75% hồ sơ")
    assert "1 dòng do máy đọc chưa chắc" in texts_of(app)
    attainment = open_page("attainment", office_with_document.marts, monkeypatch)
    assert {m.label: m.value for m in attainment.metric}["Không rõ"] == "2 / 2"
    assert "Chưa gắn với chỉ số nào" in texts_of(attainment)


@pytest.mark.parametrize("page", ["attainment", "tasks", "plans"])
def test_a_link_to_a_plan_that_is_gone_shows_no_figures(page, marts, monkeypatch):
    app = open_page(page, marts, monkeypatch, plan="da-doi-ten-2025")
    assert not app.exception
    assert "da-doi-ten-2025" in html.unescape(app.warning[0].value)
    assert not app.metric
    assert not app.dataframe


@pytest.mark.parametrize(("page", "name"), [("attainment", "day"), ("tasks", "tday")])
def test_a_link_to_a_day_without_data_shows_no_figures(page, name, marts, monkeypatch):
    address = {"plan": "long-an-2022", name: "1999-01-01"}
    app = open_page(page, marts, monkeypatch, **address)
    assert not app.exception
    assert any("1999" in w.value for w in app.warning)
    assert not app.metric


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("frame", ["63", "34"])
@pytest.mark.parametrize("view", ["heat", "map", "cascade"])
def test_every_view_of_the_comparison(view, frame, language, marts, monkeypatch):
    address = {"view": view, "frame": frame, "lang": language}
    app = open_page("comparison", marts, monkeypatch, **address)
    assert not app.exception
    # The twin of the heat table is there once it is opened.
    assert app.dataframe or (view == "heat" and app.expander)


def test_the_cascade_counts_what_a_province_left_out(marts, monkeypatch):
    app = open_page("comparison", marts, monkeypatch, view="cascade")
    metrics = {m.label: m.value for m in app.metric}
    table = app.dataframe[0].value
    assert metrics["✖ Không có"] == str((table["Cấp dưới"] == "Không có").sum()) == "2"


def test_a_decision_on_screen_is_written_and_leaves_the_queue(office_with_document, monkeypatch):
    office = office_with_document
    monkeypatch.setenv("CCHC_RAW", str(office.raw))
    app = open_page("review", office.marts, monkeypatch)
    assert not app.exception
    assert app.button(key="accept").disabled, "nobody has said who decides"
    before = app.markdown[0].value
    app.text_input(key="who-review").set_value("Lan").run()
    app.button(key="accept").click().run()
    assert not app.exception
    (file,) = (office.raw / "reviews").iterdir()
    text = file.read_text(encoding="utf-8")
    assert "chấp nhận" in text
    assert "Lan" in text
    assert app.markdown[0].value != before
    undo = next(b for b in app.button if b.label == "Hoàn tác")
    undo.click().run()
    assert "hoàn tác" in file.read_text(encoding="utf-8")
    assert app.markdown[0].value == before


@pytest.fixture
def office_with_document(office):
    text = """ỦY BAN NHÂN DÂN TỈNH SƠN LA

Số: 77/KH-UBND

KẾ HOẠCH
Cải cách hành chính năm 2026 của tỉnh Sơn La

II. MỤC TIÊU CỤ THỂ
1. Cải cách thủ tục hành chính
- Tối thiểu 75% hồ sơ nộp qua mạng.
- Toàn bộ thủ tục được niêm yết.
"""
    (office.raw / "plans" / "son-la-2026.txt").write_text(text, encoding="utf-8")
    assert build(office, LineReporter()).is_published
    return office


@pytest.fixture
def office_with_rejects(office):
    (office.raw / "plans" / "hong.xlsx").write_bytes(b"PK\x03\x04")
    assert build(office, LineReporter()).is_published
    return office


def build_without_owner(folder) -> Settings:
    office = Settings(raw=folder / "raw", marts=folder / "marts")
    (office.raw / "plans").mkdir(parents=True)
    (office.raw / "plans" / "khong-ten.txt").write_text(
        "KẾ HOẠCH\nCải cách hành chính\n\nII. NHIỆM VỤ\n1. Cải cách thủ tục hành chính\n"
        "a) Mục tiêu\n- Tối thiểu 70% hồ sơ được giải quyết trực tuyến trên tổng số hồ sơ.\n",
        encoding="utf-8",
    )
    assert build(office, LineReporter()).is_published
    return office


@pytest.fixture
def office_without_owner(tmp_path) -> Settings:
    """One plan read from a document that says nothing of its issuer."""
    return build_without_owner(tmp_path)


@pytest.fixture(scope="module")
def marts_without_owner(tmp_path_factory):
    """The same, shared by the tests that only look."""
    return build_without_owner(tmp_path_factory.mktemp("without-owner")).marts


def test_whose_plan_it_is_is_asked_and_answered_on_screen(office_without_owner, monkeypatch):
    office = office_without_owner
    monkeypatch.setenv("CCHC_RAW", str(office.raw))
    app = open_page("review", office.marts, monkeypatch)
    assert not app.exception
    question = next(b for b in app.selectbox if str(b.key).startswith("owner-"))
    assert question.label == "Kế hoạch này của đơn vị nào?"
    assert app.button(key="accept").disabled, "nobody has said who decides, nor which unit"
    app.text_input(key="who-review").set_value("Phòng CCHC").run()
    assert app.button(key="accept").disabled
    chosen = next(b for b in app.selectbox if str(b.key).startswith("owner-"))
    chosen.set_value("VN34-80").run()
    app.button(key="accept").click().run()
    assert not app.exception
    (file,) = (office.raw / "reviews").iterdir()
    assert "khong-ten#plan,đơn vị của kế hoạch" in file.read_text(encoding="utf-8")
    assert build(office, LineReporter()).is_published
    with duckdb.connect(find_current_build(office) / DATABASE, read_only=True) as connection:
        rows = connection.sql("select unit_code, owner_match from dim_plan").fetchall()
    assert rows == [("VN34-80", "decided")]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_a_plan_of_nobody_known_breaks_no_page(page, language, marts_without_owner, monkeypatch):
    app = open_page(page, marts_without_owner, monkeypatch, lang=language)
    assert not app.exception
    assert "None" not in texts_of(app)


def two_records():
    from types import SimpleNamespace

    import streamlit as st

    from dashboards.components.reviewer import enter_reviewer

    shared = SimpleNamespace(texts=lambda key: key)
    st.markdown(" ".join(enter_reviewer(shared, place)[0] for place in ("first", "second")))


def test_whoever_decides_is_the_same_person_at_every_record():
    app = AppTest.from_function(two_records).run()
    app.text_input(key="who-first").set_value("Lan").run()
    app.text_input(key="who-second").set_value("Minh").run()
    assert app.markdown[0].value == "Minh Minh"
    app.text_input(key="who-first").set_value(" ").run()
    assert app.markdown[0].value.strip() == ""
    assert not app.exception


def test_a_unit_shows_the_tasks_that_its_province_gives_it_by_name(marts, monkeypatch):
    app = open_page("units", marts, monkeypatch, unit="VN63-80-SNV")
    counts = {m.label: m.value for m in app.metric}
    assert (counts["Kế hoạch riêng"], counts["Chủ trì"], counts["Phối hợp"]) == ("24", "13", "9")
    links = [e.proto.label for e in app.main if e.type == "page_link"]
    assert not app.exception
    assert "tỉnh Long An" in links


def test_a_link_to_a_unit_that_is_gone_shows_no_other_unit(marts, monkeypatch):
    app = open_page("units", marts, monkeypatch, unit="VN34-99")
    assert "Liên kết nêu đơn vị" in texts_of(app)
    assert not app.metric
