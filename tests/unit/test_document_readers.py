"""Readers of every kind of document, and files that mean harm."""

from __future__ import annotations

import shutil
import zipfile

import docx
import numpy
import pytest
from openpyxl import Workbook

from pipeline.documents import recogniser, scan
from pipeline.documents.model import Paragraph, Row
from pipeline.documents.read import read_document
from pipeline.inputs import entries
from pipeline.inputs.reading import read_file
from pipeline.support import guards
from pipeline.support.problems import UnreadableFileError

TABLE = [
    ("STT", "Nhiệm vụ", "Sản phẩm", "Cơ quan chủ trì", "Thời gian"),
    ("1", "Lập kế hoạch kiểm tra", "Kế hoạch", "Văn phòng Sở", "Quý I/2026"),
    ("2", "Kiểm tra các phòng", "Báo cáo", "Văn phòng Sở", "Quý II/2026"),
]


def write_word(path, *paragraphs, table=TABLE):
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    grid = document.add_table(rows=len(table), cols=len(table[0]))
    for row, texts in zip(grid.rows, table, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.save(str(path))
    return path


def refuse(path):
    with pytest.raises(UnreadableFileError) as error:
        read_document(path)
    return error.value.problems[0]


HEAD = (
    "SỞ NỘI VỤ", "Số: 12/KH-SNV", "Lâm Đồng, ngày 05 tháng 01 năm 2026",
    "KẾ HOẠCH", "Cải cách hành chính năm 2026 của Sở Nội vụ tỉnh Lâm Đồng",
)  # fmt: skip


def test_word_numbers_that_are_not_in_the_text_are_counted(tmp_path):
    document = docx.Document()
    for text in ("Cải cách thể chế", "Cải cách tài chính công"):
        document.add_paragraph(text, style="List Number")
    document.save(str(tmp_path / "so.docx"))
    blocks = read_document(tmp_path / "so.docx").blocks
    assert [b.label.strip() for b in blocks if isinstance(b, Paragraph)] == ["1.", "2."]


def test_merged_cells_belong_to_every_row_they_cover(tmp_path):
    path = tmp_path / "gop.docx"
    document = docx.Document()
    grid = document.add_table(rows=3, cols=2)
    grid.cell(0, 0).text, grid.cell(1, 1).text = "Sở Nội vụ", "hai"
    grid.cell(0, 0).merge(grid.cell(2, 0))
    document.save(str(path))
    rows = [b for b in read_document(path).blocks if isinstance(b, Row)]
    assert [(r.cells[0].text.text, r.cells[0].is_spanned) for r in rows] == [
        ("Sở Nội vụ", False), ("Sở Nội vụ", True), ("Sở Nội vụ", True),
    ]  # fmt: skip


def test_a_hidden_sheet_is_not_read(tmp_path):
    book = Workbook()
    for row in TABLE:
        book.active.append(row)
    hidden = book.create_sheet("Bản cũ")
    hidden.append(["9", "Việc cũ", "x", "y", "z"])
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    texts = [c.text.text for b in read_document(tmp_path / "a.xlsx").blocks for c in b.cells]
    assert "Việc cũ" not in texts
    assert "Kiểm tra các phòng" in texts


def test_a_plan_in_word_is_read_with_quotes(tmp_path):
    path = write_word(tmp_path / "ke-hoach.docx", *HEAD, "PHỤ LỤC", "PHÂN CÔNG NHIỆM VỤ")
    parsed = read_file(path, "plans")
    assert parsed.problems == []
    plan = parsed.frames["plans"].row(0, named=True)
    assert (plan["doc_no"], plan["province_name"]) == ("12/KH-SNV", "Lâm Đồng")
    tasks = parsed.frames["tasks"]
    assert tasks["source_quote"].to_list() == ["Lập kế hoạch kiểm tra", "Kiểm tra các phòng"]
    assert tasks["source_locator"].to_list() == [
        "bảng 1, hàng 2, cột 2", "bảng 1, hàng 3, cột 2",
    ]  # fmt: skip


def test_missing_facts_can_be_given_in_a_sidecar(tmp_path):
    path = write_word(tmp_path / "vo-danh.docx", "PHÂN CÔNG NHIỆM VỤ NĂM 2026")
    problem = read_file(path, "plans").problems[0]
    assert problem.rule == "plan_facts_missing"
    assert "vo-danh.docx.meta.toml" in problem.remedy
    (tmp_path / "vo-danh.docx.meta.toml").write_text(
        '[plan]\nissuer_name = "Sở Y tế tỉnh Lào Cai"\nissuer_level = "department"\n'
        'province_name = "Lào Cai"\n',
        encoding="utf-8",
    )
    assert read_file(path, "plans").frames["plans"]["province_name"].to_list() == ["Lào Cai"]


def test_a_zip_bomb_is_refused_before_it_unpacks(tmp_path):
    path = tmp_path / "bom.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * (60 * 2**20))
    assert refuse(path).rule == "too_large"


@pytest.mark.parametrize("name", ["hong.docx", "hong.pdf", "hong.xlsx"])
def test_broken_files_say_so(tmp_path, name):
    (tmp_path / name).write_bytes(b"khong phai van ban")
    assert refuse(tmp_path / name).rule == "corrupt_file"


def test_a_word_file_without_its_main_part(tmp_path):
    path = tmp_path / "rong.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "a")
    assert refuse(path).rule == "corrupt_file"


def test_macros_and_outside_links_are_left_alone(tmp_path):
    """A linked template is an address inside the file; reading must not open it."""
    path = write_word(tmp_path / "lien-ket.docx", *HEAD, "PHÂN CÔNG NHIỆM VỤ")
    changed = tmp_path / "doi.docx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(changed, "w") as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename == "word/_rels/document.xml.rels":
                link = (
                    b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/'
                    b'officeDocument/2006/relationships/attachedTemplate" '
                    b'Target="http://127.0.0.1:9/khong-co.dotm" TargetMode="External"/>'
                )
                content = content.replace(b"</Relationships>", link + b"</Relationships>")
            new.writestr(info, content)
        new.writestr("word/vbaProject.bin", b"\0" * 100)
    assert read_file(changed, "plans").frames["tasks"].height == 2


def test_too_many_pages_are_refused(tmp_path, monkeypatch):
    typst = pytest.importorskip("typst")
    path = tmp_path / "dai.pdf"
    path.write_bytes(
        typst.compile(b"#for n in range(4) [Trang chu dai hon hai muoi lam chu #pagebreak()]")
    )
    monkeypatch.setattr(guards, "MAX_PAGES", 3)
    assert refuse(path).rule == "too_many_pages"


def test_a_reading_that_takes_too_long_stops(monkeypatch):
    monkeypatch.setattr(guards.time, "monotonic", lambda: 100.0)
    with pytest.raises(UnreadableFileError, match="mới tới trang 7"):
        guards.Deadline(ends_at=99.0).check(7)


def test_a_scan_without_a_recogniser_names_the_packages(monkeypatch):
    recogniser.has_recogniser.cache_clear()
    monkeypatch.setattr(recogniser.shutil, "which", lambda _: None)
    with pytest.raises(UnreadableFileError) as error:
        recogniser.check_recogniser()
    recogniser.has_recogniser.cache_clear()
    assert "tesseract-ocr tesseract-ocr-vie" in error.value.problems[0].remedy


def test_a_scan_that_waited_is_read_once_the_recogniser_is_there(tmp_path, monkeypatch):
    path = tmp_path / "quet.pdf"
    path.write_bytes(b"%PDF-1.7")
    raw = entries.RawFile(path, "plans/quet.pdf", "0" * 64)
    monkeypatch.setattr(entries, "has_recogniser", lambda: False)
    without = raw.cache_key
    monkeypatch.setattr(entries, "has_recogniser", lambda: True)
    assert raw.cache_key != without


def test_a_protected_pdf_says_so(tmp_path):
    pytest.importorskip("typst")
    path = tmp_path / "khoa.pdf"
    _write_protected_pdf(path)
    assert refuse(path).rule == "password_protected"


def _write_protected_pdf(path):
    """The smallest file that pdfminer takes for an encrypted one it has no key to."""
    body = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
        b"3 0 obj<</Filter/Standard/V 2/R 3/Length 128/P -4/O("
        + b"a" * 32
        + b")/U("
        + b"b" * 32
        + b")>>endobj\n"
    )
    offsets = [body.index(b"%d 0 obj" % n) for n in (1, 2, 3)]
    start = len(body)
    table = b"xref\n0 4\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % o for o in offsets)
    trailer = (
        b"trailer<</Size 4/Root 1 0 R/Encrypt 3 0 R/ID[(1234567890123456)(1234567890123456)]>>\n"
        b"startxref\n%d\n%%%%EOF" % start
    )
    path.write_bytes(body + table + trailer)


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="không có tesseract")
def test_rules_of_a_picture_are_found_and_painted_over():
    from PIL import Image, ImageDraw

    picture = Image.new("L", (900, 600), 255)
    draw = ImageDraw.Draw(picture)
    for y in (100, 300, 500):
        draw.line((100, y, 800, y), fill=0, width=3)
    for x in (100, 450, 800):
        draw.line((x, 100, x, 500), fill=0, width=3)
    rules = scan.find_rules(picture)
    assert (len(rules["horizontal"]), len(rules["vertical"])) == (3, 3)
    assert numpy.asarray(scan.erase_rules(picture, rules)).min() == 255
