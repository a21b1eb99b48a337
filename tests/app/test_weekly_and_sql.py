"""The weekly screen and the SQL page, driven without a browser."""

from __future__ import annotations

import datetime as dt

import pytest

from dashboards.address_text import pack_text
from dashboards.components.state import Shared
from dashboards.i18n.texts import Texts
from dashboards.sections.weekly_review import list_scope_options
from pipeline.asking.sandbox import ask
from tests.app.test_pages import open_page, texts_of

pytestmark = pytest.mark.slow


@pytest.fixture
def marts(committed_build):
    return committed_build.parent.parent


def figures_of(app) -> dict[str, str]:
    return {m.label: m.value for m in app.metric}


def test_the_sentence_of_the_state_agrees_with_sql(marts, monkeypatch, committed_build):
    app = open_page("weekly", marts, monkeypatch, scope="long-an-2022")
    assert not app.exception
    day = app.selectbox(key="known").value
    query = f"""
        select count(*), count(*) filter (where status = 'met'),
            count(*) filter (where status in ('missed', 'not_met'))
        from attainment_on(date '{day}')
        where plan_code = 'long-an-2022' and is_simulated and repeats_target_key is null
    """  # noqa: S608 (a day of the page)
    total, met, missed = ask(committed_build, query).frame.row(0)
    tasks = f"""
        select state, count(*) from task_state_on(date '{day}')
        where plan_code = 'long-an-2022' group by state
    """  # noqa: S608
    states = dict(ask(committed_build, tasks).frame.rows())
    (said,) = [m.value for m in app.markdown if "con số:" in m.value]
    assert f"{total} con số: {met} đạt" in said
    assert f"{missed} chậm hoặc không đạt" in said
    assert f"{sum(states.values())} nhiệm vụ: {states['late']} trễ" in said
    assert f"{states['unknown']} im lặng" in said


def test_an_office_opens_on_its_own_and_says_when_it_has_nothing(marts, monkeypatch):
    app = open_page("plans", marts, monkeypatch, office="VN34-14-VPUB")
    assert app.selectbox(key="plan").value == "van-phong-ubnd-son-la-2025"
    app = open_page("weekly", marts, monkeypatch, office="VN34-14-VPUB")
    assert app.selectbox(key="scope").value == "van-phong-ubnd-son-la-2025"
    assert not [m for m in app.markdown if "Chưa có kế hoạch nào của" in m.value]
    app = open_page("weekly", marts, monkeypatch, office="VN34-48")
    assert [m for m in app.markdown if "Chưa có kế hoạch nào của" in m.value]
    # A province sees itself with all below it, of today's territory; its own plans first.
    app = open_page("weekly", marts, monkeypatch, office="VN34-80")
    assert app.selectbox(key="scope").value == "y2025-80"
    app = open_page("plans", marts, monkeypatch, office="VN34-80")
    assert app.selectbox(key="plan").options[0].endswith("Long An")


def test_a_plan_counts_beside_others_until_the_year_of_the_one_that_replaced_it():
    def plan(code: str, **more: object) -> dict:
        return {"plan_code": code, "issuer_name": code, "year_from": 2021, "year_to": 2025,
                "first_year": 2023, "last_year": 2025, "head_code": "80", "head_name": "Tây Ninh",
                "replaced_by": None, "replaced_on": None,
                "last_report_on": dt.date(2025, 6, 1)} | more  # fmt: skip

    day = dt.date(2025, 1, 1)
    rows = [plan("c"), plan("d"), plan("a", replaced_by="b", replaced_on=day),
            plan("x", replaced_by="y")]  # fmt: skip
    options = list_scope_options(rows, Shared(Texts("vi"), True, None), {})
    assert options["y2024-80"]["plans"] == ("a", "c", "d")
    assert options["y2025-80"]["plans"] == ("c", "d")
    assert "đã thay thế" in options["x"]["name"]


def test_plans_without_a_common_head_are_never_added_up(marts, monkeypatch):
    app = open_page("weekly", marts, monkeypatch)
    together = [name for name in app.selectbox(key="scope").options if "và các đơn vị" in name]
    assert together == ["Tây Ninh và các đơn vị, năm 2025 (2 kế hoạch)"]


