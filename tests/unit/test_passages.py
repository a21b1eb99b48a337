"""Words that somebody marked: found again, and what they settle."""

from __future__ import annotations

import pytest

from pipeline.linking.catalogue import load_indicators
from pipeline.reviews.passages import Source, are_settled, find_passage, key_passage
from pipeline.reviews.restructure import (
    Context,
    PlanRecords,
    apply_decisions,
    foretell_target,
    loses_number,
    split_words,
)
from tests.accuracy.labelled import OWN, read_lines

PLAN = {"plan_code": "p", "issuer_level": "commune", "year_to": 2026}


@pytest.mark.parametrize(
    ("passage", "decided", "is_settled"),
    [
        ("Có trên 70% kiến nghị được trả lời.", ["trên 70% kiến nghị"], True),
        ("Có trên 70% kiến nghị được trả lời.", ["kiến nghị được trả lời"], False),
        ("Đạt 70% hồ sơ và 80% văn bản.", ["70% hồ sơ"], False),
        ("Đạt 70% hồ sơ và 80% văn bản.", ["70% hồ sơ", "80% văn bản"], True),
        ("Đạt trên 180% kế hoạch", ["80% kế hoạch"], False),
        ("Đạt 70% hồ sơ.", ["Xã phấn đấu: Đạt 70% hồ sơ. Và hơn nữa."], True),
        ("Phòng Kinh tế làm đầu mối", ["Phòng Kinh tế làm đầu mối"], True),
        ("Phòng Kinh tế làm đầu mối của việc này", ["Phòng"], False),
        ("Đạt 70% hồ sơ.", [], False),
    ],
)
def test_what_decisions_settle(passage, decided, is_settled):
    assert are_settled(passage, decided) is is_settled


def test_words_are_found_over_line_breaks_and_tags():
    source = Source("a.txt", "Mở đầu\n<p>Đạt  90%\nhồ sơ</p>", (0, 7), ("dòng 1", "dòng 2"))
    found = find_passage([source], "Đạt 90% hồ sơ")
    assert found is not None
    assert (found.words, source.locate(found.start)) == ("Đạt  90%\nhồ sơ", "dòng 2")
    assert find_passage([source], "Đạt 91%") is None


def test_parts_are_words_of_the_record():
    text = "Đạt 80% hồ sơ; 90% văn bản."
    assert split_words(text, "Đạt 80% hồ sơ; || 90% văn bản.") == ["Đạt 80% hồ sơ;", "90% văn bản."]
    assert split_words(text, "90% văn bản. || Đạt 80% hồ sơ;") is None
    assert split_words(text, text) is None


def test_a_number_that_no_text_holds_would_be_lost():
    assert loses_number([{"value": 95.0}], ["Tỷ lệ hồ sơ đúng hạn"])
    assert not loses_number([{"value": 95.0}, {"value": None}], ["Đạt 95% hồ sơ"])


def test_every_labelled_text_can_be_foretold():
    """Whatever field a section names, and whatever field the linked indicator is of."""
    texts = {t["text"] for p in OWN.glob("*.targets.jsonl") for t in read_lines(p)}
    assert len(texts) > 300
    assert {i.field_code for i in load_indicators()} >= {0, 2, 6}
    for text in texts:
        for context in (Context(), Context(1, 2027, "commune")):
            rows = foretell_target(text, PLAN, context)
            assert rows
            assert all(r["value"] is None or r["due_year"] for r in rows)


def test_a_decision_that_cannot_be_applied_stops_no_build(monkeypatch):
    def fail(*_):
        raise TypeError

    monkeypatch.setattr("pipeline.reviews.restructure._ACTIONS", {"addition": fail})
    records = PlanRecords(PLAN, [], [])
    decision = {
        "record_key": key_passage("p", "Đạt 90%"), "what": "addition", "decision": "accept",
        "new_value": "Đạt 90%", "is_standing": True,
    }  # fmt: skip
    (outcome,) = apply_decisions(records, [decision])
    assert outcome["outcome"] == "failed"


def test_a_reference_is_of_one_record_only():
    rows = [{"target_ref": "BS-1", "content_key": "a", "measure_no": 0}]
    records = PlanRecords(PLAN, rows, [])
    assert records.name("targets", "BS-1") == "BS-1 (2)"
    records.take("targets", "BS-1")
    assert records.name("targets", "BS-1") == "BS-1 (2)"
    assert records.name("tasks", "BS-1") == "BS-1"
