"""Decisions of analysts: written side by side, read back, checked."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import re

import polars as pl

from pipeline.inputs.reading import read_file
from pipeline.plans.content_keys import key_targets
from pipeline.reviews.append import FILE_NAME, Decision, append_decisions
from pipeline.reviews.standing import mark_standing
from pipeline.support.raw_tables import shape_frame
from pipeline.support.settings import PROJECT

NOW = dt.datetime.fromisoformat("2026-11-22T09:30:00")
HEADER = (
    "Khóa bản ghi,Nội dung,Quyết định,Giá trị cũ,Giá trị mới,Người quyết định,Thời điểm,Lý do\n"
)


def read_decisions(folder):
    parsed = read_file(folder / FILE_NAME, "reviews")
    return parsed.frames["review_decisions"], parsed.problems


def test_a_decision_is_read_as_it_was_made(tmp_path):
    reason = 'Ghi rõ "trực tuyến", xem dòng 84;\nđã hỏi lại'
    made = Decision("p#1", "link", "accept", "", "TTHC_ON_TIME_SHARE", "Lan", reason)
    append_decisions(tmp_path, [made], NOW)
    frame, problems = read_decisions(tmp_path)
    assert problems == []
    (row,) = frame.to_dicts()
    assert (row["what"], row["decision"], row["decided_at"]) == ("link", "accept", NOW)
    assert (row["record_key"], row["new_value"], row["decided_by"]) == (
        "p#1", "TTHC_ON_TIME_SHARE", "Lan",
    )  # fmt: skip


def _append_many(folder, who):
    for number in range(60):
        append_decisions(
            folder, [Decision(f"{who}#{number}", "reading", "accept", "", "", who)], NOW
        )


def test_analysts_who_write_at_once_lose_nothing(tmp_path):
    context = multiprocessing.get_context("spawn")
    workers = [
        context.Process(target=_append_many, args=(tmp_path, w)) for w in ("An", "Bình", "Chi")
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0, 0, 0]
    frame, problems = read_decisions(tmp_path)
    assert problems == []
    assert frame.height == 180
    assert frame["record_key"].n_unique() == 180


def test_a_file_edited_by_hand_without_its_last_line_break_is_not_broken(tmp_path):
    path = tmp_path / FILE_NAME
    path.write_text(HEADER + "p#1,đọc,chấp nhận,,,Lan,22/11/2026,", encoding="utf-8")
    append_decisions(tmp_path, [Decision("p#2", "reading", "reject", "", "", "Lan")], NOW)
    frame, problems = read_decisions(tmp_path)
    assert problems == []
    assert frame["record_key"].to_list() == ["p#1", "p#2"]
    assert frame["decided_at"][0] == dt.datetime.fromisoformat("2026-11-22")


def test_decisions_that_make_no_sense_are_rejected_by_row(tmp_path):
    rows = [
        "p#1,liên kết,chấp nhận,,KHONG_CO,Lan,2026-11-22 09:30,",
        "p#2,giá trị,sửa,7,bảy mươi,Lan,2026-11-22 09:30,",
        "p#3,đọc,sửa,7,70,Lan,2026-11-22 09:30,",
        "p#4,đọc,chấp nhận,,,Lan,hôm qua,",
        "p#5,đọc,chấp nhận,,,,2026-11-22 09:30,",
        'p#6,giá trị,sửa,7,"70,5",Lan,2026-11-22 09:30,',
        "p#7,giá trị,sửa,1500,1.600,Lan,2026-11-22 09:30,",
    ]
    (tmp_path / FILE_NAME).write_text(HEADER + "\n".join(rows), encoding="utf-8")
    frame, problems = read_decisions(tmp_path)
    assert frame["record_key"].to_list() == ["p#6"]
    assert [(p.rule, p.row_no) for p in problems if p.severity == "row"] == [
        ("missing_value", 6),
        ("unknown_indicator", 2),
        ("bad_correction", 3),
        ("decision_mismatch", 4),
        ("bad_moment", 5),
        ("bad_correction", 8),
    ]


def test_a_record_keeps_its_key_when_rows_move():
    rows = [
        {"target_text": "Hồ sơ đúng hạn", "value": 90.0, "unit": "%", "scope_level": level}
        for level in ("province", "commune", "commune")
    ]
    forward = key_targets(shape_frame("targets", pl.DataFrame(rows)))["content_key"].to_list()
    rows.insert(0, {"target_text": "Chỉ tiêu mới", "value": 1.0, "unit": "%", "scope_level": None})
    moved = key_targets(shape_frame("targets", pl.DataFrame(rows)))["content_key"].to_list()
    assert moved[1:] == forward
    assert len(set(moved)) == 4


def test_a_file_that_excel_saved_in_another_form_is_left_alone(tmp_path):
    """A comma row behind semicolon rows would be lost."""
    path = tmp_path / FILE_NAME
    path.write_text(HEADER.replace(",", ";") + "p#1;đọc;chấp nhận;;;Lan;22/11/2026;\n", "utf-8-sig")
    written = append_decisions(tmp_path, [Decision("p#2", "reading", "reject", "", "", "Lan")], NOW)
    assert written.name == "quyet-dinh-tren-man-hinh-2.csv"
    keys = [
        read_file(p, "reviews").frames["review_decisions"]["record_key"].to_list()
        for p in sorted(tmp_path.iterdir(), reverse=True)
    ]
    assert keys == [["p#1"], ["p#2"]]


def stand(*rows):
    """Which of some decisions stand: record, content, decision, person, minute."""
    names = ("record_key", "what", "decision", "decided_by", "minute")
    frame = pl.DataFrame([dict(zip(names, row, strict=True)) for row in rows])
    moment = pl.datetime(2026, 1, 1, 8, pl.col("minute"))
    decisions = shape_frame(
        "review_decisions",
        frame.with_columns(
            moment.alias("decided_at"),
            pl.lit("f").alias("file_path"),
            pl.int_range(pl.len()).alias("source_row"),
        ),
    )
    return mark_standing(decisions)["is_standing"].to_list()


DECISIONS = {"gắn": "accept", "từ chối": "reject", "hoàn tác": "undo", "sửa": "correct"}


def test_examples_of_the_method_page():
    """All rows of the table are one person's."""
    page = (PROJECT / "docs/method.md").read_text(encoding="utf-8")
    rows = re.findall(
        r"^\| (\d) \| (\w), (.+?) \| (.+?) \| (\d\d)/01 08:(\d\d) \| (.+?) \|$", page, re.M
    )
    assert len(rows) == 5
    made = [
        (record, what, next(v for k, v in DECISIONS.items() if said.startswith(k)), "L",
         int(day) * 10 + int(minute))
        for _, record, what, said, day, minute, _ in rows
    ]  # fmt: skip
    stands = dict(zip(sorted(made, key=lambda m: m[4]), stand(*made), strict=True))
    assert [stands[m] for m in made] == [last == "có" for *_, last in rows]


def test_who_undoes_takes_back_what_they_said_themselves():
    assert stand(("b", "link", "reject", "L", 1), ("b", "link", "undo", "L", 2)) == [False, False]
    # M never said anything: what L said stands.
    assert stand(("b", "link", "reject", "L", 1), ("b", "link", "undo", "M", 2)) == [True, False]
    # What M said before counts again.
    assert stand(
        ("b", "link", "accept", "M", 1),
        ("b", "link", "reject", "L", 2),
        ("b", "link", "undo", "L", 3),
    ) == [True, False, False]
    assert stand(
        ("b", "link", "accept", "L", 1),
        ("b", "link", "undo", "L", 2),
        ("b", "link", "reject", "L", 3),
    ) == [False, False, True]


def test_of_two_decisions_of_one_moment_the_later_row_stands():
    assert stand(("a", "link", "accept", "L", 1), ("a", "link", "reject", "M", 1)) == [False, True]
