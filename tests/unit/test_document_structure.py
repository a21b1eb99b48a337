"""Layouts that offices use, each in a small document of our own: where targets and tasks stand."""

from __future__ import annotations

import docx
import polars as pl
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from openpyxl import Workbook

from pipeline.inputs.reading import read_file
from pipeline.plans.documents.confidence import THRESHOLD
from pipeline.plans.documents.tasks import read_budget

HEAD = """ỦY BAN NHÂN DÂN
TỈNH SƠN LA

Số: 77/KH-UBND

Sơn La, ngày 06 tháng 01 năm 2026

KẾ HOẠCH
Cải cách hành chính năm 2026 của tỉnh Sơn La

"""


def read_text(tmp_path, body):
    path = tmp_path / "ke-hoach.txt"
    path.write_text(HEAD + body, encoding="utf-8")
    return read(path)


def read(path):
    parsed = read_file(path, "plans")
    assert parsed.is_loaded, parsed.problems
    return parsed.frames


def targets(frames):
    return frames["targets"].select("target_ref", "comparator", "value").rows()


def test_a_province_whose_name_ends_in_a_small_word_keeps_its_letterhead(tmp_path):
    frames = read_text(tmp_path, "II. MỤC TIÊU CỤ THỂ\n- Tối thiểu 75% hồ sơ nộp qua mạng.\n")
    plan = frames["plans"].row(0, named=True)
    assert (plan["doc_no"], str(plan["issued_on"])) == ("77/KH-UBND", "2026-01-06")


def test_items_under_a_colon_are_told_by_their_sign(tmp_path):
    frames = read_text(
        tmp_path,
        "II. MỤC TIÊU CỤ THỂ\n1. Cải cách thủ tục hành chính\n"
        "- Số hóa hồ sơ đạt ít nhất 95%, gồm:\n+ Hộ tịch: 100%;\n+ Đất đai: tối thiểu 88%.\n"
        "- Tối thiểu 60% thủ tục nộp phí qua mạng.\n",
    )
    refs = frames["targets"]["target_ref"].to_list()
    assert frames["targets"]["value"].to_list() == [95, 100, 88, 60]
    assert refs[0] == refs[1] == refs[2] != refs[3]


@pytest.mark.parametrize(
    "text",
    [
        "Tỷ lệ văn bản đúng hẹn không dưới 97,5.",
        "Số văn bản được trình sớm hẹn gấp đôi.",
    ],
)
def test_a_number_that_cannot_be_read_waits_for_a_person(tmp_path, text):
    body = f"II. MỤC TIÊU CỤ THỂ\n1. Cải cách thể chế\n- {text}\n"
    row = read_text(tmp_path, body)["targets"].row(0, named=True)
    assert row["value"] is None
    assert row["reading_confidence"] < THRESHOLD
    assert row["reading_doubts"][0] == "number_unread"


@pytest.mark.parametrize(
    ("text", "comparator", "value"),
    [
        ("Ít nhất 9/10 văn bản được trình sớm hơn hạn.", "gte", 90),
        ("Cứ 9 trên 10 văn bản được trình sớm hơn hạn.", "eq", 90),
        ("Số văn bản giấy giảm đi một nửa.", "decrease_eq", 50),
        ("Ba phần tư văn bản được trình sớm hơn hạn.", "eq", 75),
        ("Trên chín mươi lăm phần trăm văn bản được trình sớm hơn hạn.", "gte", 95),
        ("Không quá năm phần trăm văn bản trình chậm.", "lte", 5),
        ("Chín trên mười văn bản được trình sớm hơn hạn.", "eq", 90),
    ],
)
def test_a_share_in_words_is_read_and_waits_for_a_person(tmp_path, text, comparator, value):
    body = f"II. MỤC TIÊU CỤ THỂ\n1. Cải cách thể chế\n- {text}\n"
    row = read_text(tmp_path, body)["targets"].row(0, named=True)
    assert (row["comparator"], row["value"], row["unit"]) == (comparator, value, "%")
    assert row["reading_confidence"] < 0.75


