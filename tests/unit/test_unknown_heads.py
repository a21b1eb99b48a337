"""Plans whose tables have heads that nobody wrote down: read with a doubt, or asked about."""

from __future__ import annotations

import json

import docx
import pytest

from pipeline.inputs.reading import read_file
from pipeline.support.problems import Problem, tabulate_problems

LETTERHEAD = (
    "BAN QUẢN LÝ CẢNG SUỐI TRONG\nSố: 7/KH-BQL   Suối Trong, ngày 5 tháng 01 năm 2026\n\n"
    "KẾ HOẠCH\nCải cách hành chính giai đoạn 2026-2027\n\n"
)
YEARS = [
    ("STT", "Điều mong", "Năm 2026", "Năm 2027"),
    ("1", "Tỷ lệ tàu nộp hồ sơ qua mạng", "75%", "90%"),
    ("2", "Tỷ lệ giấy phép trả trước hẹn", "ít nhất 1/3", "95%"),
    ("3", "Số cuộc đối thoại với chủ tàu", "02 cuộc", "04 cuộc"),
]


def read_years(tmp_path):
    document = docx.Document()
    for text in [*LETTERHEAD.split("\n"), "A. VIỆC PHẢI TỚI"]:
        document.add_paragraph(text)
    grid = document.add_table(rows=len(YEARS), cols=len(YEARS[0]))
    for row, texts in zip(grid.rows, YEARS, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.save(tmp_path / "ke-hoach.docx")
    return read_file(tmp_path / "ke-hoach.docx", "plans")


def read(tmp_path, body):
    path = tmp_path / "ke-hoach.txt"
    path.write_text(LETTERHEAD + body, encoding="utf-8")
    return read_file(path, "plans")


def test_numbers_by_years_below_an_unknown_head_are_read_with_doubt(tmp_path):
    targets = read_years(tmp_path).frames["targets"]
    rows = targets.select("due_year", "value").rows()
    assert {(2026, 75), (2027, 90), (2026, 2), (2027, 4), (2027, 95)} <= set(rows)
    assert all("columns_told" in doubts for doubts in targets["reading_doubts"])


def test_a_ratio_in_a_cell_is_no_one_and_its_row_is_doubted(tmp_path):
    targets = read_years(tmp_path).frames["targets"]
    rows = targets.select("target_ref", "value", "reading_doubts").rows()
    assert [(v, "number_unread" in doubts) for ref, v, doubts in rows if ref == "2"] == [(95, True)]


def test_a_time_behind_who_leads_is_parted_from_it(tmp_path):
    body = (
        "I. Chỉ tiêu\n1. 90% hồ sơ được nộp trực tuyến.\nII. Nhiệm vụ\n"
        "1. Lập sổ tay tiếp dân.\nPhụ trách: Văn phòng; hoàn thành trước 31/3/2026\n"
    )
    task = read(tmp_path, body).frames["tasks"].row(0, named=True)
    assert task["lead_agency"] == "Văn phòng"
    assert "31/3/2026" in task["due_text"]


def test_a_last_numbered_line_that_owes_something_is_no_heading(tmp_path):
    body = (
        "I. Chỉ tiêu\n1. 90% hồ sơ được nộp trực tuyến.\nII. Việc\n"
        "1. Tổ cầu cảng vẽ lại sơ đồ trước ngày 30/6/2026\n"
    )
    assert [p for p in read(tmp_path, body).problems if "sơ đồ" in p.message]


def test_a_refused_plan_names_its_lines_not_only_its_numbers(tmp_path):
    refused, *named = read(tmp_path, "I. Việc\n- Vẽ lại sơ đồ bến trước ngày 30/6/2026.\n").problems
    assert (refused.rule, refused.severity) == ("no_plan_found", "file")
    assert [p for p in named if "sơ đồ bến" in p.message]


@pytest.mark.parametrize("value", [float("inf"), float("nan"), 1.5])
def test_parameters_of_a_problem_are_json_that_others_can_read(value):
    problem = Problem("no_plan_found", "warning", parameters={"value": value})
    row = tabulate_problems([problem], "a.csv").row(0, named=True)

    def refuse(name):
        raise AssertionError(name)

    assert json.loads(row["parameters"], parse_constant=refuse)
