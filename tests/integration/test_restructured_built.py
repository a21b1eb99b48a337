"""Records that analysts add, split and merge, seen in the next build."""

from __future__ import annotations

import datetime as dt

import duckdb
import pytest

from pipeline.building.build import build
from pipeline.publish.builds import DATABASE, find_current_build
from pipeline.reviews.append import Decision, append_decisions
from pipeline.reviews.passages import key_passage
from pipeline.support.console import LineReporter
from tests.marked_plan import CODE, MARKED, PLAN

pytestmark = pytest.mark.slow


def ask(settings, query):
    with duckdb.connect(find_current_build(settings) / DATABASE, read_only=True) as connection:
        return connection.sql(query).fetchall()


@pytest.fixture
def office_with_document(office):
    (office.raw / "plans").mkdir(parents=True, exist_ok=True)
    (office.raw / "plans" / "xa-suoi-trong-2026.txt").write_text(PLAN, encoding="utf-8")
    assert build(office, LineReporter()).is_published
    return office


def decide(settings, minute, *decisions):
    when = dt.datetime.fromisoformat(f"2026-11-22T09:0{minute}:00")
    append_decisions(settings.raw / "reviews", decisions, when)
    assert build(settings, LineReporter()).is_published


TARGETS = """
    select target_ref, comparator, value, unit, needs_review, made_as, indicator_code is not null,
        source_locator
    from fct_target order by target_no, target_ref, measure_no
"""


def find_keys(settings, table="fct_target", ref="target_ref"):
    return dict(ask(settings, f"select {ref}, record_key from {table}"))  # noqa: S608


def find_kinds(settings):
    wanted = "select finding_kind, severity from mart_data_quality where subject = 'review'"
    return ask(settings, f"{wanted} order by all")


def test_a_marked_sentence_becomes_a_target_and_can_be_taken_back(office_with_document):
    office = office_with_document
    before = ask(office, TARGETS)
    unread = "select passage_text, is_settled, decision from mart_unread_passage order by starts_at"
    passages = ask(office, unread)
    assert any("70%" in words and not done for words, done, _ in passages), passages
    key = key_passage(CODE, MARKED)
    decide(office, 1, Decision(key, "addition", "accept", "", MARKED, "Lan", "máy bỏ sót"))
    added = ask(office, f"from ({TARGETS}) where made_as = 'addition'")
    assert added[0][:5] == ("BS-1", "gte", 70, "%", False)
    assert added[0][7] == "dòng 20"
    quote = "select source_quote, quote_file from fct_target where made_as = 'addition'"
    assert ask(office, quote)[0] == (
        MARKED.replace("được trả", "được\ntrả"), f"plans/{CODE}.txt"
    )  # fmt: skip
    settled = [p for p in ask(office, unread) if p[1]]
    assert [(d) for _, _, d in settled] == ["accept"]
    kinds = ask(
        office,
        "select finding_kind, severity from mart_data_quality where contains(message, '70%')",
    )
    assert kinds == [("passage_settled", "info")]
    assert find_kinds(office) == [("record_addition", "info")]

    decide(office, 2, Decision(key, "addition", "undo", MARKED, "", "Lan", "nhầm"))
    assert ask(office, TARGETS) == before
    assert ask(office, unread) == passages


def test_a_sentence_that_is_no_target_is_not_asked_about_again(office_with_document):
    office = office_with_document
    key = key_passage(CODE, MARKED)
    decide(office, 1, Decision(key, "addition", "reject", "", MARKED, "Lan", "việc của Văn phòng"))
    assert ask(office, "from fct_target where made_as is not null") == []
    found = "select count(*) from mart_data_quality where finding_kind = 'number_unclaimed'"
    assert ask(office, found) == [(0,)]
    assert find_kinds(office) == [("words_judged", "info")]