def test_lettered_items_under_the_targets_of_a_field_are_targets(tmp_path):
    frames = read_text(
        tmp_path,
        "II. NỘI DUNG\n1. Cải cách thể chế\nChỉ tiêu:\na) Tối thiểu 92% văn bản trình đúng hạn;\n"
        "b) 100% văn bản được đăng công khai.\nNhiệm vụ:\na) Rà soát văn bản của năm 2025.\n",
    )
    assert [t[1:] for t in targets(frames)] == [("gte", 92), ("eq", 100)]


@pytest.mark.parametrize(
    ("cell", "unit", "amount"),
    [
        ("45.000.000", "dong", 45), ("8500000", "", 8.5), ("1.200", "", 1200),
        ("1.250,5", "", 1250.5),
        ("30.000.000 đ", "", 30), ("2 tỷ đồng", "dong", 2000), ("500", "nghin dong", 0.5),
    ],
)  # fmt: skip
def test_budgets_are_in_million_dong(cell, unit, amount):
    assert read_budget(cell, unit) == (amount, None)


def test_a_part_named_on_its_own_line_ends_the_targets(tmp_path):
    frames = read_text(
        tmp_path,
        "Phần II\nMỤC TIÊU CỤ THỂ\n1. Cải cách thể chế\n- 100% văn bản đúng hạn.\n"
        "Phần III\nTỔ CHỨC THỰC HIỆN\nVăn phòng tổng hợp trước ngày 05 hằng tháng.\n",
    )
    assert [t[1:] for t in targets(frames)] == [("eq", 100)]


def test_what_was_reached_before_the_plan_is_no_target(tmp_path):
    body = "II. MỤC TIÊU CỤ THỂ\n- Giải quyết 98% hồ sơ đúng hạn (năm 2025 đạt 96,4%).\n"
    path = tmp_path / "ke-hoach.txt"
    path.write_text(HEAD + body, encoding="utf-8")
    parsed = read_file(path, "plans")
    assert [t[1:] for t in targets(parsed.frames)] == [("eq", 98)]
    (problem,) = [p for p in parsed.problems if p.rule == "figure_of_earlier_year"]
    assert "96,4" in problem.message
    assert "2025" in problem.message


def number_paragraph(document, paragraph, style):
    """Word's own numbering, which is not part of the text."""
    numbering = document.part.numbering_part.element
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), "90")
    level = OxmlElement("w:lvl")
    level.set(qn("w:ilvl"), "0")
    for tag, value in (("w:start", "1"), ("w:numFmt", style), ("w:lvlText", "%1.")):
        child = OxmlElement(tag)
        child.set(qn("w:val"), value)
        level.append(child)
    abstract.append(level)
    if not any(e.get(qn("w:numId")) == "90" for e in numbering.findall(qn("w:num"))):
        numbering.insert(0, abstract)
        number = OxmlElement("w:num")
        number.set(qn("w:numId"), "90")
        link = OxmlElement("w:abstractNumId")
        link.set(qn("w:val"), "90")
        number.append(link)
        numbering.append(number)
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_numId().val = 90
    properties.get_or_add_ilvl().val = 0


def test_numbers_that_word_makes_itself_number_the_outline(tmp_path):
    document = docx.Document()
    for line in HEAD.split("\n"):
        document.add_paragraph(line)
    for title in ("QUAN ĐIỂM", "MỤC TIÊU CỤ THỂ"):
        number_paragraph(document, document.add_paragraph(title), "upperRoman")
    document.add_paragraph("Tối thiểu 75% thủ tục cho nộp phí qua mạng.", style="List Bullet")
    document.save(str(tmp_path / "ke-hoach.docx"))
    frames = read(tmp_path / "ke-hoach.docx")
    assert targets(frames) == [("II-b1", "gte", 75.0)]


