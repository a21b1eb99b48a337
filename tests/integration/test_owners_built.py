"""Each number reaches the plan of the unit that it is of; what reaches none is said."""

from __future__ import annotations

import datetime as dt

import duckdb
import pytest

from pipeline.building.build import build
from pipeline.publish.builds import DATABASE, find_current_build
from pipeline.publish.unanswered import count_unanswered
from pipeline.reviews.append import Decision, append_decisions
from pipeline.support.console import LineReporter
from tests.plan_books import write_plan
from tests.report_books import DIGIT, ONLINE, STATUS_HEADS, observation, write_csv
from tests.sentences_said import list_missaid

pytestmark = pytest.mark.slow
DOCUMENT = """ỦY BAN NHÂN DÂN
TỈNH TÂY NINH
Số: 21/KH-UBND
Tây Ninh, ngày 12 tháng 01 năm 2026
KẾ HOẠCH
Cải cách hành chính tỉnh Tây Ninh năm 2026

II. NHIỆM VỤ
1. Cải cách thủ tục hành chính
a) Mục tiêu
- Tối thiểu 80% hồ sơ được giải quyết trực tuyến trên tổng số hồ sơ.

PHỤ LỤC
| STT | Nhiệm vụ | Sản phẩm | Cơ quan chủ trì | Thời gian |
|---|---|---|---|---|
| I | Cải cách thủ tục hành chính | | | |
| 1 | Rà soát thủ tục hành chính | Báo cáo | Văn phòng Sở | Quý I/2026 |
| 2 | Công bố thủ tục hành chính | Quyết định | Văn phòng Sở | Quý II/2026 |
"""
ADVICE = """KẾ HOẠCH
Cải cách hành chính

II. NHIỆM VỤ
1. Cải cách thủ tục hành chính
a) Mục tiêu
- Tối thiểu 70% hồ sơ được giải quyết trực tuyến trên tổng số hồ sơ.
"""


def build_office(office):
    report = build(office, LineReporter())
    assert report.is_published, report.transform
    return find_current_build(office)


def fetch(office, query):
    with duckdb.connect(find_current_build(office) / DATABASE, read_only=True) as connection:
        return connection.execute(query).fetchall()


def lay_target(unit=None, **facts):
    return {
        "targets": [{"indicator_code": ONLINE, "due_year": facts.get("year_to", 2025)}],
        "facts": {"unit_code": unit, **facts},
    }


@pytest.fixture(scope="module")
def offices(tmp_path_factory):
    """One build with every way to say, or not to say, whose plan it is."""
    from pipeline.support.settings import Settings

    root = tmp_path_factory.mktemp("owners")
    office = Settings(raw=root / "raw", marts=root / "marts")
    for folder in ("plans", "progress", "units", "reviews"):
        (office.raw / folder).mkdir(parents=True)
    plans = office.raw / "plans"
    (plans / "tay-ninh-2026.txt").write_text(DOCUMENT, "utf-8")
    (plans / "khong-ten.txt").write_text(ADVICE, "utf-8")
    write_plan(plans / "long-an.xlsx", **lay_target(
        plan_code="long-an-2025", issuer_name="UBND tỉnh Long An", issuer_level="province",
        province_name="Long An", issued_on=dt.date(2025, 1, 5),
    ))  # fmt: skip
    write_plan(plans / "snv.xlsx", **lay_target(
        plan_code="snv-2025", issuer_name="Sở Nội vụ tỉnh Long An", issuer_level="department",
        province_name="Long An", issued_on=dt.date(2025, 1, 6),
    ))  # fmt: skip
    write_plan(plans / "xa-la.xlsx", **lay_target(
        plan_code="xa-la-2025", issuer_name="UBND xã Không Có Trong Danh Mục",
        issuer_level="commune", province_name="Sơn La", issued_on=dt.date(2025, 8, 1),
    ))  # fmt: skip
    write_plan(plans / "thieu.xlsx", **lay_target(
        plan_code="thieu-2025", issuer_name=None, issuer_level=None, province_name=None,
        year_from=None, year_to=None,
    ))  # fmt: skip
    write_plan(plans / "chinh-phu.xlsx", **lay_target(
        plan_code="chinh-phu-2025", issuer_name="Chính phủ", issuer_level="government",
        province_name=None,
    ))  # fmt: skip
    rows = [
        observation(83, day="10/02/2026"),
        observation(81, unit_code="UBND tỉnh Tay Ninh", indicator=DIGIT, day="10/02/2026"),
        observation(66, unit_code="tỉnh Long An", day="10/06/2025"),
        observation(67, unit_code="VN63-80", day="10/12/2025"),
        observation(70, unit_code="VN63-80-SNV", day="10/06/2025"),
        observation(55, unit_code="VN34-01", day="10/06/2025"),
        observation(56, unit_code="Tỉnh Khong Co That", day="10/06/2025"),
    ]
    path = write_csv(office.raw, rows)
    path.parent.rename(path.parent.with_name("2026-02-20"))
    folder = path.parent.with_name("2026-02-21")
    folder.mkdir()
    statuses = [
        ("tay-ninh-2026", "2", "10/02/2026", "đang thực hiện", None),
        ("tay-ninh-2026", "I-1", "10/02/2026", "đã hoàn thành", "09/02/2026"),
        ("tay-ninh-2026", "9", "10/02/2026", "đang thực hiện", None),
    ]
    lines = [";".join("" if c is None else c for c in row) for row in (STATUS_HEADS, *statuses)]
    (folder / "nhiem-vu.csv").write_text("\n".join(lines), "utf-8")
    build_office(office)
    return office