def test_one_record_is_split_and_two_are_merged(office_with_document):
    office = office_with_document
    keys = find_keys(office)
    first = next(k for r, k in keys.items() if r.startswith("I.1-b1"))
    parts = "Tối thiểu 80% hồ sơ được nộp trực tuyến || ít nhất 95% hồ sơ được giải quyết đúng hạn."
    task = find_keys(office, "fct_task", "task_ref").popitem()[1]
    decide(
        office, 1,
        Decision(first, "split", "correct", "", parts, "Lan"),
        Decision(keys["I.1-b3"], "merge", "correct", "", keys["I.1-b2"], "Lan"),
        Decision(
            task, "split", "correct", "",
            "Rà soát hồ sơ tồn đọng || niêm yết thủ tục tại nhà văn hóa.", "Lan",
        ),
    )  # fmt: skip
    assert [r[:6] for r in ask(office, TARGETS)] == [
        ("I.1-b1/1", "gte", 80, "%", False, "split"),
        ("I.1-b1/2", "gte", 95, "%", False, "split"),
        ("I.1-b2+I.1-b3", "gte", 60, "%", False, "merge"),
    ]
    tasks = "select task_ref, task_text, lead_agency, due_text, made_as from fct_task order by all"
    assert ask(office, tasks) == [
        ("II-1/1", "Rà soát hồ sơ tồn đọng", "Văn phòng", "Quý II/2026", "split"),
        ("II-1/2", "niêm yết thủ tục tại nhà văn hóa.", "Văn phòng", "Quý II/2026", "split"),
    ]
    dues = "select distinct task_ref, due_on from mart_task_status inner join fct_task "
    dues += "using (task_key) order by all"
    assert ask(office, dues) == [(f"II-1/{n}", dt.date(2026, 6, 30)) for n in (1, 2)]
    assert {k for k, _ in find_kinds(office)} == {"record_split", "record_merge"}

    # Decisions about the new records count like those about any other.
    decide(
        office, 2,
        Decision(find_keys(office)["I.1-b1/2"], "value", "correct", "95", "96", "Minh"),
        Decision(keys["I.1-b3"], "merge", "undo", keys["I.1-b2"], "", "Lan"),
    )  # fmt: skip
    assert [(r[0], r[2]) for r in ask(office, TARGETS)] == [
        ("I.1-b1/1", 80), ("I.1-b1/2", 96), ("I.1-b2", None), ("I.1-b3", 60),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("decision", "kind"),
    [
        (("addition", "accept", "Câu này không có ở đâu cả, 12%."), "decision_words_not_found"),
        (("split", "correct", "không phải lời của nó || cũng không"), "decision_words_differ"),
        (("merge", "correct", f"{CODE}#khongco"), "decision_unmatched"),
    ],
)
def test_what_fits_nothing_changes_nothing_and_is_said(office_with_document, decision, kind):
    office = office_with_document
    before = ask(office, TARGETS)
    what, verb, new = decision
    key = key_passage(CODE, new) if what == "addition" else find_keys(office)["I.1-b2"]
    decide(office, 1, Decision(key, what, verb, "", new, "Lan"))
    assert ask(office, TARGETS) == before
    assert (kind, "warning") in find_kinds(office)


def test_what_was_decided_about_a_record_that_is_split_is_asked_again(office_with_document):
    office = office_with_document
    keys = dict(ask(office, "select value, record_key from fct_target where value is not null"))
    decide(office, 1, Decision(keys[80], "value", "correct", "80", "85", "Minh"))
    parts = "Tối thiểu 80% hồ sơ được nộp trực tuyến || ít nhất 95% hồ sơ được giải quyết đúng hạn."
    decide(office, 2, Decision(keys[95], "split", "correct", "", parts, "Lan"))
    assert ("decision_retired", "warning") in find_kinds(office)


def test_three_records_become_one(office_with_document):
    office = office_with_document
    keys = find_keys(office)
    decide(
        office, 1,
        Decision(keys["I.1-b2"], "merge", "correct", "", keys["I.1-b1"], "Lan"),
        Decision(keys["I.1-b3"], "merge", "correct", "", keys["I.1-b1"], "Lan"),
    )  # fmt: skip
    found = [(r[0], r[2]) for r in ask(office, TARGETS)]
    assert found == [("I.1-b1+I.1-b2+I.1-b3", value) for value in (80, 95, 60)]


def test_a_number_in_a_cell_of_its_own_is_not_lost(office):
    table = (
        "I. CHỈ TIÊU\n| TT | Chỉ tiêu | Đơn vị tính | Năm 2026 |\n"
        "| 1 | Tỷ lệ hồ sơ nộp qua mạng và hồ sơ đúng hạn | % | 95 |\n"
        "| 2 | Tỷ lệ văn bản trình đúng hạn | % | 90 |\n"
    )
    (office.raw / "plans").mkdir(parents=True, exist_ok=True)
    head = PLAN[: PLAN.index("I. MỤC TIÊU")]
    (office.raw / "plans" / f"{CODE}.txt").write_text(head + table, encoding="utf-8")
    assert build(office, LineReporter()).is_published
    before = ask(office, TARGETS)
    key = find_keys(office)["1"]
    parts = "Tỷ lệ hồ sơ nộp qua mạng || và hồ sơ đúng hạn"
    decide(office, 1, Decision(key, "split", "correct", "", parts, "Lan"))
    assert ask(office, TARGETS) == before
    assert find_kinds(office) == [("decision_number_lost", "warning")]


def test_a_report_on_a_task_counts_for_each_part_that_it_is_split_into(office_with_document):
    office = office_with_document
    folder = office.raw / "progress" / "2026-07-01"
    folder.mkdir(parents=True)
    (folder / "nhiem-vu.csv").write_text(
        "Mã kế hoạch,Số nhiệm vụ,Ngày số liệu,Trạng thái,Ngày hoàn thành\n"
        f"{CODE},II-1,2026-06-20,đã hoàn thành,2026-06-20\n",
        encoding="utf-8",
    )
    assert build(office, LineReporter()).is_published
    states = "select task_ref, state from mart_task_status inner join fct_task using (task_key) "
    states += "where known_until is null order by all"
    assert ask(office, states) == [("II-1", "done_on_time")]
    key = find_keys(office, "fct_task", "task_ref").popitem()[1]
    parts = "Rà soát hồ sơ tồn đọng || niêm yết thủ tục tại nhà văn hóa."
    decide(office, 1, Decision(key, "split", "correct", "", parts, "Lan"))
    assert ask(office, states) == [(f"II-1/{n}", "done_on_time") for n in (1, 2)]
