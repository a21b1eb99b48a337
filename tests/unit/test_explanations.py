"""Giải trình: steps as written, read back, and what they come to."""

from __future__ import annotations

import datetime as dt

import openpyxl
import pytest

from pipeline.explanations.append import FILE_NAME, Step, append_step
from pipeline.explanations.steps import list_explanations, mark_steps
from pipeline.inputs.reading import read_file

DUE, LATER = dt.date(2026, 12, 5), dt.date(2027, 1, 31)
HEADER = "Khóa bản ghi,Bước,Cơ quan,Hạn trả lời,Hạn mới,Nội dung,Người ghi,Thời điểm\n"


def request(by: str = "Hoa", **more: object) -> Step:
    return Step("p#1", "request", by, "Phòng A", DUE, note="Vì sao trễ?", **more)


def answer(note: str = "Thiếu số", by: str = "Phòng A") -> Step:
    return Step("p#1", "answer", by, "Phòng A", new_due_on=LATER, note=note)


def write(folder, *steps: Step):
    for hour, step in enumerate(steps):
        append_step(folder, step, dt.datetime.fromisoformat(f"2026-11-27T{8 + hour:02}:00:00"))
    parsed = read_file(folder / FILE_NAME, "explanations")
    assert not parsed.problems, parsed.problems
    return parsed.frames["explanations"]


def tell(frame) -> list[tuple]:
    return [
        tuple(row)
        for row in mark_steps(frame).select("step", "request_no", "is_standing", "fault").rows()
    ]


def test_what_is_written_is_read_back_as_it_was(tmp_path):
    frame = write(tmp_path, request(), answer('Thiếu số, "chờ" Sở B\nđến tháng sau'))
    assert frame["record_key"].to_list() == ["p#1", "p#1"]
    assert frame["answer_due_on"].to_list() == [DUE, None]
    assert frame["new_due_on"].to_list() == [None, LATER]
    assert frame["written_at"][0] == dt.datetime.fromisoformat("2026-11-27T08:00:00")
    assert "chờ" in frame["note"][1]


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        ("p#1,yêu cầu,Phòng A,,,x,Hoa,2026-11-27 08:00", "request_without_day"),
        ("p#1,yêu cầu,Phòng A,26/11/2026,,x,Hoa,2026-11-27 08:00", "answer_due_before_request"),
        ("p#1,trả lời,Phòng A,,,,Hoa,2026-11-27 08:00", "answer_without_words"),
        ("p#1,trả lời,Phòng A,,,x,Hoa,hôm qua", "bad_moment"),
        ("p#1,xin thêm,Phòng A,,,x,Hoa,2026-11-27 08:00", "bad_choice"),
        (",trả lời,Phòng A,,,x,Hoa,2026-11-27 08:00", "missing_value"),
    ],
)
def test_a_bad_row_is_refused_by_name_and_the_good_one_stays(tmp_path, row, rule):
    good = "p#2,yêu cầu,Phòng B,05/12/2026,,,Hoa,27/11/2026 08:00"
    (tmp_path / "a.csv").write_text(f"{HEADER}{row}\n{good}\n", encoding="utf-8")
    parsed = read_file(tmp_path / "a.csv", "explanations")
    assert [p.rule for p in parsed.problems] == [rule]
    assert parsed.problems[0].row_no == 2
    assert parsed.frames["explanations"]["record_key"].to_list() == ["p#2"]


def test_from_request_to_decision(tmp_path):
    day = DUE + dt.timedelta(days=1)
    (asked,) = list_explanations(write(tmp_path / "a", request()))
    assert [asked.find_state(d) for d in (DUE, day)] == ["open", "overdue"]
    (answered,) = list_explanations(write(tmp_path / "b", request(), answer()))
    assert (answered.find_state(day), answered.new_due_on) == ("answered", LATER)
    done = Step("p#1", "accept", "Hoa")
    (decided,) = list_explanations(write(tmp_path / "c", request(), answer(), done))
    assert (decided.find_state(day), len(decided.steps)) == ("accept", 3)


def test_the_latest_answer_stands_and_a_step_without_request_says_so(tmp_path):
    frame = write(tmp_path, answer("trước"), request(), answer("cũ"), answer("mới"),
                  Step("p#1", "refuse", "Hoa"), answer("muộn"), request("Lan"))  # fmt: skip
    assert tell(frame) == [
        ("answer", None, False, "unasked"),
        ("request", 1, True, None),
        ("answer", 1, False, None),
        ("answer", 1, True, None),
        ("refuse", 1, True, None),
        ("answer", None, False, "unasked"),
        ("request", 2, True, None),
    ]
    first, second = list_explanations(frame)
    assert (first.answer, first.decision, second.answer) == ("mới", "refuse", None)


def test_only_who_wrote_a_step_takes_it_back(tmp_path):
    undo = Step("p#1", "undo", "Hoa")
    assert list_explanations(write(tmp_path / "a", request(), undo)) == []
    frame = write(tmp_path / "b", request(), answer(), undo)
    assert tell(frame)[-1] == ("undo", None, False, "nothing_to_undo")
    assert list_explanations(frame)[0].answer == "Thiếu số"
    frame = write(tmp_path / "c", request(), answer(), Step("p#1", "accept", "Hoa"), undo)
    assert list_explanations(frame)[0].find_state(DUE) == "answered"
    assert mark_steps(frame.clear()).is_empty()


def test_records_do_not_mix(tmp_path):
    other = Step("p#2", "request", "Hoa", "Phòng B", DUE)
    frame = write(tmp_path, request(), other, answer())
    assert [(e.record_key, e.answer) for e in list_explanations(frame)] == [
        ("p#1", "Thiếu số"), ("p#2", None)
    ]  # fmt: skip


def test_a_lone_return_in_words_loses_no_step(tmp_path):
    frame = write(tmp_path, request(), answer("một\rhai\r\nba"))
    assert frame["note"].to_list()[1].split() == ["một", "hai", "ba"]


def test_a_workbook_keeps_the_hour_of_a_step(tmp_path):
    """Two steps of one day are in the order of their hours, not of their rows."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(HEADER.strip().split(","))
    for hour, step, note in ((15, "trả lời", "Đã rõ"), (9, "yêu cầu", "")):
        moment = dt.datetime.fromisoformat(f"2026-12-01T{hour:02}:30:00")
        sheet.append(["p#1", step, "Phòng A", LATER, None, note, "Hoa", moment])
    sheet.append(["p#1", "chấp nhận", None, None, None, None, "Hoa", dt.date(2026, 12, 2)])
    book.save(tmp_path / "a.xlsx")
    frame = read_file(tmp_path / "a.xlsx", "explanations").frames["explanations"]
    assert [str(moment) for moment in frame["written_at"].to_list()] == [
        "2026-12-01 15:30:00", "2026-12-01 09:30:00", "2026-12-02 00:00:00"
    ]  # fmt: skip
    (explained,) = list_explanations(frame)
    assert (explained.answer, explained.decision) == ("Đã rõ", "accept")
