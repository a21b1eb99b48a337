"""Every line of a document is claimed once, or asked about with its place."""

from __future__ import annotations

import docx
import pytest

from pipeline.documents.read import read_document
from pipeline.inputs.reading import read_file
from pipeline.lexicon.rules import load_rules
from pipeline.plans.documents.assemble import open_ledger, read_everything
from pipeline.plans.documents.facts import read_facts
from pipeline.plans.documents.ledger import judge_sentence
from pipeline.support.text import strip_marks
from tests.accuracy.cases import CASES
from tests.accuracy.clothes import PARTINGS, write_text

NOISE = [r for r in load_rules("noise") if r.says["kind"] == "noise"]


@pytest.mark.parametrize("noise", NOISE, ids=lambda n: n.name)
def test_the_example_of_a_noise_rule_is_no_demand(noise):
    for example in noise.examples:
        assert judge_sentence(strip_marks(example).lower()) in (noise.name, None)


@pytest.mark.parametrize(
    ("sentence", "judged"),
    [
        ("Các xã hoàn thành 70% hồ sơ số hóa", "demand"),
        ("Phấn đấu vào nhóm 15 tỉnh dẫn đầu cả nước", "demand"),
        ("Có ít nhất 20 tập dữ liệu mở", "demand"),
        ("Một nửa số cán bộ được tập huấn", "demand"),
        ("Hằng quý, 06 tháng tổng hợp kết quả", None),
        ("Kế hoạch số 12/KH-UBND ngày 03/02/2025", None),
        ("Nâng cao chất lượng phục vụ", None),
    ],
)
def test_demands_are_told_from_dates_and_numbers_of_documents(sentence, judged):
    assert judge_sentence(strip_marks(sentence).lower()) == judged


HEAD = "KẾ HOẠCH\nCải cách hành chính năm 2025\n\n"
TARGETS = (
    "II. MỤC TIÊU\n1. Cải cách thủ tục hành chính\n"
    "- Tối thiểu 83% hồ sơ được giải quyết trực tuyến.\n\n"
)


def read(tmp_path, text, stem="so-tuoi-2025"):
    document = tmp_path / f"{stem}.txt"
    document.write_text(text, encoding="utf-8")
    return read_file(document, "plans")


def asked(parsed):
    rules = ("line_unclaimed", "number_unclaimed")
    return [(p.rule, p.place, p.message) for p in parsed.problems if p.rule in rules]


def test_each_row_of_a_table_in_unknown_words_is_a_warning_of_its_own(tmp_path):
    parsed = read(
        tmp_path,
        HEAD + TARGETS + "| Nội dung lạ | Cột lạ | Cột khác |\n|---|---|---|\n"
        "| Phần việc của tổ một | % | 72 |\n| Phần việc của tổ hai | % | 98,5 |\n",
    )
    assert [v for v in parsed.frames["targets"]["value"] if v is not None] == [83]
    named = [m for rule, _, m in asked(parsed) if rule == "line_unclaimed"]
    assert ["tổ một" in m for m in named] == [False, True, False]
    assert ["tổ hai" in m for m in named] == [False, False, True]


@pytest.mark.parametrize(
    "line",
    [
        "Sở Nội vụ lo chỗ này",
        "Trước ngày 30/9/2025",
        "Văn phòng Sở | Quý II/2025",
        "Tổ chuyên trách lo 45 hồ sơ tồn",
    ],
)
def test_a_line_with_a_number_an_agency_or_a_time_cannot_vanish(tmp_path, line):
    parsed = read(tmp_path, HEAD + TARGETS + "III. PHẦN KHÁC\n" + line + "\n")
    assert [place for _, place, m in asked(parsed) if line[:12] in m] == ["dòng 9"]


def test_what_demands_nothing_is_named_by_a_rule(tmp_path):
    parsed = read(
        tmp_path,
        "UBND TỈNH LONG AN\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
        + HEAD + "Căn cứ Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ;\n"
        + TARGETS + "III. TỔ CHỨC THỰC HIỆN\nGiao Sở Nội vụ báo cáo trước ngày 15/12/2025.\n"
        "Nơi nhận:\n- Như trên;\n- Lưu: VT, 5 bản.\nTM. ỦY BAN NHÂN DÂN\n- 3 -\n",
    )  # fmt: skip
    assert asked(parsed) == []


@pytest.mark.parametrize("parting", PARTINGS)
@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_a_whole_document_is_accounted_for_however_it_is_parted(tmp_path, case, parting):
    path = tmp_path / "plan.txt"
    path.write_text(write_text(case, parting, wrapped=True), encoding="utf-8")
    document = read_document(path)
    reading = read_everything(document)
    entries = open_ledger(document, reading, read_facts(document, "plan")).list_entries()
    letters = {o for e in entries for o in e.text.offsets}
    assert {o for o, c in enumerate(document.text) if c.isalnum()} <= letters
    lost = [e.text.text for e in entries if e.claim is None]
    assert len(lost) <= 2, lost


@pytest.mark.parametrize("parting", PARTINGS)
@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_a_strange_row_in_a_table_is_read_or_asked_about(tmp_path, case, parting):
    """Words that fit no column stand in the middle of the last table."""
    strange = "Zxq vwk kzj 17 UBND qqq Quý III/2026"
    lines = write_text(case, parting).rstrip("\n").split("\n")
    lines.insert(len(lines) - len(case.tail) - 3, strange)
    path = tmp_path / "plan.txt"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    parsed = read_file(path, "plans")
    frames = parsed.frames
    texts = [
        *frames["targets"]["target_text"],
        *(t or "" for c in ("task_text", "lead_agency", "coord_agency", "due_text")
          for t in frames["tasks"][c]),
        *(p for ps in frames["tasks"]["products"].to_list() for p in ps or []),
    ]  # fmt: skip
    held = [w for w in ("Zxq", "vwk", "kzj") if any(w in t for t in texts)]
    named = [m for _, _, m in asked(parsed) if "Zxq" in m or "vwk" in m or "kzj" in m]
    assert held or named