def test_a_table_with_bare_units_words_ranges_and_stages(tmp_path):
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["KẾ HOẠCH CẢI CÁCH HÀNH CHÍNH TỈNH TUYÊN QUANG NĂM 2026"])
    sheet.append(
        ["STT", "Lĩnh vực", "Chỉ tiêu", "Đơn vị", "Lộ trình thực hiện", None, "Đơn vị chủ trì"]
    )
    sheet.append([None, None, None, None, 2026, 2027])
    sheet.append(
        [1, "Cải cách thủ tục hành chính", "Chỉ số hài lòng của tổ chức", "điểm", "≥ 86", 90]
    )
    sheet.append([2, None, "Số hộ dùng tài khoản định danh mới", "hộ", "1.250", "Không quá 3.000"])
    sheet.append([3, "Cải cách thể chế", "Tỷ lệ văn bản trình đúng hạn", "%", "92 - 95", ""])
    for area in ("A1:G1", "A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:F2", "G2:G3", "B4:B5"):
        sheet.merge_cells(area)
    book.save(tmp_path / "lo-trinh.xlsx")
    frames = read(tmp_path / "lo-trinh.xlsx")
    assert frames["targets"].select(
        "target_ref", "field_code", "comparator", "value", "unit", "due_year"
    ).rows() == [
        ("1", 2, "gte", 86, "điểm", 2026),
        ("1", 2, "eq", 90, "điểm", 2027),
        ("2", 2, "eq", 1250, "hộ", 2026),
        ("2", 2, "lte", 3000, "hộ", 2027),
        ("3", 1, "gte", 92, "%", 2026),
    ]


def test_a_word_file_without_any_numbering_is_read(tmp_path):
    document = docx.Document()
    for key, relation in list(document.part.rels.items()):
        if relation.reltype == RT.NUMBERING:
            del document.part.rels[key]
    for line in (HEAD + "II. MỤC TIÊU CỤ THỂ\n- Tối thiểu 75% hồ sơ nộp qua mạng.").split("\n"):
        document.add_paragraph(line)
    document.save(str(tmp_path / "ke-hoach.docx"))
    assert [t[1:] for t in targets(read(tmp_path / "ke-hoach.docx"))] == [("gte", 75)]


