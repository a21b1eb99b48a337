"""What analysts decide, seen in the next build."""

from __future__ import annotations

import datetime as dt

import duckdb
import pytest

from pipeline.building.build import build
from pipeline.publish.builds import DATABASE, find_current_build
from pipeline.reviews.append import Decision, append_decisions
from pipeline.support.console import LineReporter
from tests.plan_books import write_plan

pytestmark = pytest.mark.slow

NOW = dt.datetime.fromisoformat("2026-11-22T09:30:00")
LATER = dt.datetime.fromisoformat("2026-11-22T10:30:00")
TARGETS = [
    {"target_ref": "1", "target_text": "Trả phí qua mạng", "measure_label": "lượt trả phí",
     "value": 30, "indicator_code": None},
    {"target_ref": "2", "target_text": "Hồ sơ đúng hẹn", "measure_label": "hồ sơ đúng hẹn",
     "value": 9, "indicator_code": None},
    {"target_ref": "3", "target_text": "Dòng thừa", "measure_label": "không phải chỉ tiêu",
     "value": 50, "indicator_code": None},
]  # fmt: skip


def ask(settings, query):
    with duckdb.connect(find_current_build(settings) / DATABASE, read_only=True) as connection:
        return connection.sql(query).fetchall()


def decide(settings, when, *decisions):
    append_decisions(settings.raw / "reviews", decisions, when)
    assert build(settings, LineReporter()).is_published


def find_key(settings, ref):
    rows = ask(settings, "select target_ref, record_key from fct_target")
    return dict(rows)[ref]


def test_decisions_apply_survive_a_new_reading_and_can_be_undone(office):
    book = office.raw / "plans" / "xa.xlsx"
    write_plan(book, TARGETS)
    build(office, LineReporter())
    keys = [find_key(office, ref) for ref in "123"]
    code = "TTHC_ONLINE_PAYMENT_TRANSACTION_SHARE"
    waiting = ask(office, "select count(*) from mart_review_queue where what = 'link'")
    assert waiting == [(3,)]
    decide(
        office, NOW,
        Decision(keys[0], "link", "accept", "", code, "Lan", "đúng giao dịch"),
        Decision(keys[1], "value", "correct", "9", "90", "Lan", "thiếu số 0"),
        Decision(keys[2], "reading", "reject", "", "", "Lan", "không phải chỉ tiêu"),
        Decision("xa-thu-2025#khongco", "reading", "accept", "", "", "Lan"),
    )  # fmt: skip
    found = "select target_ref, indicator_code, link_status, comparability, value, read_value, "
    found += "decided_by from fct_target order by target_ref"
    assert ask(office, found) == [
        ("1", code, "reviewed", "level", 30.0, 30.0, "Lan"),
        ("2", None, "suggested", None, 90.0, 9.0, "Lan"),
    ]
    kinds = "select finding_kind from mart_data_quality where subject = 'review' order by all"
    assert ask(office, kinds) == [("decision_unmatched",), ("record_rejected",)]

    # The office sends its plan again, rows in another order and one more among them.
    write_plan(book, [TARGETS[1], {"target_ref": "9", "target_text": "Mới"}, TARGETS[0]])
    decide(
        office, LATER,
        Decision(keys[1], "value", "undo", "90", "9", "Lan", "sửa nhầm"),
        Decision(keys[0], "link", "undo", code, "", "Minh", "không phải của Minh"),
    )  # fmt: skip
    assert ask(office, "select indicator_code from fct_target where target_ref = '1'") == [(code,)]
    assert ask(office, "select value from fct_target where target_ref = '2'") == [(9.0,)]
    # The record that was struck out is gone from the plan: its decision fits nothing now.
    assert ask(office, kinds) == [("decision_unmatched",), ("decision_unmatched",)]