def test_a_plan_gets_its_unit_from_the_name_of_its_issuer(offices):
    found = dict(fetch(offices, "select plan_code, unit_code from dim_plan"))
    assert found == {
        "tay-ninh-2026": "VN34-80",
        "long-an-2025": "VN63-80",
        "snv-2025": "VN63-80-SNV",
        "xa-la-2025": None,
        "thieu-2025": None,
        "khong-ten": None,
        "chinh-phu-2025": None,
    }


def test_a_report_reaches_the_plan_of_its_unit(offices):
    found = dict(fetch(
        offices,
        "select plan_code, actual from mart_attainment where actual is not null",
    ))  # fmt: skip
    assert found == {"tay-ninh-2026": 83, "long-an-2025": 67, "snv-2025": 70}


def test_what_is_not_known_is_null_and_stays_out_of_comparisons(offices):
    (row,) = fetch(
        offices,
        "select issuer_name, issuer_level, province_name, year_from, year_to, boundary_version "
        "from dim_plan where plan_code = 'thieu-2025'",
    )
    assert set(row) == {None}
    assert fetch(offices, "select count(*) from fct_target where plan_code = 'thieu-2025'") == [
        (1,)
    ]
    assert fetch(offices, "select count(*) from fct_task where plan_code = 'thieu-2025'") == [(1,)]
    for table, column in (
        ("mart_target_trend", "from_plan"),
        ("mart_peer_comparison", "plan_code"),
    ):
        query = f"select count(*) from {table} where {column} in ('thieu-2025', 'khong-ten')"  # noqa: S608
        assert fetch(offices, query) == [(0,)]


def test_a_plan_without_owner_is_a_question(offices):
    asked = fetch(
        offices, "select plan_code from mart_review_queue where what = 'owner' order by 1"
    )
    names = ["khong-ten", "thieu-2025", "xa-la-2025"]
    assert [code for (code,) in asked] == names
    reasons = fetch(
        offices, "select distinct status_reason from mart_attainment where plan_code = 'xa-la-2025'"
    )
    assert reasons == [("unit_unknown",)]


def test_units_are_named_with_or_without_marks_and_council(offices):
    named = fetch(
        offices,
        "select message from mart_data_quality where finding_kind = 'unit_named' order by 1",
    )
    said = " ".join(message for (message,) in named)
    assert "«UBND tỉnh Tay Ninh» được hiểu là đơn vị VN34-80" in said
    assert "«tỉnh Long An» được hiểu là đơn vị VN63-80" in said


def test_results_that_reach_no_plan_are_counted_with_what_comes_near(offices):
    unused = fetch(
        offices, "select unit_code, reason, observation_count from mart_unused_result order by 1"
    )
    assert unused == [
        ("VN34-01", "unit_without_plan", 1),
        ("VN34-80", "indicator_not_in_plan", 1),
    ]
    (unknown,) = fetch(
        offices, "select message, remedy from mart_data_quality where finding_kind = 'unit_unknown'"
    )
    assert "Khong Co That" in unknown[0]
    said = " ".join(count_unanswered(find_current_build(offices)))
    assert "VN34-01" in said
    assert "3 kế hoạch chưa rõ" in said


def test_the_report_of_an_ended_unit_names_its_successor(offices):
    query = (
        "select source_file, place, remedy from mart_data_quality where finding_kind = 'unit_ended'"
    )
    (found,) = fetch(offices, query)
    assert found[0].endswith("bao-cao.csv")
    assert "dòng 5" in found[1]
    assert "VN34-80" in found[2]


def test_a_short_task_number_finds_its_task_where_there_is_one(offices):
    found = fetch(offices, "select task_key, status from fct_task_status order by 1")
    assert found == [("tay-ninh-2026/I-1", "done"), ("tay-ninh-2026/I-2", "in_progress")]
    kinds = fetch(
        offices,
        "select finding_kind from mart_data_quality where finding_kind like 'task%' order by 1",
    )
    assert kinds == [("task_ref_completed",), ("task_unknown",)]


def test_an_answer_on_the_screen_gives_the_plan_its_unit(offices):
    answer = Decision("xa-la-2025#plan", "owner", "accept", new_value="VN34-14", decided_by="A")
    append_decisions(offices.raw / "reviews", [answer], dt.datetime(2026, 3, 1, 9))  # noqa: DTZ001
    build_office(offices)
    found = fetch(
        offices, "select unit_code, owner_match from dim_plan where plan_code = 'xa-la-2025'"
    )
    assert found == [("VN34-14", "decided")]
    undo = Decision("xa-la-2025#plan", "owner", "undo", decided_by="A")
    append_decisions(offices.raw / "reviews", [undo], dt.datetime(2026, 3, 1, 10))  # noqa: DTZ001
    build_office(offices)
    query = "select unit_code from dim_plan where plan_code = 'xa-la-2025'"
    assert fetch(offices, query) == [(None,)]


