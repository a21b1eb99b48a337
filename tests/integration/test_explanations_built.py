"""Explanations in a build: steps, requests, and what fits nothing."""

from __future__ import annotations

import datetime as dt

import duckdb
import pytest

from pipeline.building.build import build
from pipeline.explanations.append import Step, append_step
from pipeline.publish.builds import DATABASE, find_current_build
from pipeline.support.console import LineReporter

pytestmark = pytest.mark.slow
NOON = dt.datetime.fromisoformat("2026-11-27T12:00:00")
DUE, LATER = dt.date(2026, 12, 5), dt.date(2027, 1, 31)


def ask(settings, question: str) -> list[tuple]:
    with duckdb.connect(find_current_build(settings) / DATABASE, read_only=True) as connection:
        return connection.execute(question).fetchall()


def test_an_explanation_is_one_row_per_request_and_what_fits_nothing_is_named(office_with_plans):
    office = office_with_plans
    assert build(office, LineReporter()).is_published
    ((task, task_key, plan),) = ask(
        office, "select record_key, task_key, plan_code from fct_task order by task_key limit 1"
    )
    ((target, target_key),) = ask(
        office, "select record_key, target_key from fct_target order by target_key limit 1"
    )
    steps = [
        Step(task, "request", "Hoa", "Phòng A", DUE, note="Vì sao trễ?"),
        Step(task, "answer", "An", "Phòng A", new_due_on=LATER, note="cũ"),
        Step(task, "answer", "An", "Phòng A", note="mới"),
        Step(task, "accept", "Hoa", note="được"),
        Step(target, "request", "Hoa", "Phòng B", DUE),
        Step(target, "accept", "Lan"),
        Step(target, "undo", "Lan"),
        Step("không-có#1", "request", "Hoa", "Phòng C", DUE),
        Step(task, "answer", "An", "Phòng A", note="muộn"),
    ]
    for minute, step in enumerate(steps):
        folder = office.raw / "explanations"
        append_step(folder, step, NOON + dt.timedelta(minutes=minute))
    (folder / "hong.csv").write_text("Cột lạ,Cột khác\n1,2\n", encoding="utf-8")
    report = build(office, LineReporter())
    assert report.is_published, report.transform
    assert ask(
        office,
        "select record_key, plan_code, task_key, target_key, agency, question, answer, "
        "new_due_on, decision, decided_by from mart_explanation where plan_code is not null "
        "order by task_key nulls last",
    ) == [
        (task, plan, task_key, None, "Phòng A", "Vì sao trễ?", "mới", None, "accept", "Hoa"),
        (target, target_key.split("/")[0], None, target_key, "Phòng B", None, None, None, None,
         None),
    ]  # fmt: skip
    assert ask(
        office, "select count(*), count(*) filter (where is_standing) from fct_explanation"
    ) == [(9, 5)]
    found = ask(
        office,
        "select finding_kind, message from mart_data_quality "
        "where finding_kind like 'explanation%' order by finding_kind",
    )
    assert [kind for kind, _ in found] == ["explanation_unasked", "explanation_unmatched"]
    assert all("{" not in message for _, message in found)
    (refused,) = [f for f in report.manifest.files if f["file_path"] == "explanations/hong.csv"]
    assert not refused["is_loaded"]
