"""Sheets as offices make them: heads over rows, merged cells, totals, notes, what is hidden."""

from __future__ import annotations

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font

from pipeline.inputs.reading import read_file
from pipeline.plans.documents.confidence import THRESHOLD
from pipeline.tables.furniture import is_kind, load_furniture
from tests.plan_books import write_plan
from tests.report_books import (
    DIGIT,
    HEADS,
    ONLINE,
    STATUS_HEADS,
    list_rules,
    observation,
    read_rows,
    read_values,
    write_book,
    write_csv,
)


@pytest.mark.parametrize("kind", load_furniture())
def test_words_of_furniture_and_their_examples(kind):
    examples = load_furniture()[kind]
    strip = "()[] " if kind == "unit" else ""
    assert [t for t in examples["yes"] if not is_kind(t.strip(strip), kind)] == []
    assert [t for t in examples["no"] if is_kind(t, kind)] == []


def test_a_header_over_two_rows_under_a_title(tmp_path):
    def change(sheet):
        sheet.insert_rows(1, amount=2)
        sheet["A1"] = "BÁO CÁO KẾT QUẢ CẢI CÁCH HÀNH CHÍNH"
        sheet.merge_cells("A1:G1")
        for column in "ABCG":
            sheet[f"{column}2"] = sheet[f"{column}3"].value
            sheet[f"{column}3"] = None
            sheet.merge_cells(f"{column}2:{column}3")
        sheet["D2"] = "Số liệu"
        sheet.merge_cells("D2:F2")

    path = write_book(tmp_path, [observation(None, 410, 500)], change=change)
    (found,) = read_rows(path)
    assert (found["numerator"], found["denominator"], found["source_row"]) == (410, 500, 4)


def test_a_form_with_units_numbers_totals_notes_and_signatures(tmp_path):
    def change(sheet):
        sheet.insert_rows(2, amount=2)
        for column, (unit, number) in enumerate(
            [(None, "(1)"), (None, "(2)"), (None, "(3)"), ("(hồ sơ)", "(4)"), ("(hồ sơ)", "(5)"),
             ("(%)", "(6)"), (None, "(7)")], start=1,
        ):  # fmt: skip
            sheet.cell(2, column, unit)
            sheet.cell(3, column, number)
        for row in (
            ("Tổng cộng", None, None, 1200, 1500, 80),
            ("Ghi chú: số liệu ước thực hiện",),
            ("NGƯỜI LẬP BIỂU", None, None, None, "GIÁM ĐỐC"),
            ("Người thử một", None, None, None, "Người thử hai"),
        ):
            sheet.append(row)

    rows = [observation(None, 738, 900), observation(None, 462, 600, indicator=DIGIT)]
    path = write_book(tmp_path, rows, change=change)
    parsed = read_file(path, "progress")
    assert [r["numerator"] for r in read_rows(path)] == [738, 462]
    assert list_rules(parsed) == [
        ("ignored_units", 2), ("ignored_column_numbers", 3), ("ignored_total", 6),
        ("ignored_note", 7), ("ignored_signature", 8), ("ignored_signature", 9),
    ]  # fmt: skip
    assert parsed.rows_seen == 2 + sum(p.ignored_rows for p in parsed.problems)


def test_cells_merged_over_rows_speak_for_each(tmp_path):
    def change(sheet):
        sheet.merge_cells("A2:A4")
        sheet.merge_cells("C2:C4")
        sheet["D4"] = "Chưa có số liệu"
        sheet.merge_cells("D4:F4")

    rows = [
        observation(None, 615, 750),
        observation(79.5, indicator=DIGIT),
        observation(indicator=ONLINE),
    ]
    found = read_rows(write_book(tmp_path, rows, change=change))
    assert [r["unit_code"] for r in found] == ["VN34-80"] * 3
    assert [r["missing_reason"] for r in found] == [None, None, "not_reported"]