def test_two_offices_that_call_their_file_the_same_are_two_plans(office):
    for folder, province in (("a", "SƠN LA"), ("b", "LÀO CAI")):
        text = DOCUMENT.replace("TÂY NINH", province).replace("Tây Ninh", province.title())
        (office.raw / "plans" / folder).mkdir()
        (office.raw / "plans" / folder / "ke-hoach.txt").write_text(text, "utf-8")
    build_office(office)
    codes = fetch(office, "select plan_code, unit_code from dim_plan order by 1")
    assert codes == [("ke-hoach", "VN34-14"), ("ke-hoach-2", "VN34-15")]
    kinds = fetch(office, "select 1 from mart_data_quality where finding_kind = 'plan_recoded'")
    assert len(kinds) == 1


def test_an_answer_about_an_owner_is_matched_or_said(office):
    (office.raw / "plans" / "a.txt").write_text(ADVICE, "utf-8")
    (office.raw / "plans" / "b.txt").write_text(ADVICE.replace("70%", "71%"), "utf-8")
    build_office(office)
    made = [
        Decision(f"{plan}#plan", "owner", "accept", new_value=unit, decided_by="Phòng CCHC")
        for plan, unit in (("a", "VN34-80"), ("b", "VN34-99"), ("c", "VN34-80"))
    ]
    append_decisions(office.raw / "reviews", made, dt.datetime(2026, 3, 1, 9))  # noqa: DTZ001
    build_office(office)
    found = fetch(
        office,
        "select finding_kind, plan_code from mart_data_quality where subject = 'review' order by 1",
    )
    assert found == [("decision_unit_unknown", "b"), ("decision_unmatched", None)]


def test_every_finding_is_said_in_both_languages(offices):
    with duckdb.connect(find_current_build(offices) / DATABASE, read_only=True) as connection:
        assert list_missaid(connection) == []


UNITS = """Mã đơn vị;Tên đơn vị;Loại đơn vị;Địa giới;Mã tỉnh;Đơn vị cấp trên
VN34-66-KN;Xã Krông Ana Thượng;xã;34;66;VN34-66
VN34-66-SYT;Sở Y tế;sở;34;66;VN34-66
"""


def test_units_of_the_office_s_own_list_are_found_by_their_bare_names(office):
    """Nobody else's "Sở Y tế" is meant there; a name of our own seeds alone stays unknown."""
    (office.raw / "units").mkdir(parents=True, exist_ok=True)
    (office.raw / "units" / "don-vi.csv").write_text(UNITS, "utf-8")
    write_csv(office.raw, [
        observation(71, unit_code="Xã Krông Ana Thượng"),
        observation(72, unit_code="Krông Ana Thượng", indicator=DIGIT),
        observation(73, unit_code="Sở Y tế"),
        observation(74, unit_code="Sở Y tế tỉnh Đắk Lắk", indicator=DIGIT),
        observation(75, unit_code="Sở Nội vụ"),
        observation(76, unit_code="Sở Y tế tỉnh Tây Ninh"),
    ])  # fmt: skip
    build_office(office)
    found = fetch(office, "select unit_code, value from fct_progress order by value")
    known = [(code, value) for code, value in found if value < 75]
    assert known == [
        ("VN34-66-KN", 71), ("VN34-66-KN", 72), ("VN34-66-SYT", 73), ("VN34-66-SYT", 74),
    ]  # fmt: skip
    said = fetch(office, "select message from mart_data_quality where finding_kind in "
                         "('unit_unknown', 'unit_named')")  # fmt: skip
    told = "; ".join(text for (text,) in said)
    assert "Không có đơn vị «Sở Nội vụ»" in told
    assert "Không có đơn vị «Sở Y tế tỉnh Tây Ninh»" in told
    assert "«Sở Y tế» được hiểu là đơn vị VN34-66-SYT" in told


def test_a_school_below_a_ministry_sets_no_demand_of_the_nation(office):
    text = (
        "BỘ CÔNG THƯƠNG\nTRƯỜNG CAO ĐẲNG VŨ NINH\nSố: 9/KH-CĐVN\nngày 12 tháng 01 năm 2026\n"
        + DOCUMENT[DOCUMENT.index("KẾ HOẠCH") :].replace("tỉnh Tây Ninh", "của Trường")
    )
    (office.raw / "plans").mkdir(parents=True, exist_ok=True)
    (office.raw / "plans" / "truong.txt").write_text(text, "utf-8")
    build_office(office)
    (plan,) = fetch(office, "select issuer_name, issuer_level, owner_match from dim_plan")
    assert plan == ("TRƯỜNG CAO ĐẲNG VŨ NINH", None, "none")
    assert fetch(office, "select count(*) from mart_national_line") == [(0,)]
    assert fetch(office, "select count(*) from fct_target") == [(1,)]
