"""A plan that another one replaces or amends: said, compared, never judged by twice."""

from __future__ import annotations

import datetime as dt

import duckdb
import pytest

from dashboards.queries.plans import compare_versions, list_plans, list_versions_of
from dashboards.queries.weekly import list_scopes
from pipeline.building.build import build
from pipeline.publish.builds import DATABASE, find_current_build
from pipeline.support.console import LineReporter
from tests.plan_books import write_plan

pytestmark = pytest.mark.slow
UNIT = {"unit_code": "VN34-14-VPUB", "issuer_name": "Văn phòng UBND tỉnh Sơn La",
        "issuer_level": "office"}  # fmt: skip
LATER_DAY = dt.date(2025, 8, 1)


@pytest.fixture
def versions(office):
    """Plans "cu" and "moi" of one unit, the later naming the earlier in another spelling."""
    write_plan(
        office.raw / "plans" / "cu.xlsx",
        targets=[{}, {"target_ref": "2", "target_text": "Giữ", "indicator_code": None, "value": 70},
                 {"target_ref": "3", "target_text": "Bỏ", "indicator_code": None, "value": 60}],
        facts={**UNIT, "plan_code": "cu", "doc_no": "52/KH-VPUB"},
    )  # fmt: skip
    write_plan(
        office.raw / "plans" / "moi.xlsx",
        targets=[{"target_ref": "I.1", "target_text": "Lời khác", "value": 90},
                 {"target_ref": "I.2", "target_text": "Giữ", "indicator_code": None, "value": 70},
                 {"target_ref": "I.3", "target_text": "Thêm", "indicator_code": None, "value": 50}],
        facts={**UNIT, "plan_code": "moi", "doc_no": "80/KH-VPUB", "issued_on": LATER_DAY,
               "replaces_doc_no": "52 / kh-vpub"},
    )  # fmt: skip
    # Another unit's plan of that number is another plan.
    write_plan(
        office.raw / "plans" / "khac.xlsx",
        facts={"plan_code": "khac", "doc_no": "52/KH-VPUB", "unit_code": "VN34-75-MINHDUC"},
    )
    assert build(office, LineReporter()).is_published
    with duckdb.connect(find_current_build(office) / DATABASE, read_only=True) as connection:
        yield connection


def test_a_replaced_plan_says_by_which_and_since_when(versions):
    rows = versions.execute(
        "select plan_code, replaced_by, replaced_on from dim_plan order by plan_code"
    ).fetchall()
    assert rows == [("cu", "moi", LATER_DAY), ("khac", None, None), ("moi", None, None)]
    assert list_plans(versions)["plan_code"].to_list()[-1] == "cu"
    replaced = {r["plan_code"]: r["replaced_by"] for r in list_scopes(versions, True).to_dicts()}
    assert replaced == {"cu": "moi", "khac": None, "moi": None}


def test_what_the_later_version_demands_otherwise_is_told_record_by_record(versions):
    rows = compare_versions(versions, from_plan="cu", to_plan="moi").to_dicts()
    said = {(r["subject"], r["change_class"], r["from_ref"], r["to_ref"]) for r in rows}
    assert said == {
        # Of one indicator, though its words and number are others.
        ("target", "changed", "1", "I.1"),
        ("target", "kept", "2", "I.2"),
        ("target", "gone", "3", None),
        ("target", "added", None, "I.3"),
        ("task", "kept", "1", "1"),
    }
    (changed,) = [r for r in rows if r["change_class"] == "changed"]
    assert (changed["from_value"], changed["to_value"]) == (80, 90)
    assert "dòng" in changed["from_place"]
    assert "dòng" in changed["to_place"]


@pytest.fixture
def amended(office):
    """Plan "goc" and two amendments of it; the second adds a number and changes another."""
    other = {"target_ref": "2", "target_text": "Giữ", "indicator_code": "TTHC_ON_TIME_SHARE",
             "value": 95}  # fmt: skip
    write_plan(
        office.raw / "plans" / "goc.xlsx", targets=[{}, other],
        facts={**UNIT, "plan_code": "goc", "doc_no": "52/KH-VPUB"},
    )  # fmt: skip
    added = {"target_ref": "2", "target_text": "Thêm", "indicator_code": None, "value": 5}
    for code, day, number in (("sua-1", LATER_DAY, 85), ("sua-2", dt.date(2025, 9, 1), 90)):
        write_plan(
            office.raw / "plans" / f"{code}.xlsx", targets=[{"value": number}, added], tasks=[],
            facts={**UNIT, "plan_code": code, "doc_no": f"{code}/KH", "issued_on": day,
                   "amends_doc_no": "52/KH-VPUB"},
        )  # fmt: skip
    folder = office.raw / "progress" / "2025-07-01"
    folder.mkdir(parents=True)
    (folder / "quy-2.csv").write_text(
        "Mã đơn vị;Mã chỉ số;Ngày số liệu;Giá trị;Đơn vị tính\n"
        "VN34-14-VPUB;TTHC_ONLINE_PAYMENT_OFFERED_SHARE;30/06/2025;82;%\n"
        "VN34-14-VPUB;TTHC_ON_TIME_SHARE;30/06/2025;96;%\n",
        encoding="utf-8",
    )
    assert build(office, LineReporter()).is_published
    with duckdb.connect(find_current_build(office) / DATABASE, read_only=True) as connection:
        yield connection


def test_an_amendment_takes_the_place_of_what_it_names_and_of_nothing_else(amended):
    rows = amended.execute(
        "select plan_code, amends_plan, amended_by, amended_on, is_partial from dim_plan order by 1"
    ).fetchall()
    assert rows == [
        ("goc", None, "sua-1, sua-2", LATER_DAY, False),
        ("sua-1", "goc", "sua-2", dt.date(2025, 9, 1), True),
        ("sua-2", "goc", None, None, True),
    ]
    said = amended.execute(
        "select change_class, from_ref, to_ref, from_value, to_value from mart_version_change "
        "where to_plan = 'sua-1' order by all"
    ).fetchall()
    assert said == [("added", None, "2", None, 5), ("changed", "1", "1", 80, 85)]


def test_a_number_is_judged_by_its_version_until_the_day_of_the_next(amended):
    asked = (
        "select target_key, status, status_reason, known_because "
        "from attainment_on(?) where plan_code = 'goc' order by target_key"
    )
    before = amended.execute(asked, [LATER_DAY - dt.timedelta(days=1)]).fetchall()
    assert [row[1] for row in before] == ["met", "met"]
    after = amended.execute(asked, [LATER_DAY]).fetchall()
    assert [row[1:] for row in after] == [
        ("unknown", "superseded", "superseded"),
        ("met", "compared_with_target", "received"),
    ]
    now = amended.execute(
        "select plan_code, status_reason from attainment_on(?) where target_key like 'sua-%/1/%'"
        " order by 1",
        [dt.date(2025, 9, 2)],
    ).fetchall()
    assert now == [("sua-1", "superseded"), ("sua-2", "too_old")]


def test_each_number_says_what_took_its_place_and_what_it_took_the_place_of(amended):
    ((key,),) = amended.execute(
        "select target_key from fct_target where plan_code = 'goc' and target_ref = '1'"
    ).fetchall()
    rows = list_versions_of(amended, record_key=key).to_dicts()
    assert [(r["to_doc_no"], r["to_value"]) for r in rows] == [("sua-1/KH", 85), ("sua-2/KH", 90)]