def test_hidden_rows_columns_and_sheets_are_named(tmp_path):
    def change(sheet):
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["F"].hidden = True
        copy = sheet.parent.create_sheet("Chỉ số")
        copy.append(HEADS)
        copy.append(observation(93))
        copy.sheet_state = "veryHidden"

    path = write_book(tmp_path, [observation(88, 300, 400), observation(91)], change=change)
    (found,) = read_rows(path)
    assert (found["numerator"], found["value"], found["source_row"]) == (300, None, 2)
    rules = list_rules(read_file(path, "progress"))
    assert rules == [("hidden_row", 3), ("hidden_column", None), ("hidden_sheet", None)]


def test_a_hidden_target_row_is_no_target(tmp_path):
    from openpyxl import load_workbook

    path = write_plan(tmp_path / "ke-hoach.xlsx", targets=[{}, {"target_ref": "2", "value": 33}])
    book = load_workbook(path)
    book["Chỉ tiêu"].row_dimensions[3].hidden = True
    book.save(path)
    parsed = read_file(path, "plans")
    assert parsed.frames["targets"]["value"].to_list() == [80]
    assert list_rules(parsed) == [("hidden_row", 3)]


def test_notes_beside_a_table_do_not_cost_its_rows(tmp_path):
    def change(sheet):
        sheet["I2"] = "xem lại"

    assert read_values(write_book(tmp_path, [observation(80)], change=change)) == [80]


def test_a_prepared_row_that_nobody_filled_in_is_no_fault(tmp_path):
    path = write_csv(tmp_path, [observation(80), observation(day=None, indicator=DIGIT)])
    parsed = read_file(path, "progress")
    assert list_rules(parsed) == [("ignored_unfilled", 3)]


def test_a_repeated_header_is_no_row(tmp_path):
    path = write_csv(tmp_path, [observation(80), HEADS, observation(81, day="30/11/2025")])
    assert read_values(path) == [80, 81]
    assert list_rules(read_file(path, "progress")) == [("ignored_repeated_header", 3)]


def test_a_size_that_the_file_states_wrongly_cuts_nothing(tmp_path):
    import re
    import zipfile

    path = write_book(tmp_path, [observation(v, day=f"{v - 70}/11/2025") for v in (80, 81, 82)])
    with zipfile.ZipFile(path) as archive:
        parts = {n: archive.read(n) for n in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    parts[name] = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:B2"', parts[name])
    with zipfile.ZipFile(path, "w") as archive:
        for member, content in parts.items():
            archive.writestr(member, content)
    assert read_values(path) == [80, 81, 82]


def test_title_lines_above_a_csv(tmp_path):
    rows = [
        HEADS,
        ("(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"),
        observation(None, "1.107", "1.350"),
    ]
    path = write_csv(tmp_path, rows, ("ỦY BAN NHÂN DÂN TỈNH", None, None))
    (found,) = read_rows(path)
    assert (found["numerator"], found["denominator"]) == (1107, 1350)


def test_merged_statuses(tmp_path):
    def change(sheet):
        sheet.merge_cells("A2:A4")
        sheet.merge_cells("D2:D3")

    rows = [
        ("a-2025", n, "10/12/2025", s, None)
        for n, s in (("1", "xong"), ("2", None), ("3", "đang làm"))
    ]
    path = write_book(tmp_path, rows, STATUS_HEADS, "Nhiệm vụ", change)
    found = [(r["task_ref"], r["status"]) for r in read_rows(path, "task_statuses")]
    assert found == [("1", "done"), ("2", "done"), ("3", "in_progress")]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("Mã đơn vị;Mã chỉ số\n".encode("utf-16"), "UTF-16"),
        ("M· ®¬n vÞ;M· chØ sè;Ngµy sè liÖu;Gi¸ trÞ;chÝnh thøc".encode("latin-1"), "TCVN3"),
        ("Maõ ñôn vò;Ngaøy soá lieäu;Giaù trò;chính thöùc".encode("latin-1"), "VNI"),
        ("Đơn vị".encode("cp1258", "replace") + b"\xec\xd2;a", "Windows-1258"),
    ],
)
def test_other_encodings_are_named(tmp_path, content, words):
    path = write_csv(tmp_path, [])
    path.write_bytes(content)
    (problem,) = read_file(path, "progress").problems
    assert problem.rule == "not_utf8"
    assert words in problem.message