def test_a_plan_in_unknown_words_is_read_with_doubt(tmp_path):
    """A demand is a candidate wherever it stands; no heading above it makes it less sure."""
    parsed = read(
        tmp_path,
        "KẾ HOẠCH\nViệc năm 2026\nPhần thứ nhất\nPhấn đấu 85% hồ sơ đúng hạn.\n"
        "Các tổ họp vào thứ Hai.\n",
        "phuong-2026",
    )
    row = parsed.frames["targets"].row(0, named=True)
    assert (row["value"], row["comparator"]) == (85, "eq")
    assert row["reading_confidence"] < 0.75


def test_a_paper_that_demands_nothing_is_refused_and_its_numbers_named(tmp_path):
    parsed = read(tmp_path, "KẾ HOẠCH\nViệc năm 2026\nLắp wifi tại 100% nhà văn hóa.\n")
    refused, *named = parsed.problems
    assert (refused.rule, refused.severity) == ("no_plan_found", "file")
    assert [p.message for p in named if p.rule == "number_unclaimed" and "100%" in p.message]


LETTERHEAD = (
    "UBND XÃ SUỐI TRONG\nSố: 7/KH-UBND   Suối Trong, ngày 5 tháng 01 năm 2026\n\nKẾ HOẠCH\n"
    "Cải cách hành chính năm 2026\n\nI. Chỉ tiêu\n1. 90% hồ sơ được nộp trực tuyến.\n"
)


def list_questions(tmp_path, body):
    return [message for _, _, message in asked(read(tmp_path, LETTERHEAD + body))]


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        # A table in words that nobody knows, right below a line that demands nothing.
        (
            "II. Nhiệm vụ\nTT;Món;Chân chạy;Mốc\n1;Đặt bàn tiếp dân;Văn phòng UBND xã;"
            "Tháng 3/2026\n2;Lập sổ theo dõi;Công chức tư pháp;20/9/2026\n",
            ("Đặt bàn tiếp dân", "Lập sổ theo dõi"),
        ),
        # Work with a deadline, whatever rule the sentence would fit without it.
        ("II. Nhiệm vụ\n- Giao Phòng Kinh tế mở 02 lớp, hoàn thành trong quý III.\n", ("02 lớp",)),
        ("II. Nhiệm vụ\n- Lập tổ lưu động trước ngày 30/4/2026.\n", ("tổ lưu động",)),
        ("II. Nhiệm vụ\n- Niêm yết thu chi mỗi quý do kế toán chủ trì.\n", ("kế toán chủ trì",)),
        # A sentence among the targets of a list is no heading.
        (
            "II. Mục tiêu\n1. 95% văn bản được ký số.\n2. Bà con đi lại không quá hai lượt cho một "
            "việc.\n3. Quá nửa số cán bộ biết dùng chữ ký số.\n4. Không quá 02 hồ sơ trễ hẹn.\n",
            ("Quá nửa số cán bộ",),
        ),
        # A number behind the deadline of a label line.
        (
            "II. Nhiệm vụ\n- Lấy ý kiến người dân.\nĐơn vị chủ trì: Văn phòng; Thời gian: hằng "
            "tháng; bảo đảm tối thiểu 85% người dân hài lòng.\n",
            ("85%",),
        ),
    ],
)
def test_nothing_that_is_owed_is_lost_without_a_word(tmp_path, body, wanted):
    said = " ".join(list_questions(tmp_path, body))
    assert [words for words in wanted if words not in said] == []


@pytest.mark.parametrize(
    "body",
    [
        "II. Nhiệm vụ\n- Tiếp tục tuyên truyền.\n",
        "II. Tổ chức thực hiện\n1. Các phòng báo cáo trước ngày 15 tháng cuối quý.\n"
        "Văn phòng theo dõi.\n",
    ],
)
def test_what_owes_nothing_is_not_asked_about(tmp_path, body):
    assert list_questions(tmp_path, body) == []


def test_who_signs_is_no_task(tmp_path):
    document = docx.Document()
    for text in LETTERHEAD.split("\n"):
        document.add_paragraph(text)
    document.add_paragraph("II. Nhiệm vụ")
    rows = [("STT", "Nhiệm vụ", "Sản phẩm", "Thời hạn"), ("1", "Lập tổ", "Quyết định", "6/2026")]
    for table in (rows, [("Nơi nhận:\n- Lưu: VT.", "CHỦ TỊCH\n(Đã ký)")]):
        grid = document.add_table(rows=len(table), cols=len(table[0]))
        for row, texts in zip(grid.rows, table, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    path = tmp_path / "ke-hoach.docx"
    document.save(path)
    tasks = read_file(path, "plans").frames["tasks"]
    assert tasks["task_text"].to_list() == ["Lập tổ"]


def test_a_bare_number_in_a_cell_is_no_number_of_a_page(tmp_path):
    document = docx.Document()
    for text in LETTERHEAD.split("\n"):
        document.add_paragraph(text)
    document.add_paragraph("II. Bảng theo dõi")
    rows = [("TT", "Thước đo", "Có rồi", "Muốn có"), ("1", "Tổ lưu động", "2", "4")]
    grid = document.add_table(rows=2, cols=4)
    for row, texts in zip(grid.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    path = tmp_path / "ke-hoach.docx"
    document.save(path)
    said = [message for _, _, message in asked(read_file(path, "plans"))]
    assert any("Tổ lưu động | 2 | 4" in message for message in said)