@pytest.fixture
def workbook(tmp_path):
    """Letterhead in two merged halves; a header in two rows; sheets named as in our export."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Chi tieu"
    sheet["A1"], sheet["E1"] = "ỦY BAN NHÂN DÂN TỈNH GIA LAI", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    sheet["A2"], sheet["E2"] = "Số: 05/KH-UBND", "Gia Lai, ngày 08 tháng 01 năm 2026"
    sheet["A3"] = "KẾ HOẠCH CẢI CÁCH HÀNH CHÍNH TỈNH GIA LAI NĂM 2026"
    for row in (1, 2):
        sheet.merge_cells(f"A{row}:D{row}")
        sheet.merge_cells(f"E{row}:G{row}")
    sheet.merge_cells("A3:G3")
    head = ["STT", "Tên chỉ tiêu", "Đơn vị tính", "Kế hoạch năm 2026", None, "Thực hiện năm 2025"]
    for column, text in enumerate([*head, "Cơ quan chủ trì"], start=1):
        sheet.cell(5, column, text)
    sheet["D6"], sheet["E6"] = "Cấp tỉnh", "Cấp xã"
    for column in "ABCFG":
        sheet.merge_cells(f"{column}5:{column}6")
    sheet.merge_cells("D5:E5")
    rows = [
        (
            "1",
            "Tỷ lệ văn bản ban hành đúng hạn",
            "%",
            "≥ 97",
            "từ 85 trở lên",
            "94,1",
            "Sở Tư pháp",
        ),
        ("2", "Mức giảm chi hội họp so với năm 2025", "%", "giảm 10", "", "", "Sở Tài chính"),
    ]
    for number, row in enumerate(rows, start=7):
        for column, text in enumerate(row, start=1):
            sheet.cell(number, column, text or None)
    sheet["A10"] = "Ghi chú: số liệu năm 2025 là số ước."
    sheet.merge_cells("A10:G10")
    tasks = book.create_sheet("Nhiem vu")
    tasks.append(
        ["TT", "Nhiệm vụ", "Cơ quan thực hiện", None, "Thời gian", "Kinh phí (triệu đồng)"]
    )
    tasks.append([None, None, "Chủ trì", "Phối hợp"])
    for area in ("A1:A2", "B1:B2", "C1:D1", "E1:E2", "F1:F2"):
        tasks.merge_cells(area)
    tasks.append(["1", "Số hóa văn bản cũ", "Sở Nội vụ", "Các xã", "Quý II/2026", "1.250,5"])
    path = tmp_path / "bieu.xlsx"
    book.save(path)
    return path


def test_a_spreadsheet_with_merged_heads(workbook):
    frames = read(workbook)
    plan = frames["plans"].row(0, named=True)
    assert (plan["doc_no"], plan["issuer_level"]) == ("05/KH-UBND", "province")
    assert frames["targets"].select(
        "target_ref", "comparator", "value", "unit", "scope_level", "baseline"
    ).rows() == [
        ("1", "gte", 97, "%", "province", None),
        ("1", "gte", 85, "%", "commune", None),
        ("2", "decrease_eq", 10, "%", "province", "2025"),
    ]
    (task,) = frames["tasks"].select("lead_agency", "coord_agency", "budget_million_vnd").rows()
    assert task == ("Sở Nội vụ", "Các xã", 1250.5)


def write_sections(path, rows):
    """A table of work whose title rows are one cell each."""
    document = docx.Document()
    for line in ("BỘ NỘI VỤ", "Số: 12/KH-BNV", "KẾ HOẠCH", "Cải cách hành chính năm 2026"):
        document.add_paragraph(line)
    document.add_paragraph("I. NHIỆM VỤ")
    table = document.add_table(0, 4)
    for row in [("TT", "Nhiệm vụ", "Sản phẩm", "Thời gian"), *rows]:
        cells = table.add_row().cells
        if len(row) == 2:
            cells[0].text = row[0]
            cells[1].merge(cells[3]).text = row[1]
        elif len(row) == 1:
            cells[0].merge(cells[3]).text = row[0]
        else:
            for cell, text in zip(cells, row, strict=True):
                cell.text = text
    document.save(path)


@pytest.mark.parametrize(
    "titles",
    [
        [("VỤ CẢI CÁCH HÀNH CHÍNH CHỦ TRÌ",), ("VỤ TỔ CHỨC CÁN BỘ CHỦ TRÌ",)],
        [("A", "Vụ Cải cách hành chính chủ trì"), ("B", "Nhiệm vụ của Vụ Tổ chức cán bộ")],
    ],
)
def test_a_title_says_who_leads_all_tasks_below_it(tmp_path, titles):
    path = tmp_path / "ke-hoach.docx"
    tasks = [
        (str(n), f"Rà soát quy trình nội bộ lĩnh vực thứ {n}", "Báo cáo", "Quý II/2026")
        for n in (1, 2, 3)
    ]
    write_sections(path, [titles[0], *tasks[:2], titles[1], tasks[2]])
    found = read(path)["tasks"]
    first, second = "vụ cải cách hành chính", "vụ tổ chức cán bộ"
    assert [x.lower() for x in found["lead_agency"]] == [first, first, second]
    assert found["inherited"].to_list() == [["role.lead"]] * 3
    assert ";" in found["document_place"][0]  # (the place of the title stands beside its own)


def test_a_heading_says_who_leads_until_the_next_one(tmp_path):
    body = (
        "II. NHIỆM VỤ\n1. Sở Nội vụ chủ trì\n- Rà soát quy trình nội bộ của các đơn vị.\n"
        "Thời gian thực hiện: Quý II/2026\n2. Nhiệm vụ khác\n- Tổ chức hội nghị tập huấn.\n"
        "Thời gian thực hiện: Quý III/2026\n"
    )
    assert read_text(tmp_path, body)["tasks"]["lead_agency"].to_list() == ["Sở Nội vụ", None]


@pytest.mark.parametrize("value", ["15-20", "15 - 20", "từ 15 đến 20", "15–20%"])
def test_of_a_span_the_lower_end_is_demanded(tmp_path, value):
    body = (
        "II. CHỈ TIÊU\n| TT | Chỉ tiêu | Đơn vị tính | Năm 2026 |\n"
        f"| 1 | Tỷ lệ hồ sơ nộp qua mạng của cấp xã | % | {value} |\n"
        "| 2 | Tỷ lệ văn bản trình đúng hạn | % | 90 |\n"
    )
    found = read_text(tmp_path, body)["targets"]
    assert found.select("comparator", "value").rows() == [("gte", 15), ("eq", 90)]


def test_a_merged_title_that_names_no_field_is_no_record(tmp_path):
    """A title of words that nobody knows moves no number and leaves no field of the one before."""
    row = ("Sửa quy chế họp", "Quyết định", "Quý I")
    write_sections(
        tmp_path / "muc.docx",
        [("I", "Cải cách thủ tục hành chính"), ("1", *row), ("II", "Con người và tiền bạc"),
         ("2", "Xếp lại tổ nghiệp vụ", "Phương án", "Quý II"), ("Việc của quý cuối",),
         ("3", "Soát định mức chi", "Quy chế", "Quý IV")],
    )  # fmt: skip
    tasks = read(tmp_path / "muc.docx")["tasks"]
    assert tasks["task_text"].to_list() == [
        "Sửa quy chế họp", "Xếp lại tổ nghiệp vụ", "Soát định mức chi",
    ]  # fmt: skip
    assert tasks["task_ref"].to_list() == ["I-1", "II-2", "3-3"]
    assert tasks["field_code"].to_list()[0] == 2
    doubts = tasks["reading_doubts"].to_list()
    assert "field_guessed" not in (doubts[0] or [])
    assert "field_guessed" in doubts[1]
    assert "field_guessed" in doubts[2]


def test_a_title_without_a_label_ends_the_field_of_the_section(tmp_path):
    write_sections(
        tmp_path / "muc.docx",
        [("I", "Cải cách thủ tục hành chính"), ("1", "Sửa quy chế họp", "Quyết định", "Quý I"),
         ("Con người và tiền bạc",), ("2", "Xếp lại tổ nghiệp vụ", "Phương án", "Quý II")],
    )  # fmt: skip
    doubts = read(tmp_path / "muc.docx")["tasks"]["reading_doubts"].to_list()
    assert "field_guessed" not in (doubts[0] or [])
    assert "field_guessed" in doubts[1]


def test_a_merged_row_that_is_numbered_or_says_by_when_is_no_title(tmp_path):
    write_sections(
        tmp_path / "gop.docx",
        [("I", "Cải cách thủ tục hành chính"), ("1", "Sửa quy chế họp", "Quyết định", "Quý I"),
         ("2", "Mở sổ góp ý của dân"), ("Gửi danh sách về tỉnh trước ngày 15/12/2026",),
         ("3", "Xếp lại tổ nghiệp vụ", "Phương án", "Quý II")],
    )  # fmt: skip
    parsed = read_file(tmp_path / "gop.docx", "plans")
    told = " ".join([*parsed.frames["tasks"]["task_text"].to_list(), *map(str, parsed.problems)])
    assert "Mở sổ góp ý" in told
    assert "Gửi danh sách" in told
    last = parsed.frames["tasks"].filter(pl.col("task_text").str.contains("Xếp lại"))
    assert last["task_ref"].to_list()[0].startswith("I-")


def test_a_day_to_begin_is_no_deadline(tmp_path):
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (
        ["KẾ HOẠCH CẢI CÁCH HÀNH CHÍNH NĂM 2026 CỦA SỞ XÂY DỰNG TỈNH LAI CHÂU"],
        ["TT", "Nhiệm vụ", "Phòng chủ trì", "Mốc thời gian"],
        [None, None, None, "Bắt đầu", "Kết thúc"],
        [1, "Sửa quy trình cấp phép", "Văn phòng", "01/02/2026", "31/3/2026"],
        [2, "Đối thoại với doanh nghiệp", "Văn phòng", None, "Quý IV/2026"],
        [3, "Mở sổ theo dõi", "Văn phòng", "Tháng 5/2026", None],
    ):
        sheet.append(row)
    for area in ("A1:E1", "A2:A3", "B2:B3", "C2:C3", "D2:E2"):
        sheet.merge_cells(area)
    book.save(tmp_path / "moc.xlsx")
    parsed = read_file(tmp_path / "moc.xlsx", "plans")
    dues = parsed.frames["task_dues"].select("task_ref", "due_value").rows()
    assert dues == [("1", "2026-03-31"), ("2", "2026-Q4")]
    # What is known to be no deadline is not asked about.
    assert not [p for p in parsed.problems if "01/02/2026" in str(p)]


def test_parts_of_a_whole_fractions_caps_and_sums(tmp_path):
    (tmp_path / "so.csv").write_text(
        """UBND xã Mường Khoa, tỉnh Lai Châu;;;;
