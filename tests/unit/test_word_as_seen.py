"""A Word document is read as a person sees it: changes accepted, nothing hidden or struck."""

from __future__ import annotations

import copy

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from pipeline.inputs.reading import read_file

HEAD = (
    "ỦY BAN NHÂN DÂN TỈNH SƠN LA",
    "Số: 12/KH-UBND",
    "Sơn La, ngày 12 tháng 01 năm 2026",
    "KẾ HOẠCH",
    "Cải cách hành chính tỉnh Sơn La năm 2026",
    "I. MỤC ĐÍCH",
    "Nêu rõ việc phải làm.",
    "II. NHIỆM VỤ",
    "1. Cải cách thủ tục hành chính",
    "a) Mục tiêu",
)
TABLE = ("STT", "Chỉ tiêu", "Đơn vị tính", "Kế hoạch năm 2026")


@pytest.fixture
def plan():
    document = docx.Document()
    for line in HEAD:
        document.add_paragraph(line)
    return document


def read(document, tmp_path):
    path = tmp_path / "ke-hoach.docx"
    document.save(path)
    return read_file(path, "plans")


def list_values(parsed):
    targets = parsed.frames.get("targets")
    return [] if targets is None else sorted(v for v in targets["value"] if v is not None)


def list_rules(parsed):
    return {p.rule for p in parsed.problems}


def mark(run, name, value=None):
    """Set a switch of a run: vanish, strike, dstrike."""
    properties = run._r.get_or_add_rPr()
    switch = OxmlElement(name)
    if value is not None:
        switch.set(qn("w:val"), value)
    properties.append(switch)
    return run


def wrap(element, name, **attributes):
    """Put an element into another one in its place."""
    outer = OxmlElement(name)
    for key, value in {"id": "1", "author": "a", "date": "2026-01-01T00:00:00Z"}.items():
        outer.set(qn(f"w:{key}"), attributes.get(key, value))
    element.addprevious(outer)
    outer.append(element)
    return outer


def delete(run):
    for text in run._r.findall(qn("w:t")):
        text.tag = qn("w:delText")
    return wrap(run._r, "w:del")


def add_table(document, *rows):
    table = document.add_table(rows=0, cols=len(TABLE))
    for row in (TABLE, *rows):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    return table


def test_a_tracked_change_is_read_as_its_outcome(plan, tmp_path):
    line = plan.add_paragraph("- Tối thiểu ")
    delete(line.add_run("65%"))
    wrap(line.add_run("80%")._r, "w:ins")
    line.add_run(" hồ sơ được giải quyết trực tuyến.")
    cell = add_table(plan, ("1", "Hồ sơ đúng hạn", "%", "")).rows[1].cells[3].paragraphs[0]
    delete(cell.add_run("70"))
    wrap(cell.add_run("75")._r, "w:ins")
    parsed = read(plan, tmp_path)
    assert list_values(parsed) == [75, 80]
    assert "changes_pending" in list_rules(parsed)


def test_deleted_and_inserted_rows_and_moved_lines(plan, tmp_path):
    table = add_table(
        plan,
        ("1", "Hồ sơ đúng hạn", "%", "85"),
        ("2", "Hồ sơ trực tuyến", "%", "50"),
        ("3", "Kết quả số hóa", "%", "97"),
    )
    for row, name in ((2, "w:del"), (3, "w:ins")):
        properties = table.rows[row]._tr.get_or_add_trPr()
        properties.append(OxmlElement(name))
    gone = plan.add_paragraph("")
    moved = gone.add_run("- Tối thiểu 91% văn bản được ký số.")
    wrap(moved._r, "w:moveFrom")
    came = plan.add_paragraph("")
    wrap(came.add_run("- Tối thiểu 91% văn bản được ký số.")._r, "w:moveTo")
    assert list_values(read(plan, tmp_path)) == [85, 91, 97]


def test_raised_marks_are_notes_and_squares_are_not(plan, tmp_path):
    table = add_table(plan, ("1", "Hồ sơ đúng hạn", "%", "9"), ("2", "Kết quả số hóa", "%", "75"))
    for row, text in ((1, "2"), (2, "(3)")):
        run = table.rows[row].cells[3].paragraphs[0].add_run(text)
        run.font.superscript = True
    line = plan.add_paragraph("- Bố trí tối thiểu 40 m")
    line.add_run("2").font.superscript = True
    line.add_run(" cho bộ phận một cửa.")
    parsed = read(plan, tmp_path)
    assert {9, 75} <= set(list_values(parsed))
    assert "40 m2 cho" in parsed.frames["document_texts"]["document_text"].item()


def test_hidden_and_struck_text_is_no_target_and_is_named(plan, tmp_path):
    line = plan.add_paragraph("- Tối thiểu ")
    mark(line.add_run("60% "), "w:vanish")
    line.add_run("85% hồ sơ được giải quyết đúng hạn.")
    mark(plan.add_paragraph("").add_run("- Tối thiểu 40% cán bộ được tập huấn."), "w:vanish")
    other = plan.add_paragraph("- Đạt ")
    mark(other.add_run("80"), "w:dstrike")
    other.add_run("96% người dân hài lòng.")
    plain = plan.add_paragraph("")
    mark(plain.add_run("- Tối thiểu 82% hồ sơ trực tuyến."), "w:vanish", "0")
    parsed = read(plan, tmp_path)
    assert list_values(parsed) == [82, 85, 96]
    assert {"hidden_text", "struck_text"} <= list_rules(parsed)


