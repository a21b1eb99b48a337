"""A plan that another one replaces: said, compared, and never added up with it."""

from __future__ import annotations

import datetime as dt

import duckdb
import pytest

from dashboards.queries.plans import compare_versions, list_plans
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
    said = {(r["subject"], r["change"], r["from_ref"], r["to_ref"]) for r in rows}
    assert said == {
        # Of one indicator, though its words and number are others.
        ("target", "changed", "1", "I.1"),
        ("target", "kept", "2", "I.2"),
        ("target", "gone", "3", None),
        ("target", "added", None, "I.3"),
        ("task", "kept", "1", "1"),
    }
    (changed,) = [r for r in rows if r["change"] == "changed"]
    assert (changed["from_value"], changed["to_value"]) == (80, 90)
    assert "dòng" in changed["from_place"]
    assert "dòng" in changed["to_place"]