Kế hoạch cải cách hành chính năm 2026;;;;
STT;Chỉ tiêu;Đơn vị tính;Năm 2026;Năm 2027
1;Tỷ lệ bản có tổ số;%;13/14;14/14
2;Tỷ lệ hồ sơ đúng hạn;%;0,97;98
3;Số ngày trả kết quả bình quân;ngày;≤ 6,0;5,5 - 5,8
4;Tỷ lệ văn bản ký số;%;95-97;98
5;Tỷ lệ thôn có loa;%;15/14;100
6;Tỷ lệ bản có bảng tin;%;12/2026;≥ 0,9
;Tổng số: 5 chỉ tiêu;;;
""",
        encoding="utf-8",
    )
    frame = read(tmp_path / "so.csv")["targets"]
    assert [(*row[:2], float(row[2])) for row in targets({"targets": frame}) if row[2]] == [
        ("1", "eq", 92.9), ("1", "eq", 100), ("2", "eq", 0.97), ("2", "eq", 98),
        ("3", "lte", 6), ("3", "lte", 5.8), ("4", "gte", 95), ("4", "eq", 98), ("5", "eq", 100),
        ("6", "gte", 0.9),
    ]  # fmt: skip
    doubts = dict(frame.group_by("target_ref").agg(pl.col("reading_doubts").first()).rows())
    assert "share_of_parts" in doubts["1"]
    assert "fraction_or_share" in doubts["2"]
    assert "number_unread" in doubts["5"]
    assert {"number_unread", "fraction_or_share"} <= set(doubts["6"])
    assert "7" not in doubts


BELOW = "II. MỤC TIÊU CỤ THỂ\n- Tối thiểu 75% hồ sơ."


@pytest.mark.parametrize(
    ("line", "name"),
    [("Sở Y tế giao Trung tâm Y tế khu vực triển khai Kế hoạch như sau:", "Sở Y tế"),
     ("Sở Xây dựng và các Chi cục trực thuộc xây dựng Kế hoạch như sau:", "Sở Xây dựng")],
)  # fmt: skip
def test_who_is_told_to_do_it_does_not_issue_it(tmp_path, line, name):
    text = f"KẾ HOẠCH\nCải cách hành chính năm 2026\n{line}\n{BELOW}"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    plan = read(tmp_path / "a.txt")["plans"].row(0, named=True)
    assert plan["issuer_name"].startswith(name)
    assert plan["issuer_level"] == "department"


@pytest.mark.parametrize(
    "line", ["Biểu số: 02/CCHC-KH", "(Sửa đổi, thay thế Kế hoạch số: 12/KH-UBND ngày 05/01/2026)"]
)
def test_the_number_of_a_form_or_of_another_plan_is_not_its_own(tmp_path, line):
    text = f"UBND TỈNH LAI CHÂU\n{line}\nKẾ HOẠCH\nCải cách hành chính năm 2026\n{BELOW}"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    assert read(tmp_path / "a.txt")["plans"].row(0, named=True)["doc_no"] is None


def test_a_line_on_who_answers_is_of_the_task_above_it(tmp_path):
    (tmp_path / "viec.txt").write_text(
        """TRƯỜNG CAO ĐẲNG VŨ NINH