def test_a_style_can_hide_too(plan, tmp_path):
    style = plan.styles.add_style("An", docx.enum.style.WD_STYLE_TYPE.CHARACTER)
    style.font.hidden = True
    plan.add_paragraph("").add_run("- Tối thiểu 45% cán bộ được tập huấn.", style="An")
    plan.add_paragraph("- Tối thiểu 90% hồ sơ đúng hạn.")
    assert list_values(read(plan, tmp_path)) == [90]


def put_into_control(element):
    """A content control around a paragraph, row, cell or run, as forms have them."""
    control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    element.addprevious(control)
    control.append(content)
    content.append(element)


def test_content_controls_hide_nothing(plan, tmp_path):
    line = plan.add_paragraph("- Tối thiểu 92% người dân hài lòng.")
    put_into_control(line._p)
    table = add_table(
        plan,
        ("1", "Hồ sơ trực tuyến", "%", "81"),
        ("2", "Kết quả số hóa", "%", "76"),
        ("3", "Hồ sơ đúng hạn", "%", "98"),
    )
    put_into_control(table.rows[1]._tr)
    put_into_control(table._tbl.findall(qn("w:tr"))[1].findall(qn("w:tc"))[3])
    last = table._tbl.findall(qn("w:tr"))[-1].findall(qn("w:tc"))[3]
    put_into_control(last.find(f"{qn('w:p')}/{qn('w:r')}"))
    assert list_values(read(plan, tmp_path)) == [76, 81, 92, 98]


def test_a_table_inside_a_cell_is_read(plan, tmp_path):
    outer = plan.add_table(rows=1, cols=1)
    rows = ("1", "Hồ sơ trực tuyến", "%", "75"), ("2", "Kết quả số hóa", "%", "90")
    inner = copy.deepcopy(add_table(plan, *rows)._tbl)
    plan.element.body.remove(plan.element.body.findall(qn("w:tbl"))[-1])
    cell = outer.rows[0].cells[0]._tc
    cell.insert(1, inner)
    assert list_values(read(plan, tmp_path)) == [75, 90]


def test_a_table_beside_words_and_two_cells_deep_is_read(plan, tmp_path):
    outer = plan.add_table(rows=1, cols=2)
    outer.rows[0].cells[0].text = "Chỉ tiêu phải đạt"
    middle = outer.rows[0].cells[1].add_table(rows=1, cols=1)
    rows = ("1", "Hồ sơ trực tuyến", "%", "64"), ("2", "Kết quả số hóa", "%", "88")
    inner = copy.deepcopy(add_table(plan, *rows)._tbl)
    plan.element.body.remove(plan.element.body.findall(qn("w:tbl"))[-1])
    middle.rows[0].cells[0]._tc.insert(1, inner)
    assert list_values(read(plan, tmp_path)) == [64, 88]


def test_a_line_inside_a_cell_is_read(plan, tmp_path):
    cell = plan.add_table(rows=1, cols=1).rows[0].cells[0]
    cell.text = "- Tối thiểu 71% hồ sơ được giải quyết trực tuyến trên tổng số hồ sơ."
    assert list_values(read(plan, tmp_path)) == [71]


def test_merged_cells_speak_for_their_rows(plan, tmp_path):
    table = add_table(plan, ("1", "Hồ sơ trực tuyến", "%", "75"), ("2", "Kết quả số hóa", "", "90"))
    table.rows[1].cells[2].merge(table.rows[2].cells[2])
    targets = read(plan, tmp_path).frames["targets"]
    assert targets["unit"].to_list() == ["%", "%"]


def test_letters_from_before_unicode_are_refused_by_name(tmp_path):
    document = docx.Document()
    for text in ("KÕ ho¹ch c¶i c¸ch hµnh chÝnh n¨m 2026", "Tèi thiÓu 85% hå s¬ ®óng h¹n."):
        document.add_paragraph("").add_run(text).font.name = ".VnTime"
    (problem,) = read(document, tmp_path).problems
    assert problem.rule == "legacy_letters"
    assert "TCVN3" in problem.message
    assert "Unicode" in problem.remedy


def test_every_sentence_with_a_demand_is_a_target_or_is_named(plan, tmp_path):
    plan.add_paragraph("- Tối thiểu 90% hồ sơ đúng hạn.")
    plan.add_paragraph("III. TỔ CHỨC THỰC HIỆN")
    plan.add_paragraph("Các xã bảo đảm hoàn thành 70% hồ sơ số hóa trong quý III.")
    plan.add_paragraph("Căn cứ Nghị quyết số 12/NQ-CP ngày 01/01/2025 của Chính phủ.")
    parsed = read(plan, tmp_path)
    named = [p for p in parsed.problems if p.rule == "number_unclaimed"]
    assert [("70%" in p.message, p.place) for p in named] == [(True, "đoạn 13")]