PERIOD_HEADS = ("Mã đơn vị", "Mã chỉ số", "Đơn vị tính", "09/2025", "10/2025")


def test_a_hidden_period_column_is_named_and_not_read(tmp_path):
    rows = [("VN34-80", ONLINE, "%", 79, 90)]
    path = write_book(
        tmp_path, rows, PERIOD_HEADS, "Kết quả theo kỳ",
        lambda page: setattr(page.column_dimensions["E"], "hidden", True),
    )  # fmt: skip
    assert [(r["period_code"], r["value"]) for r in read_rows(path)] == [("2025-09", 79)]
    (problem,) = read_file(path, "progress").problems
    assert (problem.rule, problem.column_name) == ("hidden_column", "10/2025")


def test_a_row_of_struck_figures_is_counted(tmp_path):
    def strike(page):
        for column in (4, 5):
            page.cell(3, column).font = Font(strike=True)

    rows = [("VN34-80", ONLINE, "%", 79, 90), ("VN34-80", DIGIT, "%", 61, 62)]
    path = write_book(tmp_path, rows, PERIOD_HEADS, "Kết quả theo kỳ", strike)
    parsed = read_file(path, "progress")
    assert len(read_rows(path)) == 2
    assert sum(p.ignored_rows for p in parsed.problems) == 1
    assert parsed.rows_seen == 2


def test_many_left_out_rows_hide_no_empty_one(tmp_path):
    rows = [("VN34-80", ONLINE, "%", 79, 90), ("VN34-80", DIGIT, "%", None, None)]
    totals = [("Tổng cộng", None, None, 1, 2)] * 60
    path = write_book(tmp_path, [*rows, *totals], PERIOD_HEADS, "Kết quả theo kỳ")
    parsed = read_file(path, "progress")
    assert parsed.rows_seen == 62
    assert sum(p.ignored_rows for p in parsed.problems) == 61


def test_every_struck_row_is_spoken_of(tmp_path):
    def strike(page):
        for row in range(2, 62):
            page.cell(row, 6).font = Font(strike=True)

    path = write_book(tmp_path, [observation(80)] * 60, change=strike)
    said = [p for p in read_file(path, "progress").problems if p.rule == "struck_cell"]
    assert len(said) == 51
    assert "còn 10 dòng" in said[-1].message


def test_two_tables_of_a_plan_on_one_sheet_and_quarters_with_numbers(tmp_path):
    book = Workbook()
    for row in (
        ("ỦY BAN NHÂN DÂN XÃ SUỐI TRONG",),
        ("KẾ HOẠCH CẢI CÁCH HÀNH CHÍNH NĂM 2026",),
        ("STT", "Chỉ tiêu phấn đấu", "Đơn vị tính", "Quý I", "Quý II", "Quý III", "Quý IV"),
        (1, "Hồ sơ gửi qua mạng", "%", 50, 60, 70, 80),
        (2, "Hồ sơ trả đúng hẹn", "%", 96, 97, 98, 99),
        (),
        ("STT", "Tên việc", "Ai gánh", "Xong trước"),
        (1, "Soát lại giờ trực của quầy", "Văn phòng", "30/4/2026"),
    ):
        book.active.append(row)
    path = tmp_path / "ke-hoach.xlsx"
    book.save(path)
    read = read_file(path, "plans")
    targets = read.frames["targets"].select("target_text", "value", "reading_confidence").rows()
    assert [t[:2] for t in targets] == [("Hồ sơ gửi qua mạng", 80), ("Hồ sơ trả đúng hẹn", 99)]
    # A total of the year would be the sum: a person has to see it.
    assert all(confidence < THRESHOLD for *_, confidence in targets)
    tasks = read.frames["tasks"].select("task_text", "lead_agency", "due_text").rows()
    assert tasks == [("Soát lại giờ trực của quầy", "Văn phòng", "30/4/2026")]
    asked = [p.message for p in read.problems if p.rule == "line_unclaimed"]
    assert [any(f"{q}" in m for m in asked) for q in (50, 70, 96, 98)] == [True] * 4