KẾ HOẠCH
Cải cách hành chính năm 2026

3. CÁC ĐẦU VIỆC
(1) Soạn lại quy chế một cửa.
Người chịu trách nhiệm chính: Phòng Đào tạo. Người phối hợp: Phòng Pháp chế. Hạn: 31/5/2026.
(2) Mở lớp ký số cho các khoa.
Cá nhân phụ trách: Phòng Tổ chức. Hạn: 6/2026 và 12/2026.
""",
        encoding="utf-8",
    )
    frames = read(tmp_path / "viec.txt")
    tasks = frames["tasks"].select("task_text", "lead_agency", "coord_agency").rows()
    assert tasks == [
        ("Soạn lại quy chế một cửa.", "Phòng Đào tạo", "Phòng Pháp chế"),
        ("Mở lớp ký số cho các khoa.", "Phòng Tổ chức", None),
    ]
    assert frames["task_dues"]["due_value"].to_list() == ["2026-05-31", "2026-06", "2026-12"]


@pytest.mark.parametrize(
    ("lines", "name", "level", "number"),
    [
        ("BỘ CÔNG THƯƠNG\nTRƯỜNG CAO ĐẲNG CƠ ĐIỆN VŨ NINH\nSố: 31/KH-CĐVN",
         "TRƯỜNG CAO ĐẲNG CƠ ĐIỆN VŨ NINH", None, "31/KH-CĐVN"),
        ("SỞ Y TẾ TỈNH LAI CHÂU\nBỆNH VIỆN ĐA KHOA NẬM NHÙN\nSố: 8/KH-BVNN",
         "BỆNH VIỆN ĐA KHOA NẬM NHÙN", None, "8/KH-BVNN"),
        ("BỘ CÔNG THƯƠNG\nSố: 31/KH-BCT", "Bộ Công Thương", "ministry", "31/KH-BCT"),
        ("ỦY BAN NHÂN DÂN\nXÃ CÚC HOA\nSố: 7/KH-UBND", "Ủy ban nhân dân xã Cúc Hoa", "commune",
         "7/KH-UBND"),
        ("UBND PHƯỜNG TRUNG TÂM\nSố: 7/KH-UBND", "Ủy ban nhân dân phường Trung Tâm", "commune",
         "7/KH-UBND"),
        ("BỘ VĂN HÓA, THỂ THAO VÀ DU LỊCH\nBẢO TÀNG XỨ NGHÈ\nSố: 3/KH-BTXN",
         "BẢO TÀNG XỨ NGHÈ", None, "3/KH-BTXN"),
        ("UBND TỈNH LAI CHÂU\nSỞ Y TẾ\nSố: 31/KH-SYT", "Sở Y tế tỉnh Lai Châu", "department",
         "31/KH-SYT"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("is_one_cell", [True, False])
def test_a_school_or_hospital_is_not_who_stands_above_it(
    tmp_path, lines, name, level, number, is_one_cell
):
    document = docx.Document()
    if is_one_cell:
        cells = document.add_table(1, 2).rows[0].cells
        # Breaks within a paragraph, as often typed.
        cells[0].text = lines
        cells[1].text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
    else:
        for line in lines.split("\n"):
            document.add_paragraph(line)
    for line in ("KẾ HOẠCH", "Cải cách hành chính năm 2026", "II. MỤC TIÊU CỤ THỂ",
                 "- Tối thiểu 75% hồ sơ nộp qua mạng."):  # fmt: skip
        document.add_paragraph(line)
    document.save(str(tmp_path / "ke-hoach.docx"))
    plan = read(tmp_path / "ke-hoach.docx")["plans"].row(0, named=True)
    assert (plan["issuer_name"], plan["issuer_level"], plan["doc_no"]) == (name, level, number)