def test_old_and_simulated_data_are_announced(marts, monkeypatch):
    app = open_page("weekly", marts, monkeypatch)
    said = " ".join(w.value for w in app.warning)
    assert "Số liệu cũ" in said
    assert "số liệu mô phỏng" in said
    left_out = open_page("weekly", marts, monkeypatch, sim="0")
    said = " ".join(w.value for w in left_out.warning)
    assert "số liệu mô phỏng" not in said
    assert "Chưa có báo cáo tiến độ nào" in said, "what would fill the page"
    assert "MÔ PHỎNG" not in texts_of(left_out)


def test_days_come_from_the_address(marts, monkeypatch):
    app = open_page("weekly", marts, monkeypatch, known="2025-12-08", since="2025-11-24")
    assert app.selectbox(key="known").value == "2025-12-08"
    assert app.selectbox(key="since").value == "2025-11-24"
    assert "Đã đổi từ 24/11/2025" in [s.value for s in app.subheader]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_slide_of_the_wall(language, marts, monkeypatch):
    app = open_page("weekly", marts, monkeypatch, present="1", lang=language)
    assert not app.exception
    assert not app.selectbox, "a wall has no filters"
    seen = set()
    for _ in range(9):
        seen.add(texts_of(app))
        button = next(b for b in app.button if b.label in ("Sau", "Next"))
        button.click().run()
        assert not app.exception
    assert len(seen) >= 8


def open_answer(marts, monkeypatch, **address):
    """The page of SQL once its question has been answered, however slow the machine is."""
    app = open_page("sql", marts, monkeypatch, **address)
    job = app.session_state["sql-job"]
    if not job.is_running:
        return app
    assert job.wait(60)
    return app.run()


def test_a_named_question_is_asked(marts, monkeypatch, committed_build):
    app = open_answer(marts, monkeypatch, ask="viec-tre")
    assert not app.exception
    late = ask(
        committed_build,
        "select count(*) from task_state_on(date '2025-06-30') where state = 'late'",
    )
    assert f"**{late.frame.item()}** dòng" in texts_of(app)


def test_parameters_come_from_the_address(marts, monkeypatch):
    app = open_answer(marts, monkeypatch, ask="chi-tieu-nang-ha", p_from_year="1999")
    assert app.text_input(key="field-p_from_year").value == "1999"
    assert "**0** dòng" in texts_of(app)


def test_a_shared_statement_is_asked(marts, monkeypatch):
    packed = pack_text("select 41 + 1 as answer")
    app = open_answer(marts, monkeypatch, s=packed)
    assert not app.exception
    assert app.dataframe[0].value.to_numpy().tolist() == [[42]]


@pytest.mark.parametrize(
    ("statement", "said"),
    [("drop table fct_target", "Chỉ nhận câu hỏi đọc"), ("select", "sai cú pháp"),
     ("select * from read_csv('/etc/hosts')", "đọc tệp")],
)  # fmt: skip
def test_a_statement_that_may_not_run_is_explained(statement, said, marts, monkeypatch):
    app = open_answer(marts, monkeypatch, s=pack_text(statement))
    assert not app.exception
    assert said in app.error[0].value


def test_every_view_of_quality(marts, monkeypatch):
    for view in ("fresh", "reports", "findings", "files"):
        app = open_page("quality", marts, monkeypatch, qview=view)
        assert not app.exception
        assert app.dataframe
    assert figures_of(app)["Dòng bị loại"] == "0"
    app = open_page("quality", marts, monkeypatch, qview="unused")
    assert not app.exception


def test_search_finds_without_marks(marts, monkeypatch):
    app = open_page("search", marts, monkeypatch, words="thanh toan")
    assert not app.exception
    assert len(app.dataframe[0].value) > 5


def test_a_link_to_a_task_shows_its_line(marts, monkeypatch, committed_build):
    query = """
        select task_key, plan_code, task_text, source_locator from fct_task
        where plan_code = 'long-an-2022' limit 1
    """
    row = ask(committed_build, query).frame.row(0, named=True)
    app = open_page("tasks", marts, monkeypatch, plan=row["plan_code"], task=row["task_key"])
    assert not app.exception
    assert row["source_locator"] in texts_of(app)
